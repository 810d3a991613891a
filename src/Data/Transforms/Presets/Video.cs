namespace MediaPlatform.Data.Transforms.Presets;

/// <summary>A video stream.</summary>
public record Video : Codec
{
    /// <summary>Distance of key frames, 0.5 to 20 s; 2 s when absent.</summary>
    public TimeSpan? KeyFrameInterval { get; init; }

    /// <summary>How the input is fitted to the size of a layer.</summary>
    public StretchMode? StretchMode { get; init; }

    /// <summary>How frames are timed.</summary>
    public VideoSyncMode? SyncMode { get; init; }
}

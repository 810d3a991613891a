namespace MediaPlatform.Data.Transforms.Presets;

/// <summary>An encoded audio stream.</summary>
public record Audio : Codec
{
    /// <summary>Number of channels.</summary>
    public int? Channels { get; init; }

    /// <summary>Samples per second.</summary>
    public int? SamplingRate { get; init; }

    /// <summary>Bits per second.</summary>
    public int? Bitrate { get; init; }
}

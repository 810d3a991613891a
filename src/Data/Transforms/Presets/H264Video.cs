namespace MediaPlatform.Data.Transforms.Presets;

/// <summary>H.264 video in one or more layers.</summary>
public sealed record H264Video : Video
{
    /// <summary>Speed against quality.</summary>
    public EncoderComplexity? Complexity { get; init; }

    /// <summary>Layers, each one rendition.</summary>
    public IReadOnlyList<H264Layer> Layers { get; init; } = [];

    /// <summary>How bits are spent.</summary>
    public RateControlMode? RateControlMode { get; init; }

    /// <summary>Key frames at scene changes; with a single layer only.</summary>
    public bool? SceneChangeDetection { get; init; }
}

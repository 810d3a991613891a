namespace MediaPlatform.Data.Transforms.Presets;

/// <summary>HEVC video in one or more layers.</summary>
public sealed record H265Video : Video
{
    /// <summary>Key frames at scene changes; with a single layer only.</summary>
    public bool? SceneChangeDetection { get; init; }

    /// <summary>Speed against quality.</summary>
    public EncoderComplexity? Complexity { get; init; }

    /// <summary>Layers, each one rendition.</summary>
    public IReadOnlyList<H265Layer> Layers { get; init; } = [];
}

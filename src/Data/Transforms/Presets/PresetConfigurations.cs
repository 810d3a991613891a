namespace MediaPlatform.Data.Transforms.Presets;

/// <summary>Bounds for content-aware encoding.</summary>
public sealed record PresetConfigurations
{
    /// <summary>Speed against quality.</summary>
    public EncoderComplexity? Complexity { get; init; }

    /// <summary>Whether sound and picture share a file.</summary>
    public InterleaveOutput? InterleaveOutput { get; init; }

    /// <summary>Distance of key frames in seconds.</summary>
    public float? KeyFrameIntervalInSeconds { get; init; }

    /// <summary>Highest bitrate of a layer in bits per second.</summary>
    public int? MaxBitrateBps { get; init; }

    /// <summary>Greatest height of a layer in pixels.</summary>
    public int? MaxHeight { get; init; }

    /// <summary>Greatest number of layers.</summary>
    public int? MaxLayers { get; init; }

    /// <summary>Lowest bitrate of a layer in bits per second.</summary>
    public int? MinBitrateBps { get; init; }

    /// <summary>Smallest height of a layer in pixels.</summary>
    public int? MinHeight { get; init; }
}

namespace MediaPlatform.Data.Transforms.Presets;

/// <summary>Speed against quality of a video encoder.</summary>
public enum EncoderComplexity
{
    /// <summary>Fastest.</summary>
    Speed,

    /// <summary>Between the two.</summary>
    Balanced,

    /// <summary>Best quality.</summary>
    Quality,
}

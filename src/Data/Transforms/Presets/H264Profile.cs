namespace MediaPlatform.Data.Transforms.Presets;

/// <summary>Profile of an H.264 layer.</summary>
public enum H264Profile
{
    /// <summary>Chosen by the encoder.</summary>
    Auto,

    /// <summary>Baseline.</summary>
    Baseline,

    /// <summary>Main.</summary>
    Main,

    /// <summary>High.</summary>
    High,

    /// <summary>High 4:2:2.</summary>
    High422,

    /// <summary>High 4:4:4 predictive.</summary>
    High444,
}

namespace MediaPlatform.Data.Transforms.Presets;

/// <summary>How a video encoder spends its bits.</summary>
public enum RateControlMode
{
    /// <summary>Average bitrate.</summary>
    ABR,

    /// <summary>Constant bitrate.</summary>
    CBR,

    /// <summary>Constant quality.</summary>
    CRF,
}

namespace MediaPlatform.Data.Transforms.Presets;

/// <summary>Profile of an HEVC layer.</summary>
public enum H265Profile
{
    /// <summary>Chosen by the encoder.</summary>
    Auto,

    /// <summary>Main, 8 bit.</summary>
    Main,

    /// <summary>Main 10, 10 bit.</summary>
    Main10,
}

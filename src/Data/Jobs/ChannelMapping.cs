namespace MediaPlatform.Data.Jobs;

/// <summary>Place of a mono track in a multi-channel input.</summary>
public enum ChannelMapping
{
    /// <summary>Front left.</summary>
    FrontLeft,

    /// <summary>Front right.</summary>
    FrontRight,

    /// <summary>Front centre.</summary>
    Center,

    /// <summary>Low frequency effects.</summary>
    LowFrequencyEffects,

    /// <summary>Back left.</summary>
    BackLeft,

    /// <summary>Back right.</summary>
    BackRight,

    /// <summary>Left of a stereo pair.</summary>
    StereoLeft,

    /// <summary>Right of a stereo pair.</summary>
    StereoRight,
}

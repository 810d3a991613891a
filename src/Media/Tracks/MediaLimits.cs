namespace MediaPlatform.Media.Tracks;

/// <summary>Bounds that a stored file may not exceed; they keep memory and time of a hostile file small.</summary>
public sealed record MediaLimits
{
    public static MediaLimits Default { get; } = new();

    /// <summary>Bytes of one moov box.</summary>
    public int MaxMovieBytes { get; init; } = 256 << 20;

    /// <summary>Bytes of one moof or mfra box.</summary>
    public int MaxFragmentBytes { get; init; } = 16 << 20;

    /// <summary>Tracks in one file.</summary>
    public int MaxTracks { get; init; } = 256;

    /// <summary>Samples in one track: 24 hours of 60 frames per second and as many AAC frames fit.</summary>
    public int MaxSamples { get; init; } = 8 << 20;

    /// <summary>Samples of all tracks of one file: a day of pictures at 60 frames per second and two sounds fit.</summary>
    public int MaxFileSamples { get; init; } = 16 << 20;

    /// <summary>Boxes at the top level of one file.</summary>
    public int MaxTopLevelBoxes { get; init; } = 1 << 20;
}

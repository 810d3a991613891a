namespace MediaPlatform.Media.Muxing;

/// <summary>How an init segment is to be written.</summary>
public readonly record struct InitSegmentOptions(Fmp4Flavour Flavour)
{
    /// <summary>Sample entry box to use instead of the stored one, for example <c>encv</c> around it.</summary>
    public ReadOnlyMemory<byte> SampleEntry { get; init; }

    /// <summary>Boxes to add at the end of moov, for example pssh.</summary>
    public ReadOnlyMemory<byte> MovieBoxes { get; init; }

    /// <summary>Number of the track; that of every segment that is written here unless fragments of others are to follow.</summary>
    public uint TrackNumber { get; init; } = InitSegment.TrackId;

    /// <summary>Language to print instead of that of the track.</summary>
    public string? Language { get; init; }
}

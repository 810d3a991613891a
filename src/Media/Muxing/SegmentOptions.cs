namespace MediaPlatform.Media.Muxing;

/// <summary>How a media segment is to be written.</summary>
public readonly record struct SegmentOptions(Fmp4Flavour Flavour, uint SequenceNumber)
{
    /// <summary>Time and duration of the fragment in 100 ns as the manifest prints them; used by Smooth Streaming.</summary>
    public (long Start, long Duration)? Announced { get; init; }

    /// <summary>Boxes to add to the traf.</summary>
    public TrafExtension? Extension { get; init; }

    /// <summary>Leaves the styp box out, for segments that follow another in one reply.</summary>
    public bool OmitSegmentType { get; init; }
}

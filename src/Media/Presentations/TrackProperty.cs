namespace MediaPlatform.Media.Presentations;

/// <summary>What a track condition looks at.</summary>
public enum TrackProperty
{
    /// <summary>video, audio or text.</summary>
    Type,

    /// <summary>The name in URLs, or the one that its owner gave.</summary>
    Name,

    /// <summary>RFC 5646 language; forms of one language are equal.</summary>
    Language,

    /// <summary>The sample entry, for example avc1, hvc1, mp4a, ec-3.</summary>
    FourCC,

    /// <summary>Bits per second: a number or a range such as 0-1000000.</summary>
    Bitrate,
}

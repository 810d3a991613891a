namespace MediaPlatform.Data.Jobs;

/// <summary>Attribute by which tracks are selected.</summary>
public enum TrackAttribute
{
    /// <summary>Bits per second.</summary>
    Bitrate,

    /// <summary>Language tag; audio only.</summary>
    Language,
}

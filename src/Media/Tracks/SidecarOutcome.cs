namespace MediaPlatform.Media.Tracks;

/// <summary>What became of an attempt to load a sidecar.</summary>
public enum SidecarOutcome
{
    Loaded,

    /// <summary>It belongs to other bytes of the media file.</summary>
    Stale,

    /// <summary>Written by another version of the software.</summary>
    OtherVersion,

    /// <summary>Cut or altered.</summary>
    Damaged,
}

namespace MediaPlatform.Encoder.Plans;

/// <summary>What a planned file is, for checks and manifests.</summary>
internal enum PlannedFileKind
{
    /// <summary>MP4 with video, sound or both; listed in the manifests.</summary>
    Mp4,

    /// <summary>MPEG transport stream.</summary>
    TransportStream,

    /// <summary>Picture, sprite or cue file.</summary>
    Image,
}

namespace MediaPlatform.Media.Presentations;

/// <summary>Why valid media cannot be packaged; each value has one AMS error code.</summary>
public enum PackagingRefusal
{
    /// <summary>Video levels have no common key frames (MPE_KEY_FRAME_INTERVAL_TOO_LARGE).</summary>
    NoCommonKeyFrames,

    /// <summary>More than 64 levels (MPE_FORMAT_NOT_SUPPORTED).</summary>
    TooManyLevels,

    /// <summary>The codec is not delivered (MPE_AUDIO_ENCODING_NOT_SUPPORTED or its video form).</summary>
    CodecNotSupported,

    /// <summary>A NAL unit does not fit its sample (MPE_INVALID_NALU_SIZE).</summary>
    InvalidNalUnitSize,

    /// <summary>The length in front of NAL units has a size that the output cannot carry (MPE_INVALID_NALU_LENGTH_FIELD).</summary>
    InvalidNalUnitLengthField,

    /// <summary>A NAL unit stands where none of its type may (MPE_INVALID_VIDEO_NAL_UNIT).</summary>
    InvalidNalUnit,

    /// <summary>There is no stream at all.</summary>
    NoStreams,
}

namespace MediaPlatform.Encoder.Presets;

/// <summary>How a video stream is made.</summary>
internal enum VideoCodec
{
    H264,
    H265,
}

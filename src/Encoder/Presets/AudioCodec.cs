namespace MediaPlatform.Encoder.Presets;

/// <summary>How an audio stream is made.</summary>
internal enum AudioCodec
{
    Aac,
    Ac3,
}

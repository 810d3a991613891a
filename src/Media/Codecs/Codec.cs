namespace MediaPlatform.Media.Codecs;

/// <summary>Codecs that the platform can tell apart.</summary>
public enum Codec
{
    Unknown,
    Avc,
    Hevc,
    Av1,
    Vp9,
    Aac,
    Mp3,
    Ac3,
    Eac3,
    Dts,
    Opus,
    Flac,
    WebVtt,
    Ttml,
}

namespace MediaPlatform.Encoder.Presets;

/// <summary>One audio stream to make from one sound of the source.</summary>
internal sealed record AudioRendition
{
    public string Label { get; init; } = "";

    public AudioCodec Codec { get; init; } = AudioCodec.Aac;

    public int Channels { get; init; } = 2;

    /// <summary>Samples per second.</summary>
    public int SampleRate { get; init; } = 48000;

    /// <summary>Bits per second.</summary>
    public int Bitrate { get; init; } = 128_000;

    /// <summary>Which sound of the source, from 0.</summary>
    public int Sound { get; init; }

    /// <summary>ISO 639-2 code.</summary>
    public string Language { get; init; } = "und";
}

namespace MediaPlatform.Media.TransportStream;

/// <summary>Encryption of samples inside a transport stream, as its program map announces it.</summary>
public enum TsProtection
{
    /// <summary>Samples are clear, or the whole segment is encrypted afterwards.</summary>
    None,

    /// <summary>SAMPLE-AES: Apple, MPEG-2 Stream Encryption Format for HTTP Live Streaming.</summary>
    SampleAes,
}

namespace MediaPlatform.Media.Encryption;

/// <summary>How samples are encrypted.</summary>
public enum ProtectionScheme
{
    /// <summary>ISO/IEC 23001-7 10.1: AES-CTR.</summary>
    Cenc,

    /// <summary>ISO/IEC 23001-7 10.4: AES-CBC with a pattern and a constant IV.</summary>
    Cbcs,

    /// <summary>PIFF 1.1: the bytes of cenc, described by uuid boxes.</summary>
    Piff,
}

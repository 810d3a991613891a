namespace MediaPlatform.Media.Codecs;

/// <summary>Colour of a picture as code points of ITU-T H.273.</summary>
public readonly record struct ColourDescription(byte Primaries, byte Transfer, byte Matrix, bool FullRange)
{
    private const byte TransferPq = 16;
    private const byte TransferHlg = 18;

    /// <summary>Perceptual quantiser, SMPTE ST 2084 (HDR10).</summary>
    public bool IsPq => Transfer == TransferPq;

    /// <summary>Hybrid log-gamma, ITU-R BT.2100.</summary>
    public bool IsHlg => Transfer == TransferHlg;
}

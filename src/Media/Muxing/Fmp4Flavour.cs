namespace MediaPlatform.Media.Muxing;

/// <summary>Dialects of fragmented MP4 that the origin speaks.</summary>
public enum Fmp4Flavour
{
    /// <summary>CMAF, ISO/IEC 23000-19: DASH and HLS.</summary>
    Cmaf,

    /// <summary>Common streaming format of 2011: DASH.</summary>
    Csf,

    /// <summary>Smooth Streaming, MS-SSTR 2.2.4: no init segment, times in 100 ns, tfxd instead of tfdt.</summary>
    Smooth,
}

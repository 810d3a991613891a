namespace MediaPlatform.Media.Manifests.Hls;

/// <summary>The three shapes of HLS.</summary>
public enum HlsForm
{
    /// <summary>Version 3: MPEG-2 TS, one audio muxed into every segment.</summary>
    MuxedTs,

    /// <summary>Version 4: MPEG-2 TS, audio renditions, I-frame playlists.</summary>
    Ts,

    /// <summary>Version 7: CMAF.</summary>
    Cmaf,
}

internal static class HlsForms
{
    /// <summary>The first version whose players know encrypted samples.</summary>
    public const int SampleEncryptionVersion = 5;

    public static int Version(this HlsForm form) => form switch
    {
        HlsForm.MuxedTs => 3,
        HlsForm.Ts => 4,
        _ => 7,
    };
}

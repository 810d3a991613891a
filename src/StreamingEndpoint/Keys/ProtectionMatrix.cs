using MediaPlatform.StreamingEndpoint.Urls;

namespace MediaPlatform.StreamingEndpoint.Keys;

/// <summary>Which formats are delivered under which encryption; what is not listed is refused.</summary>
internal static class ProtectionMatrix
{
    public static bool Offers(StreamingFormat format, EncryptionTag encryption) => encryption switch
    {
        EncryptionTag.None => true,
        EncryptionTag.Cbc => format is StreamingFormat.HlsCmaf or StreamingFormat.HlsV4 or StreamingFormat.HlsV3
            or StreamingFormat.DashCmaf or StreamingFormat.DashCsf,
        EncryptionTag.Cenc or EncryptionTag.Cbcs => format is StreamingFormat.DashCmaf or StreamingFormat.DashCsf or StreamingFormat.HlsCmaf,
        _ => false,
    };
}

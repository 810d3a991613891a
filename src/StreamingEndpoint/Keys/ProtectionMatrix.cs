using MediaPlatform.Media.Codecs;
using MediaPlatform.Media.Encryption.Subsamples;
using MediaPlatform.Media.Tracks;
using MediaPlatform.StreamingEndpoint.Urls;

namespace MediaPlatform.StreamingEndpoint.Keys;

/// <summary>Which formats are delivered under which encryption; what is not listed is refused.</summary>
internal static class ProtectionMatrix
{
    public static bool Offers(StreamingFormat format, EncryptionTag encryption) => encryption switch
    {
        EncryptionTag.None or EncryptionTag.Cbc => true,
        EncryptionTag.Cenc => format.Protocol() is StreamingProtocol.Dash or StreamingProtocol.Smooth || format == StreamingFormat.HlsCmaf,
        EncryptionTag.Cbcs => format.Protocol() == StreamingProtocol.Dash || format == StreamingFormat.HlsCmaf,
        EncryptionTag.Piff => format.Protocol() == StreamingProtocol.Smooth,
        _ => false,
    };

    /// <summary>Whether there are rules to encrypt a codec.</summary>
    public static bool CanEncrypt(EncryptionTag encryption, TrackFormat track) => encryption == EncryptionTag.Cbc || SubsampleReader.Supports(track);
}

using MediaPlatform.Media.Encryption.Pssh;
using MediaPlatform.Media.Encryption.SampleAes;
using MediaPlatform.Media.Encryption.Subsamples;
using MediaPlatform.Media.Manifests;
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
        EncryptionTag.Cbcs => format.Protocol() is StreamingProtocol.Dash or StreamingProtocol.Hls,
        EncryptionTag.Piff => format.Protocol() == StreamingProtocol.Smooth,
        _ => false,
    };

    /// <summary>Whether there are rules to encrypt a codec in a format.</summary>
    public static bool CanEncrypt(EncryptionTag encryption, StreamingFormat format, TrackFormat track) =>
        encryption == EncryptionTag.Cbc || (format.IsTransportStream() ? SampleAesSamples.Supports(track) : SubsampleReader.Supports(track));

    /// <summary>Whether a format has a way to announce a protection system for encrypted samples.</summary>
    public static bool Announces(StreamingFormat format, SystemSignal signal) => format.Protocol() switch
    {
        StreamingProtocol.Smooth => signal.System == ProtectionSystems.PlayReady,
        StreamingProtocol.Dash => signal.System != ProtectionSystems.FairPlay,
        _ => !format.IsTransportStream() || signal.System == ProtectionSystems.FairPlay,
    };
}

using MediaPlatform.Data.Streaming;
using MediaPlatform.Media.Encryption;
using MediaPlatform.Media.Encryption.Aes128;
using MediaPlatform.Media.Encryption.Pssh;
using MediaPlatform.Media.Manifests;
using MediaPlatform.StreamingEndpoint.Errors;
using MediaPlatform.StreamingEndpoint.Urls;

namespace MediaPlatform.StreamingEndpoint.Keys;

/// <summary>
/// Says where players get a key, by the streaming policy: its own addresses, else those of the key server that made the key, else our
/// key delivery. What a key server gave to be said to players is said as it is.
/// </summary>
internal sealed class SignalWriter(PublishedLocator published, string? keyDelivery, IReadOnlyList<KeySignal>? given = null)
{
    private readonly StreamingPolicy? _policy = published.Policy;

    public TrackSignal Write(EncryptionTag tag, Guid keyId, AesKey key, byte[] iv)
    {
        if (tag == EncryptionTag.Cbc)
        {
            var url = Fill(_policy?.EnvelopeEncryption?.CustomKeyAcquisitionUrlTemplate, keyId) ?? $"{KeyHost}/?kid={keyId}";
            return new(keyId) { Iv = iv, KeyUrl = url };
        }

        var scheme = tag switch { EncryptionTag.Cbcs => ProtectionScheme.Cbcs, EncryptionTag.Piff => ProtectionScheme.Piff, _ => ProtectionScheme.Cenc };
        return new(keyId) { Scheme = scheme, Systems = [.. Systems(scheme, keyId, key)] };
    }

    private string KeyHost => keyDelivery is { Length: > 0 } address
        ? address.TrimEnd('/')
        : throw new OriginException(MpeErrors.OutputProtectionFormatNotSupported.Because("The address of the key delivery service is not configured (Endpoints:KeyDelivery)."));

    // Players may know these addresses from elsewhere, so a manifest can do without.
    private string? OwnUrl(string path) => string.IsNullOrEmpty(keyDelivery) ? null : $"{KeyHost}/{path}";

    private IEnumerable<SystemSignal> Systems(ProtectionScheme scheme, Guid keyId, AesKey key)
    {
        var (cenc, cbcs) = (_policy?.CommonEncryptionCenc, _policy?.CommonEncryptionCbcs);
        var isCbcs = scheme == ProtectionScheme.Cbcs;
        if (isCbcs && cbcs?.Drm?.FairPlay is { } fairPlay)
        {
            var url = Fill(fairPlay.CustomLicenseAcquisitionUrlTemplate, keyId) ?? Given(ProtectionSystems.FairPlay)?.LicenseUrl ?? $"skd://{new Uri(KeyHost).Authority}/FairPlay/?kid={keyId}";
            yield return new(ProtectionSystems.FairPlay) { LicenseUrl = url };
        }

        if ((isCbcs ? cbcs?.Drm?.Widevine : cenc?.Drm?.Widevine) is { } widevine)
        {
            yield return new(ProtectionSystems.Widevine)
            {
                Pssh = Given(ProtectionSystems.Widevine)?.Pssh ?? WidevinePssh.Write(keyId, scheme),
                LicenseUrl = Fill(widevine.CustomLicenseAcquisitionUrlTemplate, keyId) ?? OwnUrl($"Widevine/?kid={keyId}"),
            };
        }

        if ((isCbcs ? cbcs?.Drm?.PlayReady : cenc?.Drm?.PlayReady) is { } playReady)
        {
            var url = Fill(playReady.CustomLicenseAcquisitionUrlTemplate, keyId) ?? OwnUrl("PlayReady/");
            var header = new PlayReadyHeader(keyId, key, scheme) { LicenseUrl = url, CustomAttributes = playReady.PlayReadyCustomAttributes };
            var signal = Given(ProtectionSystems.PlayReady);
            var playReadyObject = signal?.PlayReadyObject ?? ObjectOf(header);
            var pssh = signal?.Pssh ?? PsshBox.Write(ProtectionSystems.PlayReady, playReadyObject);
            yield return new(ProtectionSystems.PlayReady) { Pssh = pssh, PlayReadyObject = playReadyObject, LicenseUrl = url };
        }

        if ((isCbcs ? cbcs?.ClearKeyEncryptionConfiguration : cenc?.ClearKeyEncryptionConfiguration) is { } clearKey)
        {
            var custom = Fill(clearKey.CustomKeysAcquisitionUrlTemplate, keyId);
            yield return new(ProtectionSystems.ClearKey)
            {
                Pssh = PsshBox.WriteCommon([keyId]),
                LicenseUrl = custom ?? $"{KeyHost}/ClearKey/",
                // Servers of others answer licence requests; only ours is known to give the plain key as well.
                KeyUrl = custom is null ? $"{KeyHost}/?kid={keyId}" : null,
            };
        }
    }

    private static byte[] ObjectOf(PlayReadyHeader header) => header.TryToObject()
        ?? throw new OriginException(MpeErrors.OutputProtectionFormatNotSupported.Because("The licence address and the custom attributes of the streaming policy are too long for a PlayReady header."));

    private KeySignal? Given(Guid system) => given?.FirstOrDefault(signal => signal.System == system);

    private string? Fill(string? template, Guid keyId) =>
        string.IsNullOrEmpty(template) ? null : UrlTemplate.Fill(template, keyId, published.Locator.AlternativeMediaId);
}

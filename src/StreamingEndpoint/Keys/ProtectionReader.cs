using System.Security.Cryptography;
using MediaPlatform.Data.Secrets;
using MediaPlatform.Data.Streaming;
using MediaPlatform.Media.Encryption;
using MediaPlatform.Media.Encryption.Aes128;
using MediaPlatform.Media.Manifests;
using MediaPlatform.StreamingEndpoint.Delivery;
using MediaPlatform.StreamingEndpoint.Errors;
using MediaPlatform.StreamingEndpoint.Urls;
using Microsoft.Extensions.Options;

namespace MediaPlatform.StreamingEndpoint.Keys;

/// <summary>Puts the keys of a locator and its streaming policy together for one encryption.</summary>
internal sealed class ProtectionReader(ISecretProtector secrets, IOptions<AddressOptions> addresses)
{
    /// <exception cref="OriginException">Players could not be told where the keys are.</exception>
    public StreamProtection Read(PublishedLocator published, EncryptionTag tag)
    {
        var policy = published.Policy;
        var (type, clear, keys) = tag switch
        {
            EncryptionTag.Cbc => (nameof(policy.EnvelopeEncryption), policy?.EnvelopeEncryption?.ClearTracks, policy?.EnvelopeEncryption?.ContentKeys),
            EncryptionTag.Cbcs => (nameof(policy.CommonEncryptionCbcs), policy?.CommonEncryptionCbcs?.ClearTracks, policy?.CommonEncryptionCbcs?.ContentKeys),
            _ => (nameof(policy.CommonEncryptionCenc), policy?.CommonEncryptionCenc?.ClearTracks, policy?.CommonEncryptionCenc?.ContentKeys),
        };
        var stored = published.Locator.ContentKeys.Where(key => key.Type == type).ToList();
        var rest = stored.Find(key => key.Tracks.Count == 0 && IsLabelled(key, keys?.DefaultKey?.Label));
        var mapped = (keys?.KeyToTrackMappings ?? [])
            .Select(mapping => (mapping.Tracks ?? [], Open(published, tag, stored.Find(key => key != rest && IsLabelled(key, mapping.Label)))));
        return new(tag, clear ?? [], [.. mapped], Open(published, tag, rest));
    }

    private static bool IsLabelled(LocatorContentKey key, string? label) => string.Equals(key.Label, label, StringComparison.OrdinalIgnoreCase);

    private TrackKey? Open(PublishedLocator published, EncryptionTag tag, LocatorContentKey? stored)
    {
        if (stored is null)
        {
            return null;
        }

        var key = new AesKey(secrets.Unprotect(stored.ProtectedValue));
        // Keys from before vectors were stored get one that is as constant.
        var iv = stored.ProtectedIv is { } kept ? secrets.Unprotect(kept) : TrackEncryption.DeriveIv(key, [], stored.Id.ToByteArray());
        var identity = EntityTag.Of(string.Join('|', tag.Text(), stored.Id, Convert.ToHexString(SHA256.HashData(iv)))).Trim('"')[..12];
        return new(key, iv, new SignalWriter(published, addresses.Value.KeyDelivery, stored.Signals).Write(tag, stored.Id, key, iv), identity);
    }
}

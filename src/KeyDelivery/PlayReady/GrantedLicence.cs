using MediaPlatform.Data.ContentKeys;

namespace MediaPlatform.KeyDelivery.PlayReady;

/// <summary>A licence that may be issued: for which key, and with which rights.</summary>
internal sealed record GrantedLicence(Guid KeyId, byte[] Key, ContentKeyPolicyPlayReadyLicense Rights)
{
    /// <summary>Whether the samples are encrypted in cipher block chaining, as the client's header says.</summary>
    public bool IsBlockChained { get; init; }

    /// <summary>The licences of a configuration for one key. Those for a key of their own count only when it is the one that was asked for.</summary>
    public static IEnumerable<GrantedLicence> Of(ContentKeyPolicyPlayReadyConfiguration configuration, Guid keyId, byte[] key) =>
        from rights in configuration.Licenses ?? []
        where rights.ContentKeyLocation is not ContentKeyPolicyPlayReadyContentEncryptionKeyFromKeyIdentifier own || own.KeyId == keyId
        select new GrantedLicence(keyId, key, rights);
}

namespace MediaPlatform.Data.ContentKeys;

/// <summary>A fixed key id.</summary>
public sealed record ContentKeyPolicyPlayReadyContentEncryptionKeyFromKeyIdentifier : ContentKeyPolicyPlayReadyContentKeyLocation
{
    /// <summary>The key id; required.</summary>
    public Guid? KeyId { get; init; }
}

namespace MediaPlatform.Data.ContentKeys;

/// <summary>A shared secret.</summary>
public sealed record ContentKeyPolicySymmetricTokenKey : ContentKeyPolicyRestrictionTokenKey
{
    /// <summary>The secret; required.</summary>
    public byte[]? KeyValue { get; init; }
}

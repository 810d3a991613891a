using MediaPlatform.Data.ContentKeys;

namespace MediaPlatform.KeyDelivery.Policies;

/// <summary>A content key with who may have it, as it was when it was read.</summary>
/// <param name="Value">The 16 key bytes.</param>
/// <param name="PolicyName">For audit records.</param>
/// <param name="Options">In the order of the policy.</param>
/// <param name="End">When its locator ends.</param>
/// <param name="Access">Which addresses the account lets in.</param>
internal sealed record StoredKey(
    byte[] Value, string PolicyName, IReadOnlyList<ContentKeyPolicyOption> Options, DateTimeOffset? End, AddressRules Access)
{
    /// <summary>The initialization vector that was stored with the key.</summary>
    public byte[]? Iv { get; init; }

    /// <summary>Whether the streaming policy lets FairPlay licences be stored on devices.</summary>
    public bool MayPersist { get; init; }
}

using MediaPlatform.Data.ContentKeys;

namespace MediaPlatform.Data.KeyAuthorization;

/// <summary>A content key with who may have it, as it was when it was read.</summary>
/// <param name="Value">The 16 key bytes.</param>
/// <param name="PolicyName">For audit records.</param>
/// <param name="Options">In the order of the policy.</param>
/// <param name="End">When its locator ends.</param>
/// <param name="Access">Which addresses the account lets in.</param>
public sealed record StoredKey(
    byte[] Value, string PolicyName, IReadOnlyList<ContentKeyPolicyOption> Options, DateTimeOffset? End, AddressRules Access)
{
    /// <summary>The key's id.</summary>
    public Guid KeyId { get; init; }

    /// <summary>The account of its locator.</summary>
    public Guid AccountId { get; init; }

    /// <summary>Its locator.</summary>
    public string LocatorName { get; init; } = "";

    /// <summary>The initialization vector that was stored with the key.</summary>
    public byte[]? Iv { get; init; }

    /// <summary>Whether the streaming policy lets FairPlay licences be stored on devices.</summary>
    public bool MayPersist { get; init; }
}

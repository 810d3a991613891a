using MediaPlatform.Data.ContentKeys;

namespace MediaPlatform.Data.KeyAuthorization;

/// <summary>What came of a request for one key.</summary>
/// <param name="Outcome">Granted, or in what way refused.</param>
/// <param name="Key">The key; null unless granted.</param>
/// <param name="Option">The option that granted it.</param>
/// <param name="Reason">For audit records, never for the caller.</param>
public sealed record KeyDecision(KeyOutcome Outcome, StoredKey? Key, ContentKeyPolicyOption? Option, string Reason)
{
    /// <summary>The content key policy that was looked at last.</summary>
    public string? PolicyName { get; init; }

    /// <summary>The kind of token that the option wanted which granted the key, or was looked at last; null when none was wanted.</summary>
    public ContentKeyPolicyRestrictionTokenType? TokenType { get; init; }
}

using MediaPlatform.Data.ContentKeys;

namespace MediaPlatform.Data.KeyAuthorization;

/// <summary>What became of one option.</summary>
/// <param name="Option">The option.</param>
/// <param name="Refusal">Why it does not count; null when it does.</param>
public sealed record OptionVerdict(ContentKeyPolicyOption Option, string? Refusal);

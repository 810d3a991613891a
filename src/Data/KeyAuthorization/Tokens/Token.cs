namespace MediaPlatform.Data.KeyAuthorization.Tokens;

/// <summary>What a token says, once its signature was found to be right.</summary>
/// <param name="Issuer">Who issued it.</param>
/// <param name="Audiences">For whom.</param>
/// <param name="NotBefore">Not valid earlier.</param>
/// <param name="Expires">Not valid later.</param>
/// <param name="Claims">All claims; a claim may have several values.</param>
/// <param name="Id">SHA-256 of the signature's bytes: tells this token from every other, however its text is spelt.</param>
internal sealed record Token(
    string? Issuer,
    IReadOnlyList<string> Audiences,
    DateTimeOffset? NotBefore,
    DateTimeOffset? Expires,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Claims,
    byte[] Id);

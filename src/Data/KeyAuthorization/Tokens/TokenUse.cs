namespace MediaPlatform.Data.KeyAuthorization.Tokens;

/// <summary>How often a token that limits its uses was used, over all processes.</summary>
public sealed class TokenUse
{
    /// <summary>SHA-256 of the token's signature.</summary>
    public byte[] Id { get; set; } = [];

    /// <summary>Uses so far, never more than the token allows.</summary>
    public long Count { get; set; }

    /// <summary>When the token expires; the row goes some time later.</summary>
    public DateTimeOffset Expires { get; set; }
}

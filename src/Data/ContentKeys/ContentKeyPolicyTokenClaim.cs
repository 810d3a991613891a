namespace MediaPlatform.Data.ContentKeys;

/// <summary>A claim that a token must carry.</summary>
public sealed record ContentKeyPolicyTokenClaim
{
    /// <summary>Name of the claim.</summary>
    public string? ClaimType { get; init; }

    /// <summary>Its value; any value when null.</summary>
    public string? ClaimValue { get; init; }
}

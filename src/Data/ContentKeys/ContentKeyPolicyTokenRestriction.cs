namespace MediaPlatform.Data.ContentKeys;

/// <summary>Bearers of a signed token.</summary>
public sealed record ContentKeyPolicyTokenRestriction : ContentKeyPolicyRestriction
{
    /// <summary>The issuer the token must name; required.</summary>
    public string? Issuer { get; init; }

    /// <summary>The audience the token must name; required.</summary>
    public string? Audience { get; init; }

    /// <summary>Verifies signatures; required when no discovery document is named.</summary>
    public ContentKeyPolicyRestrictionTokenKey? PrimaryVerificationKey { get; init; }

    /// <summary>Further keys that verify signatures.</summary>
    public IReadOnlyList<ContentKeyPolicyRestrictionTokenKey>? AlternateVerificationKeys { get; init; }

    /// <summary>Claims the token must carry.</summary>
    public IReadOnlyList<ContentKeyPolicyTokenClaim>? RequiredClaims { get; init; }

    /// <summary>Form of the token; required.</summary>
    public ContentKeyPolicyRestrictionTokenType? RestrictionTokenType { get; init; }

    /// <summary>Address of the discovery document whose keys verify signatures.</summary>
    public string? OpenIdConnectDiscoveryDocument { get; init; }

    /// <summary>Claim type that binds a token to one key: its value is the key id that is asked for.</summary>
    public const string ContentKeyIdentifierClaim = "urn:microsoft:azure:mediaservices:contentkeyidentifier";

    /// <summary>Claim type that limits how often one token is accepted.</summary>
    public const string MaxUsesClaim = "urn:microsoft:azure:mediaservices:maxuses";
}

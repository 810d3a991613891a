namespace MediaPlatform.Data.StreamingEndpoints;

// Contract names: the stored JSON is the JSON of the API.

public sealed record StreamingEndpointAccessControl(AkamaiAccessControl? Akamai = null, IPAccessControl? Ip = null);

public sealed record AkamaiAccessControl(
    IReadOnlyList<AkamaiSignatureHeaderAuthenticationKey>? AkamaiSignatureHeaderAuthenticationKeyList = null);

/// <param name="Base64Key">Secret of the G2O header, under ISecretProtector.</param>
public sealed record AkamaiSignatureHeaderAuthenticationKey(string? Identifier, string? Base64Key, DateTimeOffset? Expiration);

public sealed record IPAccessControl(IReadOnlyList<IPRange>? Allow = null);

public sealed record IPRange(string? Name, string? Address, int? SubnetPrefixLength);

/// <summary>Texts of clientaccesspolicy.xml and crossdomain.xml.</summary>
public sealed record CrossSiteAccessPolicies(string? ClientAccessPolicy = null, string? CrossDomainPolicy = null);

using MediaPlatform.Data.Identity;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace MediaPlatform.ControlPlane.Identity;

/// <summary>Writes signed tokens for service principals.</summary>
internal sealed class TokenIssuer(TokenKeys keys, TimeProvider clock)
{
    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };

    /// <param name="issuer">The authority that the client called.</param>
    /// <param name="audience">What the client asked a token for.</param>
    public async Task<string> IssueAsync(ServicePrincipal principal, string issuer, string audience, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return _handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer,
            Audience = audience,
            IssuedAt = now,
            NotBefore = now,
            Expires = now + lifetime,
            SigningCredentials = new(await keys.CurrentAsync(cancellationToken), SecurityAlgorithms.RsaSha256),
            Claims = new Dictionary<string, object>
            {
                ["appid"] = principal.ClientId.ToString("D"),
                ["azp"] = principal.ClientId.ToString("D"),
                ["oid"] = principal.ClientId.ToString("D"),
                ["sub"] = principal.ClientId.ToString("D"),
                ["tid"] = principal.TenantId.ToString("D"),
                ["idtyp"] = "app",
                ["app_displayname"] = principal.DisplayName,
                ["roles"] = new[] { principal.Role },
                ["ver"] = "1.0",
                ["jti"] = Guid.NewGuid().ToString("N"),
            },
        });
    }
}

using System.Security.Claims;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace MediaPlatform.ServiceDefaults.Authentication;

/// <summary>Accepts tokens of a configured OpenID provider; keys come from its discovery document and follow its rotation.</summary>
internal sealed partial class OpenIdTokenValidator : ITokenValidator
{
    private static readonly string[] s_nameClaims = ["preferred_username", "upn", "unique_name", "email", "name", "azp", "appid", "client_id"];
    private static readonly string[] s_idClaims = ["oid", "sub"];

    // Signatures with a shared secret are not in the list: a public key must never be taken for one.
    private static readonly string[] s_algorithms =
        ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];

    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false };
    private readonly BearerOptions _options;
    private readonly ILogger<OpenIdTokenValidator> _logger;
    private readonly BaseConfigurationManager _configuration;

    public OpenIdTokenValidator(IOptions<BearerOptions> options, ILogger<OpenIdTokenValidator> logger)
    {
        _options = options.Value;
        _logger = logger;
        var authority = new Uri(_options.Authority!.TrimEnd('/') + '/');
        _configuration = new ConfigurationManager<OpenIdConnectConfiguration>(
            new Uri(authority, ".well-known/openid-configuration").AbsoluteUri,
            new OpenIdConnectConfigurationRetriever(),
            new HttpDocumentRetriever { RequireHttps = !authority.IsLoopback });
    }

    public async Task<ClaimsIdentity?> ValidateAsync(string token, CancellationToken cancellationToken)
    {
        var parameters = new TokenValidationParameters
        {
            ConfigurationManager = _configuration,
            ValidAudiences = _options.Audiences,
            ValidAlgorithms = s_algorithms,
            ClockSkew = _options.ClockSkew,
            RequireExpirationTime = true,
            RequireSignedTokens = true,
        };
        var result = await _handler.ValidateTokenAsync(token, parameters);
        if (!result.IsValid)
        {
            if (result.Exception is SecurityTokenSignatureKeyNotFoundException)
            {
                _configuration.RequestRefresh();
            }

            Log.Refused(_logger, result.Exception?.GetType().Name ?? "unknown");
            return null;
        }

        return Translate(result.ClaimsIdentity);
    }

    private ClaimsIdentity Translate(ClaimsIdentity provider)
    {
        var identity = new ClaimsIdentity("Bearer", CallerClaims.Name, CallerClaims.Role);
        foreach (var role in provider.FindAll(_options.RoleClaim))
        {
            identity.AddClaim(new(CallerClaims.Role, _options.RoleMap.TryGetValue(role.Value, out var ours) ? ours : role.Value));
        }

        identity.AddClaim(new(CallerClaims.Id, First(provider, s_idClaims) ?? "unknown"));
        identity.AddClaim(new(CallerClaims.Name, First(provider, s_nameClaims) ?? First(provider, s_idClaims) ?? "unknown"));
        identity.AddClaim(new(CallerClaims.Kind, IsApplication(provider) ? "Application" : "User"));
        return identity;
    }

    private static bool IsApplication(ClaimsIdentity provider) =>
        provider.FindFirst("idtyp")?.Value == "app" || (provider.FindFirst("preferred_username") ?? provider.FindFirst("upn") ?? provider.FindFirst("email")) is null;

    private static string? First(ClaimsIdentity identity, string[] names) =>
        names.Select(name => identity.FindFirst(name)?.Value).FirstOrDefault(value => !string.IsNullOrEmpty(value));

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "A token was refused: {Reason}")]
        public static partial void Refused(ILogger logger, string reason);
    }
}

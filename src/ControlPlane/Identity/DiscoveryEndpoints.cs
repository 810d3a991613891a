using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.IdentityModel.Tokens;

namespace MediaPlatform.ControlPlane.Identity;

/// <summary>What sign-in libraries read before they ask for a token (client-facts.md, Identity). All anonymous.</summary>
internal static class DiscoveryEndpoints
{
    public static void MapDiscovery(this IEndpointRouteBuilder app)
    {
        var anonymous = app.MapGroup("").AllowAnonymous().ExcludeFromDescription();
        anonymous.MapGet("/metadata/endpoints", Metadata);
        anonymous.MapGet("/{tenant}/.well-known/openid-configuration", OpenIdConfiguration);
        anonymous.MapGet("/{tenant}/v2.0/.well-known/openid-configuration", OpenIdConfiguration);
        anonymous.MapGet("/{tenant}/discovery/keys", Keys);
        anonymous.MapGet("/{tenant}/discovery/v2.0/keys", Keys);
        anonymous.MapGet("/common/discovery/instance", Instance);
    }

    private static IResult Metadata(HttpRequest request)
    {
        var host = Authority.Host(request);
        return TypedResults.Json(new Dictionary<string, object>
        {
            ["name"] = "MediaPlatform",
            ["galleryEndpoint"] = host,
            ["graphEndpoint"] = host,
            ["graph"] = host,
            ["portalEndpoint"] = host,
            ["portal"] = host,
            ["resourceManager"] = host,

            // The login endpoint ends in /adfs: the sign-in libraries then skip their instance discovery on the internet.
            ["authentication"] = new Dictionary<string, object>
            {
                ["loginEndpoint"] = $"{host}/adfs",
                ["audiences"] = new[] { host, host + "/" },
                ["tenant"] = "adfs",
                ["identityProvider"] = "ADFS",
            },
            ["suffixes"] = new Dictionary<string, string> { ["storage"] = request.Host.Host },
        });
    }

    private static async Task<IResult> OpenIdConfiguration(string tenant, HttpRequest request, TenantDirectory tenants, CancellationToken cancellationToken)
    {
        if (!await tenants.IsOursAsync(tenant, cancellationToken))
        {
            return TokenError.UnknownTenant.ToResult(request.HttpContext);
        }

        var root = $"{Authority.Host(request)}/{tenant}";
        var version = tenant == "adfs" ? "" : "v2.0/";
        return TypedResults.Json(new Dictionary<string, object>
        {
            ["issuer"] = Authority.Of(request, tenant),
            ["authorization_endpoint"] = $"{root}/oauth2/{version}authorize",
            ["token_endpoint"] = $"{root}/oauth2/{version}token",
            ["jwks_uri"] = $"{root}/discovery/{version}keys",
            ["token_endpoint_auth_methods_supported"] = new[] { "client_secret_post", "client_secret_basic" },
            ["grant_types_supported"] = new[] { "client_credentials" },
            ["response_types_supported"] = new[] { "token" },
            ["response_modes_supported"] = new[] { "form_post" },
            ["subject_types_supported"] = new[] { "pairwise" },
            ["id_token_signing_alg_values_supported"] = new[] { "RS256" },
            ["scopes_supported"] = new[] { "openid" },
        });
    }

    private static async Task<IResult> Keys(string tenant, HttpRequest request, TenantDirectory tenants, TokenKeys keys, CancellationToken cancellationToken)
    {
        if (!await tenants.IsOursAsync(tenant, cancellationToken))
        {
            return TokenError.UnknownTenant.ToResult(request.HttpContext);
        }

        return TypedResults.Json(new Dictionary<string, object> { ["keys"] = (await keys.AllAsync(cancellationToken)).Select(PublicKey).ToArray() });
    }

    private static Dictionary<string, string> PublicKey(RsaSecurityKey key)
    {
        var parameters = key.Rsa.ExportParameters(includePrivateParameters: false);
        return new()
        {
            ["kty"] = "RSA",
            ["use"] = "sig",
            ["alg"] = SecurityAlgorithms.RsaSha256,
            ["kid"] = key.KeyId,
            ["n"] = Base64UrlEncoder.Encode(parameters.Modulus),
            ["e"] = Base64UrlEncoder.Encode(parameters.Exponent),
        };
    }

    private static async Task<IResult> Instance(HttpRequest request, TenantDirectory tenants, CancellationToken cancellationToken)
    {
        var tenant = await tenants.FindAsync(cancellationToken) is { } id ? id.ToString("D") : "common";
        var host = request.Host.ToUriComponent();
        return TypedResults.Json(new Dictionary<string, object>
        {
            ["tenant_discovery_endpoint"] = $"{Authority.Host(request)}/{tenant}/v2.0/.well-known/openid-configuration",
            ["api-version"] = "1.1",
            ["metadata"] = new[]
            {
                new Dictionary<string, object> { ["preferred_network"] = host, ["preferred_cache"] = host, ["aliases"] = new[] { host } },
            },
        });
    }
}

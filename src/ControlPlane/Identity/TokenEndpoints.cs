using System.Net.Http.Headers;
using System.Text;
using MediaPlatform.Data.Identity;
using MediaPlatform.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace MediaPlatform.ControlPlane.Identity;

/// <summary>OAuth 2.0 client credentials (RFC 6749 4.4) under the paths that the official sign-in libraries call.</summary>
internal static class TokenEndpoints
{
    private const long LongestForm = 64 * 1024;
    private static readonly TokenError s_noForm = TokenError.InvalidRequest("The body must be a form of at most 64 KB.");

    public static void MapTokens(this IEndpointRouteBuilder app)
    {
        if (!app.ServiceProvider.GetRequiredService<IOptions<BearerOptions>>().Value.BuiltIn)
        {
            return;
        }

        foreach (var path in new[] { "/{tenant}/oauth2/token", "/{tenant}/oauth2/v2.0/token" })
        {
            app.MapPost(path, Token).AllowAnonymous().DisableAntiforgery().ExcludeFromDescription();
        }
    }

    private static async Task<IResult> Token(
        string tenant, HttpContext context, TenantDirectory tenants, ClientAuthenticator clients, TokenIssuer issuer, IOptions<IdentityOptions> options, CancellationToken cancellationToken)
    {
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.Pragma = "no-cache";
        if (context.Request.ContentLength > LongestForm || !context.Request.HasFormContentType)
        {
            return s_noForm.ToResult(context);
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = LongestForm;
        }

        if (!await tenants.IsOursAsync(tenant, cancellationToken))
        {
            return TokenError.UnknownTenant.ToResult(context);
        }

        if (await ReadAsync(context.Request, cancellationToken) is not { } form)
        {
            return s_noForm.ToResult(context);
        }

        if (form["grant_type"] != "client_credentials")
        {
            return TokenError.UnsupportedGrant.ToResult(context);
        }

        var (id, secret) = Credentials(context.Request, form);
        if (!Guid.TryParse(id, out var clientId) || string.IsNullOrEmpty(secret) || await clients.FindAsync(clientId, secret, cancellationToken) is not { } principal)
        {
            return TokenError.InvalidClient.ToResult(context);
        }

        return await Grant(tenant, context, form, principal, issuer, options.Value.TokenLifetime, cancellationToken);
    }

    private static async Task<IFormCollection?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await request.ReadFormAsync(cancellationToken);
        }
        catch (Exception error) when (error is InvalidDataException or BadHttpRequestException)
        {
            return null; // too many fields, or a body that goes on and on
        }
    }

    private static async Task<IResult> Grant(
        string tenant, HttpContext context, IFormCollection form, ServicePrincipal principal, TokenIssuer issuer, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        if (Audience(context.Request, form) is not { } audience)
        {
            return TokenError.InvalidRequest("The scope must be '{resource}/.default'.").ToResult(context);
        }

        var token = await issuer.IssueAsync(principal, Authority.Of(context.Request, tenant), audience, lifetime, cancellationToken);
        return TypedResults.Json(new Dictionary<string, object>
        {
            ["token_type"] = "Bearer",
            ["expires_in"] = (int)lifetime.TotalSeconds,
            ["ext_expires_in"] = (int)lifetime.TotalSeconds,
            ["resource"] = audience,
            ["access_token"] = token,
        });
    }

    // The v1 form names a resource, the v2 form a scope that is the resource plus /.default.
    private static string? Audience(HttpRequest request, IFormCollection form)
    {
        const string Suffix = "/.default";
        if (form["resource"].ToString() is { Length: > 0 and < 2000 } resource)
        {
            return resource;
        }

        var scope = form["scope"].ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(one => one.Contains(Suffix, StringComparison.Ordinal));
        return scope is null ? (form["scope"].Count == 0 ? $"https://{request.Host}" : null)
            : scope.Length < 2000 ? scope[..scope.LastIndexOf(Suffix, StringComparison.Ordinal)] : null;
    }

    private static (string? Id, string? Secret) Credentials(HttpRequest request, IFormCollection form)
    {
        if (AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var header) && header is { Scheme: "Basic", Parameter: { } encoded })
        {
            var bytes = new byte[encoded.Length];
            if (Convert.TryFromBase64String(encoded, bytes, out var count) && Encoding.UTF8.GetString(bytes, 0, count).Split(':', 2) is [var id, var secret])
            {
                return (Uri.UnescapeDataString(id), Uri.UnescapeDataString(secret));
            }
        }

        return (form["client_id"], form["client_secret"]);
    }
}

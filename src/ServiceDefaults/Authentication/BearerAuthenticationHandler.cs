using System.Net.Http.Headers;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MediaPlatform.ServiceDefaults.Authentication;

/// <summary>Reads <c>Authorization: Bearer</c> and asks each validator in turn.</summary>
internal sealed class BearerAuthenticationHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder,
    IEnumerable<ITokenValidator> validators) : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    internal const string SchemeName = "Bearer";

    // Longer ones are not ours; refusing them early keeps the work per bad request small.
    private const int LongestToken = 32 * 1024;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!AuthenticationHeaderValue.TryParse(Request.Headers.Authorization, out var header)
            || !string.Equals(header.Scheme, SchemeName, StringComparison.OrdinalIgnoreCase)
            || string.IsNullOrEmpty(header.Parameter))
        {
            return AuthenticateResult.NoResult();
        }

        if (header.Parameter.Length <= LongestToken)
        {
            foreach (var validator in validators)
            {
                if (await validator.ValidateAsync(header.Parameter, Context.RequestAborted) is { } identity)
                {
                    return AuthenticateResult.Success(new(new ClaimsPrincipal(identity), SchemeName));
                }
            }
        }

        return AuthenticateResult.Fail("The token is not valid.");
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var sent = (await HandleAuthenticateOnceSafeAsync()).Failure is not null;
        var host = $"https://{Request.Host}/adfs";
        Response.StatusCode = StatusCodes.Status401Unauthorized;

        // No claims= member: it would send the official clients into another round for a token that would be no better.
        Response.Headers.WWWAuthenticate = sent
            ? $"Bearer authorization_uri=\"{host}\", error=\"invalid_token\", error_description=\"The access token is invalid.\""
            : $"Bearer authorization_uri=\"{host}\", error=\"invalid_token\", error_description=\"The authentication failed because of missing 'Authorization' header.\"";
    }
}

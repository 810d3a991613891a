using System.Globalization;
using MediaPlatform.ServiceDefaults.Requests;
using Microsoft.AspNetCore.Http;

namespace MediaPlatform.ControlPlane.Identity;

/// <summary>Errors of the token endpoints, RFC 6749 5.2, with the numbers that the sign-in libraries look for.</summary>
internal sealed record TokenError(int Status, string Error, int Number, string Text)
{
    public static readonly TokenError InvalidClient = new(401, "invalid_client", 7000215, "Invalid client id or client secret provided.");
    public static readonly TokenError UnsupportedGrant = new(400, "unsupported_grant_type", 70003, "The only supported grant type is 'client_credentials'.");
    public static readonly TokenError UnknownTenant = new(400, "invalid_request", 90002, "The tenant was not found.");

    public static TokenError InvalidRequest(string text) => new(400, "invalid_request", 900144, text);

    public IResult ToResult(HttpContext context)
    {
        var ids = RequestIds.Of(context);
        return TypedResults.Json(
            new Dictionary<string, object>
            {
                ["error"] = Error,
                ["error_description"] = string.Create(CultureInfo.InvariantCulture, $"AADSTS{Number}: {Text}"),
                ["error_codes"] = new[] { Number },
                ["trace_id"] = ids.RequestId,
                ["correlation_id"] = ids.CorrelationId,
            },
            statusCode: Status);
    }
}

using MediaPlatform.Data.ContentKeys;
using MediaPlatform.Data.KeyAuthorization;
using Microsoft.AspNetCore.Http;

namespace MediaPlatform.KeyDelivery.Licences;

/// <summary>Decides on requests for licences and leaves the audit record of each.</summary>
internal sealed class LicenceDesk(KeyAuthorizer authorizer, KeyAudit audit)
{
    /// <typeparam name="TConfiguration">The kind of licence that is asked for.</typeparam>
    public async ValueTask<KeyDecision> DecideAsync<TConfiguration>(HttpContext context, string keyType, Guid keyId, string? token)
        where TConfiguration : ContentKeyPolicyConfiguration
    {
        var decision = await authorizer.DecideAsync<TConfiguration>(keyId, token, context.Connection.RemoteIpAddress, context.RequestAborted);
        audit.Record(keyType, keyId, decision);
        return decision;
    }

    /// <summary>The key id in <c>?kid=</c>, in any case of letters.</summary>
    public static bool TryGetKeyId(HttpRequest request, out Guid keyId) => Guid.TryParse(request.Query["kid"].FirstOrDefault(), out keyId);

    /// <summary>The reply to those who may not have the key: the same whether there is such a key or not.</summary>
    public static IResult Refusal(HttpContext context, KeyDecision decision)
    {
        if (decision.Outcome == KeyOutcome.Forbidden)
        {
            return Results.StatusCode(StatusCodes.Status403Forbidden);
        }

        context.Response.Headers.WWWAuthenticate = "Bearer";
        return Results.StatusCode(StatusCodes.Status401Unauthorized);
    }

    /// <summary>A reply that says in words what is wrong with the request or with the installation.</summary>
    public static IResult Problem(int status, string text) => Results.Text(text, statusCode: status);
}

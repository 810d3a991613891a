using MediaPlatform.Data.ContentKeys;
using MediaPlatform.Data.KeyAuthorization;
using MediaPlatform.KeyDelivery.Licences;
using MediaPlatform.KeyDelivery.Tokens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace MediaPlatform.KeyDelivery.Aes;

/// <summary>AES-128 keys at the paths of AMS: <c>GET</c> or <c>POST /?kid={guid}</c> answers the 16 bytes.</summary>
internal static class AesKeyEndpoints
{
    public static void MapAesKeys(this IEndpointRouteBuilder routes) => routes.MapMethods("/", ["GET", "POST"], Get);

    private static async Task<IResult> Get(HttpContext context, KeyAuthorizer authorizer, KeyAudit audit)
    {
        if (!Guid.TryParse(context.Request.Query["kid"].FirstOrDefault(), out var keyId))
        {
            return Results.Text("The query must name a key by its id: ?kid={guid}.", statusCode: StatusCodes.Status400BadRequest);
        }

        var token = RequestToken.Of(context.Request);
        var decision = await authorizer.DecideAsync<ContentKeyPolicyClearKeyConfiguration>(
            keyId, token, context.Connection.RemoteIpAddress, context.RequestAborted);
        audit.Record("AES", keyId, decision);
        if (decision.Key is { } key)
        {
            return Results.Bytes(key.Value, "application/octet-stream");
        }

        if (decision.Outcome == KeyOutcome.Forbidden)
        {
            return Results.StatusCode(StatusCodes.Status403Forbidden);
        }

        context.Response.Headers.WWWAuthenticate = "Bearer";
        return Results.StatusCode(StatusCodes.Status401Unauthorized);
    }
}

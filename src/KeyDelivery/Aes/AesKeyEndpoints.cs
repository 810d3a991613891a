using MediaPlatform.Data.ContentKeys;
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

    private static async Task<IResult> Get(HttpContext context, LicenceDesk desk)
    {
        if (!LicenceDesk.TryGetKeyId(context.Request, out var keyId))
        {
            return LicenceDesk.Problem(StatusCodes.Status400BadRequest, "The query must name a key by its id: ?kid={guid}.");
        }

        var decision = await desk.DecideAsync<ContentKeyPolicyClearKeyConfiguration>(context, "AES", keyId, RequestToken.Of(context.Request));
        return decision.Key is { } key ? Results.Bytes(key.Value, "application/octet-stream") : LicenceDesk.Refusal(context, decision);
    }
}

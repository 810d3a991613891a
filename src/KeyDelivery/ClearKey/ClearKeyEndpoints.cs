using System.Buffers.Text;
using System.Text.Json;
using MediaPlatform.Data.ContentKeys;
using MediaPlatform.Data.KeyAuthorization;
using MediaPlatform.KeyDelivery.Licences;
using MediaPlatform.KeyDelivery.Tokens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace MediaPlatform.KeyDelivery.ClearKey;

/// <summary>Clear Key licences, W3C Encrypted Media Extensions 9.1.3 and 9.1.4. Keys that may not be had are left out.</summary>
internal static class ClearKeyEndpoints
{
    private const int MaxBodyBytes = 16 << 10;
    private const int MaxKeys = 64;

    public static void MapClearKey(this IEndpointRouteBuilder routes) => routes.MapPost("/ClearKey/", Post);

    private static async Task<IResult> Post(HttpContext context, LicenceDesk desk)
    {
        if (await RequestBody.ReadAsync(context, MaxBodyBytes) is not { } body || Read(body) is not { } keyIds)
        {
            return LicenceDesk.Problem(StatusCodes.Status400BadRequest, "The body must be a Clear Key licence request.");
        }

        var token = RequestToken.Of(context.Request);
        var keys = new List<ClearKeyEntry>();
        var isForbidden = false;
        foreach (var keyId in keyIds)
        {
            var decision = await desk.DecideAsync<ContentKeyPolicyClearKeyConfiguration>(context, "ClearKey", keyId, token);
            isForbidden |= decision.Outcome == KeyOutcome.Forbidden;
            if (decision.Key is { } key)
            {
                keys.Add(new ClearKeyEntry("oct", Base64Url.EncodeToString(key.Value), Base64Url.EncodeToString(keyId.ToByteArray(bigEndian: true))));
            }
        }

        return keys.Count > 0 ? Results.Json(new ClearKeyLicence(keys, "temporary"))
            : Results.StatusCode(isForbidden ? StatusCodes.Status403Forbidden : StatusCodes.Status404NotFound);
    }

    /// <summary>The key ids that are asked for; null when the body is not a licence request.</summary>
    private static List<Guid>? Read(byte[] body)
    {
        try
        {
            using var request = JsonDocument.Parse(new MemoryStream(body, writable: false), new JsonDocumentOptions { MaxDepth = 4 });
            var kids = request.RootElement.GetProperty("kids");
            if (kids.GetArrayLength() is 0 or > MaxKeys)
            {
                return null;
            }

            return [.. kids.EnumerateArray().Select(kid => new Guid(Base64Url.DecodeFromChars(kid.GetString()), bigEndian: true)).Distinct()];
        }
        catch (Exception exception) when (exception is JsonException or FormatException or ArgumentException
            or InvalidOperationException or KeyNotFoundException)
        {
            return null;
        }
    }
}

using MediaPlatform.Data.ContentKeys;
using MediaPlatform.KeyDelivery.Licences;
using MediaPlatform.KeyDelivery.Tokens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace MediaPlatform.KeyDelivery.Widevine;

/// <summary>Widevine licences at the path of AMS: the challenge of the player in, the licence out.</summary>
internal static class WidevineEndpoints
{
    private const int MaxChallengeBytes = 64 << 10;

    public static void MapWidevine(this IEndpointRouteBuilder routes) => routes.MapPost("/Widevine/", Post);

    private static async Task<IResult> Post(HttpContext context, LicenceDesk desk, WidevineService service)
    {
        if (service.MissingSettings is { Count: > 0 } missing)
        {
            return LicenceDesk.Problem(
                StatusCodes.Status501NotImplemented,
                $"Widevine licences come from Google's licence service, for which this installation has no account set: {string.Join(", ", missing)}.");
        }

        if (!LicenceDesk.TryGetKeyId(context.Request, out var keyId))
        {
            return LicenceDesk.Problem(StatusCodes.Status400BadRequest, "The query must name a key by its id: ?kid={guid}.");
        }

        if (await RequestBody.ReadAsync(context, MaxChallengeBytes) is not { } challenge || !WidevineChallenge.IsWellFormed(challenge))
        {
            return LicenceDesk.Problem(StatusCodes.Status400BadRequest, "The body must be a Widevine challenge.");
        }

        var isForCertificate = WidevineChallenge.IsCertificateRequest(challenge);
        var token = RequestToken.Of(context.Request);
        var decision = await desk.DecideAsync<ContentKeyPolicyWidevineConfiguration>(context, "Widevine", keyId, token, givesKey: !isForCertificate);
        if (decision is not { Key: { } key, Option.Configuration: ContentKeyPolicyWidevineConfiguration configuration })
        {
            return LicenceDesk.Refusal(context, decision);
        }

        var request = isForCertificate
            ? WidevineRequest.ForCertificate(challenge, service.Provider)
            : WidevineRequest.ForLicence(configuration.WidevineTemplate ?? "{}", challenge, service.Provider, keyId, key.Value);
        var (licence, status) = await service.AskAsync(request, context.RequestAborted);
        if (licence is not null)
        {
            return Results.Bytes(licence, "application/octet-stream");
        }

        if (!isForCertificate)
        {
            await desk.GiveBackAsync(decision, token);
        }

        return status == "INVALID_LICENSE_CHALLENGE"
            ? LicenceDesk.Problem(StatusCodes.Status400BadRequest, "The Widevine service cannot read the challenge.")
            : LicenceDesk.Problem(StatusCodes.Status502BadGateway, $"The Widevine service gave no licence: {status}.");
    }
}

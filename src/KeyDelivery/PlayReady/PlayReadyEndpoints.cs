using MediaPlatform.Data.ContentKeys;
using MediaPlatform.Data.KeyAuthorization;
using MediaPlatform.KeyDelivery.Licences;
using MediaPlatform.KeyDelivery.Tokens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace MediaPlatform.KeyDelivery.PlayReady;

/// <summary>PlayReady licences at the path of AMS: SOAP in, SOAP out. Refusals are faults under the HTTP status that says why.</summary>
internal static class PlayReadyEndpoints
{
    private const int MaxChallengeBytes = 256 << 10;

    public static void MapPlayReady(this IEndpointRouteBuilder routes) => routes.MapPost("/PlayReady/", Post);

    private static async Task<IResult> Post(HttpContext context, LicenceDesk desk, PlayReadyServer server)
    {
        if (!server.IsConfigured)
        {
            return PlayReadyFault.Reply(
                StatusCodes.Status501NotImplemented,
                PlayReadyFault.ServerError,
                "PlayReady licences come from a licensed PlayReady server, and this installation has none set: PlayReady:LicenseServerUrl.");
        }

        if (await RequestBody.ReadAsync(context, MaxChallengeBytes) is not { } body || PlayReadyChallenge.Parse(body) is not { } challenge)
        {
            return PlayReadyFault.Reply(StatusCodes.Status400BadRequest, PlayReadyFault.InvalidMessage, "The body must be a PlayReady licence request.");
        }

        var token = RequestToken.Of(context.Request) ?? (challenge.Token is { Length: > 0 and <= RequestToken.MaxLength } ? challenge.Token : null);
        var (licences, customData, granted, refusal) = await DecideAsync(context, desk, challenge, token);
        if (licences.Count == 0)
        {
            var result = refusal?.Outcome == KeyOutcome.Forbidden ? StatusCodes.Status403Forbidden : StatusCodes.Status401Unauthorized;
            return PlayReadyFault.Reply(result, PlayReadyFault.ServiceSpecific, "The licence is not for this caller.");
        }

        var reply = await server.AskAsync(body, new(licences, challenge.KeyIds.Count, customData), context.RequestAborted);
        var isForClient = reply?.ContentType?.Contains("xml", StringComparison.OrdinalIgnoreCase) == true;
        if (!isForClient || reply!.Status >= StatusCodes.Status300MultipleChoices)
        {
            // Each key took a use of the token.
            foreach (var decision in granted)
            {
                await desk.GiveBackAsync(decision, token);
            }
        }

        if (!isForClient)
        {
            return PlayReadyFault.Reply(StatusCodes.Status502BadGateway, PlayReadyFault.ServerError, "The licence server gave no reply.");
        }

        // A fault of the licence server is for the client, status and all.
        context.Response.StatusCode = reply!.Status;
        return Results.Bytes(reply.Body, reply.ContentType);
    }

    private static async Task<(List<GrantedLicence> Licences, string? CustomData, List<KeyDecision> Granted, KeyDecision? Refusal)> DecideAsync(
        HttpContext context, LicenceDesk desk, PlayReadyChallenge challenge, string? token)
    {
        var licences = new List<GrantedLicence>();
        var granted = new List<KeyDecision>();
        string? customData = null;
        KeyDecision? refusal = null;
        foreach (var keyId in challenge.KeyIds)
        {
            var decision = await desk.DecideAsync<ContentKeyPolicyPlayReadyConfiguration>(context, "PlayReady", keyId, token);
            if (decision is { Key: { } key, Option.Configuration: ContentKeyPolicyPlayReadyConfiguration configuration })
            {
                var isBlockChained = challenge.BlockChainedKeyIds.Contains(keyId);
                licences.AddRange(GrantedLicence.Of(configuration, keyId, key.Value).Select(licence => licence with { IsBlockChained = isBlockChained }));
                customData ??= configuration.ResponseCustomData;
                granted.Add(decision);
            }
            else
            {
                refusal = decision;
            }
        }

        return (licences, customData, granted, refusal);
    }
}

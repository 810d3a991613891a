using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using MediaPlatform.ControlPlane.Arm.Bodies;
using MediaPlatform.ControlPlane.Arm.Errors;
using MediaPlatform.ControlPlane.Arm.Ids;
using MediaPlatform.ControlPlane.Arm.Pipeline;
using MediaPlatform.ControlPlane.Arm.Replies;
using MediaPlatform.Data;
using MediaPlatform.Data.ContentKeys;
using MediaPlatform.Data.KeyAuthorization;
using MediaPlatform.Data.KeyAuthorization.Tokens;
using MediaPlatform.Data.Secrets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace MediaPlatform.ControlPlane.ContentKeys;

/// <summary>
/// Actions beside the contract, for administrators: what the key delivery would answer and why, by its own code; and tokens to try
/// a policy with.
/// </summary>
internal static class KeySimulationEndpoints
{
    private const int LongestToken = 16 << 10;
    private const int MostMinutes = 24 * 60;
    private static readonly TimeSpan s_tokenStart = TimeSpan.FromMinutes(1);

    private static readonly Dictionary<string, Type> s_deliveries = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Aes"] = typeof(ContentKeyPolicyClearKeyConfiguration),
        ["ClearKey"] = typeof(ContentKeyPolicyClearKeyConfiguration),
        ["Widevine"] = typeof(ContentKeyPolicyWidevineConfiguration),
        ["PlayReady"] = typeof(ContentKeyPolicyPlayReadyConfiguration),
        ["FairPlay"] = typeof(ContentKeyPolicyFairPlayConfiguration),
    };

    public static void MapKeySimulation(this IEndpointRouteBuilder account)
    {
        account.MapPost("simulateKeyDelivery", Simulate).WithTags("ContentKeyPolicies").Operation("ContentKeyPolicies_SimulateKeyDelivery", ApiVersions.Metadata);
        account.MapPost("contentKeyPolicies/{contentKeyPolicyName}/createTestToken", CreateToken)
            .WithTags("ContentKeyPolicies").Operation("ContentKeyPolicies_CreateTestToken", ApiVersions.Metadata);
    }

    private static async Task<IResult> Simulate(AccountScope account, JsonBody body, KeyAuthorizer authorizer, CancellationToken cancellationToken)
    {
        var mistakes = new Mistakes();
        var reader = new BodyReader(body.Json, mistakes);
        var keyId = reader.Id("contentKeyId");
        var delivery = reader.RequiredText("keyType");
        var token = reader.Text("token", LongestToken);
        var address = reader.Text("clientAddress");
        IPAddress? client = null;
        if (keyId is null && !reader.Has("contentKeyId")) reader.Missing("contentKeyId");
        if (delivery.Length > 0 && !s_deliveries.ContainsKey(delivery)) reader.Wrong("keyType", $"The value of 'keyType' must be one of {string.Join(", ", s_deliveries.Keys)}.");
        if (address is not null && !IPAddress.TryParse(address, out client)) reader.Wrong("clientAddress", "The value of 'clientAddress' must be an IP address.");
        mistakes.ThrowIfAny();
        var simulations = await authorizer.SimulateAsync(account.Id, new(s_deliveries[delivery], keyId!.Value, token, client), cancellationToken);
        var chosen = simulations.FirstOrDefault(one => one.Decision.Outcome == KeyOutcome.Granted) ?? simulations.LastOrDefault();
        return ArmReply.Ok(new KeySimulationReply(
            (chosen?.Decision.Outcome ?? KeyOutcome.Refused).ToString(), chosen?.Decision.Reason ?? "unknown key", [.. simulations.Select(LocatorSimulationReply.Of)]));
    }

    private static async Task<IResult> CreateToken(
        AccountScope account, string contentKeyPolicyName, JsonBody body, ContentKeyPolicyStore store, ISecretProtector secrets, TimeProvider clock, CancellationToken cancellationToken)
    {
        var policy = await store.FindAsync(account.Id, contentKeyPolicyName, cancellationToken) ?? throw ArmErrors.NotFound();
        var mistakes = new Mistakes();
        var reader = new BodyReader(body.Json, mistakes);
        var (optionId, keyId, minutes, maxUses) = (reader.Id("policyOptionId"), reader.Id("contentKeyId"), reader.Int32("minutes") ?? 60, reader.Int32("maxUses"));
        if (minutes is < 1 or > MostMinutes) reader.Wrong("minutes", $"The value of 'minutes' must be from 1 to {MostMinutes}.");
        if (maxUses is < 1) reader.Wrong("maxUses", "The value of 'maxUses' must be 1 or more.");
        if (maxUses is not null && minutes > 60) reader.Wrong("maxUses", "A token with limited uses must expire within an hour.");
        var restriction = policy.ReadOptions(secrets).Where(option => optionId is null || option.PolicyOptionId == optionId)
            .Select(option => option.Restriction).OfType<ContentKeyPolicyTokenRestriction>().FirstOrDefault();
        if (restriction is null) reader.Wrong("policyOptionId", "The policy has no such option with a token restriction.");
        else if (keyId is null && NamesKey(restriction)) reader.Wrong("contentKeyId", "The restriction wants the key identifier in the token, so 'contentKeyId' is required.");
        mistakes.ThrowIfAny();
        var now = clock.GetUtcNow();
        var token = TestTokenWriter.Write(restriction!, keyId, (now - s_tokenStart, now.AddMinutes(minutes)), maxUses);
        if (token is null)
        {
            reader.Wrong("policyOptionId", "Only options whose primary verification key is symmetric can be tried with a test token: of other keys the private part is not here.");
            mistakes.ThrowIfAny();
        }

        return ArmReply.Ok(new TestTokenReply(token!, restriction!.RestrictionTokenType?.ToString() ?? "", now.AddMinutes(minutes)));
    }

    private static bool NamesKey(ContentKeyPolicyTokenRestriction restriction) =>
        restriction.RequiredClaims?.Any(claim => claim.ClaimType == ContentKeyPolicyTokenRestriction.ContentKeyIdentifierClaim) == true;
}

internal sealed record SimulateKeyDeliveryInput(Guid ContentKeyId, string KeyType, string? Token, string? ClientAddress);

internal sealed record KeySimulationReply(string Outcome, string Reason, IReadOnlyList<LocatorSimulationReply> Locators);

internal sealed record LocatorSimulationReply(
    string StreamingLocatorName, string ContentKeyPolicyName, string Outcome, string Reason, IReadOnlyList<OptionVerdictReply> Options, JsonNode? Granted)
{
    public static LocatorSimulationReply Of(KeySimulation simulation) => new(
        simulation.LocatorName,
        simulation.Decision.PolicyName ?? "",
        simulation.Decision.Outcome.ToString(),
        simulation.Decision.Reason,
        [.. simulation.Verdicts.Select(verdict => new OptionVerdictReply(verdict.Option.PolicyOptionId, verdict.Option.Name, verdict.Refusal is null, verdict.Refusal))],
        simulation.Decision is { Outcome: KeyOutcome.Granted, Option: { } option }
            ? JsonSerializer.SerializeToNode(option.WithoutSecrets().Configuration, ContractJson.Options) : null);
}

internal sealed record OptionVerdictReply(Guid PolicyOptionId, string? Name, bool Matches, string? Reason);

internal sealed record CreateTestTokenInput(Guid? PolicyOptionId, Guid? ContentKeyId, int? Minutes, int? MaxUses);

internal sealed record TestTokenReply(string Token, string TokenType, DateTimeOffset Expires);

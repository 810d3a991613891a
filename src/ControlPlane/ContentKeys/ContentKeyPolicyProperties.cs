using System.Text.Json;
using System.Text.Json.Nodes;
using MediaPlatform.ControlPlane.Arm.Ids;
using MediaPlatform.ControlPlane.Arm.Replies;
using MediaPlatform.ControlPlane.Documentation;
using MediaPlatform.Data;
using MediaPlatform.Data.ContentKeys;
using MediaPlatform.Data.Secrets;

namespace MediaPlatform.ControlPlane.ContentKeys;

/// <summary>Properties of a content key policy in a reply.</summary>
internal sealed record ContentKeyPolicyProperties(Guid PolicyId, DateTimeOffset Created, DateTimeOffset LastModified, string? Description, [property: DocumentedAs(typeof(List<ContentKeyPolicyOption>))] JsonArray Options)
{
    public static Resource<ContentKeyPolicyProperties> ToResource(ContentKeyPolicy policy, AccountScope account, ISecretProtector secrets) => new(
        policy.Name,
        account.ChildId($"contentKeyPolicies/{policy.Name}"),
        ArmIds.AccountType + "/contentKeyPolicies",
        Of(policy, secrets, withSecrets: false),
        SystemDataReply.Of(policy, account));

    public static ContentKeyPolicyProperties Of(ContentKeyPolicy policy, ISecretProtector secrets, bool withSecrets)
    {
        var options = OptionsOf(policy, secrets);
        if (!withSecrets)
        {
            PolicySecrets.Blank(options);
        }

        return new(policy.Id, policy.Created, policy.LastModified, policy.Description, options);
    }

    /// <summary>The options with their secrets, lists and secret members always there.</summary>
    public static JsonArray OptionsOf(ContentKeyPolicy policy, ISecretProtector secrets)
    {
        var options = JsonSerializer.SerializeToNode(policy.ReadOptions(secrets), ContractJson.Options)!.AsArray();
        foreach (var option in options)
        {
            Complete(option!["restriction"] as JsonObject, "alternateVerificationKeys", "requiredClaims");
            if (option["configuration"] is JsonObject configuration && TypeOf(configuration) == ContractJson.TypePrefix + nameof(ContentKeyPolicyFairPlayConfiguration))
            {
                configuration.TryAdd("fairPlayPfxPassword", null);
                CheckRental(configuration);
            }
        }

        return options;
    }

    private static void Complete(JsonObject? restriction, params ReadOnlySpan<string> lists)
    {
        if (restriction is null || TypeOf(restriction) != ContractJson.TypePrefix + nameof(ContentKeyPolicyTokenRestriction))
        {
            return;
        }

        foreach (var list in lists)
        {
            restriction.TryAdd(list, new JsonArray());
        }
    }

    // Seen in the real service: with DualExpiry and an offline rental the duration came back as zero.
    private static void CheckRental(JsonObject configuration)
    {
        if (configuration["rentalAndLeaseKeyType"]?.GetValue<string>() == nameof(ContentKeyPolicyFairPlayRentalAndLeaseKeyType.DualExpiry)
            && configuration["offlineRentalConfiguration"] is not null)
        {
            configuration["rentalDuration"] = 0;
        }
    }

    private static string? TypeOf(JsonObject json) => json[ContractJson.TypeProperty]?.GetValue<string>();
}

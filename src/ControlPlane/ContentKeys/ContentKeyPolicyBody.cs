using System.Text.Json.Nodes;
using MediaPlatform.ControlPlane.Arm.Bodies;
using MediaPlatform.ControlPlane.Arm.Ids;
using MediaPlatform.Data;
using MediaPlatform.Data.ContentKeys;
using MediaPlatform.Data.KeyAuthorization;
using MediaPlatform.Data.Secrets;
using Microsoft.Extensions.Options;

namespace MediaPlatform.ControlPlane.ContentKeys;

/// <summary>Reads the body of a content key policy PUT, or of a PATCH after the merge.</summary>
internal sealed class ContentKeyPolicyBody(ISecretProtector secrets, IOptions<KeyDeliveryOptions> keyDelivery)
{
    private static readonly ReadOnlyMembers s_readOnly = new(
        "ContentKeyPolicy", "id", "name", "type", "systemData.createdBy", "systemData.createdAt", "properties.policyId", "properties.created");

    /// <param name="keepSecrets">PATCH: secrets that come back blank stay what they are.</param>
    public void Apply(JsonObject json, ContentKeyPolicy policy, AccountScope account, bool keepSecrets)
    {
        var mistakes = new Mistakes();
        var stored = policy.Version == 0 ? [] : ContentKeyPolicyProperties.OptionsOf(policy, secrets);
        if (policy.Version != 0)
        {
            s_readOnly.Check(json, ContentKeyPolicyProperties.ToResource(policy, account, secrets), mistakes);
        }

        var reader = new BodyReader(json, mistakes);
        if (reader.Object("properties") is not { } properties)
        {
            reader.Wrong("properties", "Properties can not be null.");
            mistakes.ThrowIfAny();
            return;
        }

        policy.Description = properties.Text("description", 4000);
        if (keepSecrets && properties.Json["options"] is JsonArray sent)
        {
            PolicySecrets.Keep(sent, stored);
        }

        var options = Options(properties, stored);
        mistakes.ThrowIfAny();
        policy.WriteOptions(options, secrets);
    }

    private List<ContentKeyPolicyOption> Options(BodyReader properties, JsonArray stored)
    {
        var options = new List<ContentKeyPolicyOption>();
        var known = stored.Select(option => option!["policyOptionId"]!.GetValue<string>()).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var reader in properties.Objects("options"))
        {
            if (reader.Id("policyOptionId") is { } id && !known.Contains(id.ToString()))
            {
                reader.Json.Remove("policyOptionId"); // ids are ours to give
            }

            if (Polymorphic.Read<ContentKeyPolicyOption>(reader, $"The type of a configuration, restriction or key in '{reader.PathOf("")}' is missing or not known.") is { } option)
            {
                options.Add(option);
            }
        }

        if (!properties.Mistakes.Any)
        {
            foreach (var mistake in ContentKeyPolicyRules.Mistakes(options, keyDelivery.Value.AllowPrivateDiscovery))
            {
                Report(properties, mistake);
            }
        }

        return options;
    }

    // A rule says "path: what is wrong"; whole sentences are the service's own texts and stand alone.
    private static void Report(BodyReader properties, string mistake)
    {
        var end = mistake.IndexOf(": ", StringComparison.Ordinal);
        var (path, text) = (mistake[..end], mistake[(end + 2)..]);
        properties.Wrong(path, char.IsUpper(text[0]) ? text : $"The property '{properties.PathOf(path)}' {text}");
    }
}

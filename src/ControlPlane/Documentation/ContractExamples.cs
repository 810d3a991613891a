using System.Text.Json.Nodes;

namespace MediaPlatform.ControlPlane.Documentation;

/// <summary>The example requests and replies of the official documents (Examples/, MIT licence, Microsoft), as the generated document shows them.</summary>
internal static class ContractExamples
{
    private static readonly Lazy<JsonObject> s_all = new(Load);

    /// <summary>Bodies for an operation, by the title of their example; null when there are none.</summary>
    public static JsonObject? Bodies(string operation) => Collect(operation, example => example["body"]);

    /// <summary>Replies of an operation with a status, by the title of their example; null when there are none.</summary>
    public static JsonObject? Replies(string operation, string status) => Collect(operation, example => example["replies"]?[status]);

    private static JsonObject? Collect(string operation, Func<JsonNode, JsonNode?> select)
    {
        var found = new JsonObject();
        foreach (var (title, example) in s_all.Value[operation]?.AsObject() ?? [])
        {
            if (select(example!) is { } value)
            {
                found[title] = new JsonObject { ["summary"] = title, ["value"] = value.DeepClone() };
            }
        }

        return found.Count == 0 ? null : found;
    }

    private static JsonObject Load()
    {
        using var stream = typeof(ContractExamples).Assembly.GetManifestResourceStream("contract-examples.json")!;
        return JsonNode.Parse(stream)!.AsObject();
    }
}

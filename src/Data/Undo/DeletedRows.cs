using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using MediaPlatform.Data.Assets;
using MediaPlatform.Data.Catalog;
using MediaPlatform.Data.ContentKeys;
using MediaPlatform.Data.Filters;
using MediaPlatform.Data.Jobs;
using MediaPlatform.Data.Streaming;
using MediaPlatform.Data.Transforms;

namespace MediaPlatform.Data.Undo;

/// <summary>Rows of a deleted resource, as they stood in their tables.</summary>
internal sealed record DeletedRows
{
    /// <summary>How the names of members with secrets begin, as the names of their columns do.</summary>
    public const string SecretPrefix = "protected";

    private static readonly JsonSerializerOptions Options = new(StoredJson.Options) { Converters = { new JsonStringEnumConverter() } };

    public IReadOnlyList<Asset> Assets { get; init; } = [];

    public IReadOnlyList<StreamingFilter> Filters { get; init; } = [];

    public IReadOnlyList<StreamingLocator> Locators { get; init; } = [];

    public IReadOnlyList<StreamingPolicy> StreamingPolicies { get; init; } = [];

    public IReadOnlyList<ContentKeyPolicy> ContentKeyPolicies { get; init; } = [];

    public IReadOnlyList<Transform> Transforms { get; init; } = [];

    public IReadOnlyList<Job> Jobs { get; init; } = [];

    [JsonIgnore]
    public IEnumerable<NamedResource> All => [.. Assets, .. Filters, .. Locators, .. StreamingPolicies, .. ContentKeyPolicies, .. Transforms, .. Jobs];

    public static DeletedRows Read(string json) => JsonSerializer.Deserialize<DeletedRows>(json, Options)!;

    public string Write() => JsonSerializer.Serialize(this, Options);

    /// <summary>The same rows with every secret replaced by what <paramref name="again"/> makes of it.</summary>
    public static string Rewrite(string json, Func<string, string> again)
    {
        var rows = JsonNode.Parse(json)!;
        Rewrite(rows, again);
        return rows.ToJsonString(Options);
    }

    private static void Rewrite(JsonNode? node, Func<string, string> again)
    {
        if (node is JsonArray items)
        {
            foreach (var item in items) Rewrite(item, again);
        }
        else if (node is JsonObject members)
        {
            foreach (var (name, value) in members.ToList())
            {
                if (!name.StartsWith(SecretPrefix, StringComparison.OrdinalIgnoreCase)) Rewrite(value, again);
                else if ((string?)value is { Length: > 0 } secret) members[name] = again(secret);
            }
        }
    }
}

using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace MediaPlatform.TestKit.Contract;

/// <summary>One operation of the published contract.</summary>
public sealed partial record ContractOperation(string Id, string Document, string ApiVersion, string Verb, string Path, JsonObject Responses, IReadOnlyList<string> Examples)
{
    private static readonly Lazy<IReadOnlyList<ContractOperation>> s_all = new(() => [.. SharedFilesJson("openapi/operations.json").AsArray().Select(Read!)]);

    private readonly Lazy<Regex> _pattern = new(() => new Regex("^" + Parameter().Replace(Path, "[^/]+") + "$", RegexOptions.IgnoreCase));

    public static IReadOnlyList<ContractOperation> All => s_all.Value;

    public static JsonNode SharedFilesJson(string path) => JsonNode.Parse(File.ReadAllText(SharedFiles.Spec(path)))!;

    /// <summary>The operation of a request; null for paths beyond the contract.</summary>
    public static ContractOperation? Find(string verb, string path) =>
        All.FirstOrDefault(one => one.Verb.Equals(verb, StringComparison.OrdinalIgnoreCase) && one._pattern.Value.IsMatch(path));

    private static ContractOperation Read(JsonNode json) => new(
        (string)json["operationId"]!,
        (string)json["document"]!,
        (string)json["apiVersion"]!,
        (string)json["verb"]!,
        (string)json["path"]!,
        json["responses"]!.AsObject(),
        [.. json["examples"]!.AsArray().Select(example => ((string)example!)[2..])]);

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();
}

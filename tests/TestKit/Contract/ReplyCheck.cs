using System.Text.Json;
using System.Text.Json.Nodes;

namespace MediaPlatform.TestKit.Contract;

/// <summary>Holds a reply, as it came over the wire, against the official documents.</summary>
public static class ReplyCheck
{
    // The documents describe the newest versions; older ones differ in statuses and have fewer members.
    private const string OldestDescribed = "2021-11-01";

    /// <summary>What is wrong with a reply; empty when it is sound or its request lies beyond the contract.</summary>
    /// <param name="url">Path and query of the request.</param>
    public static IReadOnlyList<string> Of(string verb, Uri url, int status, string text)
    {
        if (ContractOperation.Find(verb, url.AbsolutePath) is not { } operation)
        {
            return [];
        }

        var faults = status >= 400 ? Error(text) : status >= 300 ? [] : Success(operation, VersionOf(url), status, text);
        return [.. faults.Select(fault => $"{operation.Id} {status}: {fault}")];
    }

    private static IReadOnlyList<string> Success(ContractOperation operation, string version, int status, string text)
    {
        var reply = text.Length == 0 ? null : JsonNode.Parse(text);
        if (string.CompareOrdinal(version, OldestDescribed) >= 0)
        {
            return SchemaCheck.Of(operation, status, reply);
        }

        var described = operation.Responses.FirstOrDefault(response => response.Value is not null).Key;
        return reply is null || described is null or "default" ? [] : SchemaCheck.Of(operation, int.Parse(described, System.Globalization.CultureInfo.InvariantCulture), reply);
    }

    // The shape that every client reads errors from (control-plane.md section 5).
    private static IReadOnlyList<string> Error(string text)
    {
        try
        {
            var error = JsonNode.Parse(text)?["error"];
            return error?["code"] is JsonValue && error["message"] is JsonValue ? [] : [$"is no ARM error: {text}"];
        }
        catch (JsonException)
        {
            return [$"is no JSON: {text}"];
        }
    }

    private static string VersionOf(Uri url)
    {
        foreach (var part in url.Query.TrimStart('?').Split('&'))
        {
            if (part.StartsWith("api-version=", StringComparison.OrdinalIgnoreCase))
            {
                return part["api-version=".Length..];
            }
        }

        return OldestDescribed;
    }
}

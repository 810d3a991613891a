using System.Text.Json.Nodes;
using MediaPlatform.Data;

namespace MediaPlatform.ControlPlane.ContentKeys;

/// <summary>The secret members of a content key policy: blanked in replies, and kept when a client sends back what it has read.</summary>
internal static class PolicySecrets
{
    private static readonly string[] s_members = ["keyValue", "rawBody", "modulus", "exponent", "ask", "fairPlayPfx", "fairPlayPfxPassword"];

    /// <summary>Sets every secret to null; the member stays, as clients expect it.</summary>
    public static void Blank(JsonNode? node)
    {
        if (node is JsonArray items)
        {
            foreach (var item in items)
            {
                Blank(item);
            }
        }
        else if (node is JsonObject json)
        {
            foreach (var (name, child) in json.ToArray())
            {
                if (s_members.Contains(name))
                {
                    json[name] = null;
                }
                else
                {
                    Blank(child);
                }
            }
        }
    }

    /// <summary>Fills secrets that were sent as null or empty with the stored ones, option by option as far as they are the same.</summary>
    public static void Keep(JsonArray sent, JsonArray stored)
    {
        foreach (var (index, node) in sent.Index())
        {
            if (node is JsonObject option && Find(option, index, sent.Count, stored) is { } known)
            {
                KeepIn(option, known);
            }
        }
    }

    // Generated clients leave the read-only id out of what they send back: then the name says which option it was, or its place.
    private static JsonObject? Find(JsonObject option, int index, int count, JsonArray stored)
    {
        var options = stored.OfType<JsonObject>().ToArray();
        return IdOf(option) is { } id ? options.FirstOrDefault(one => IdOf(one) == id)
            : Text(option["name"]) is { } name ? options.FirstOrDefault(one => Text(one["name"]) == name)
            : count == options.Length && options[index]["name"] is null ? options[index]
            : null;
    }

    private static void KeepIn(JsonObject sent, JsonObject stored)
    {
        foreach (var (name, value) in stored)
        {
            if (s_members.Contains(name))
            {
                if (IsBlank(sent[name]))
                {
                    sent[name] = value?.DeepClone();
                }
            }
            else if (value is JsonObject inner && sent[name] is JsonObject other)
            {
                KeepObject(sent, name, other, inner);
            }
            else if (value is JsonArray items && sent[name] is JsonArray others)
            {
                KeepItems(others, items);
            }
        }
    }

    // Where keys were added to those that were read, the blank ones are those that were read. Where fewer came back, nothing tells which.
    private static void KeepItems(JsonArray sent, JsonArray stored)
    {
        var targets = sent.OfType<JsonObject>().Where(item => sent.Count == stored.Count || s_members.All(name => IsBlank(item[name]))).ToList();
        if (targets.Count != stored.Count)
        {
            return;
        }

        foreach (var (target, node) in targets.Zip(stored))
        {
            if (node is JsonObject source && TypeOf(target) == TypeOf(source))
            {
                KeepIn(target, source);
            }
        }
    }

    // Unknown types are for replies only: a client that cannot read a part sends it back so, and nothing changes.
    private static void KeepObject(JsonObject parent, string name, JsonObject sent, JsonObject stored)
    {
        if (TypeOf(sent)?.Contains("ContentKeyPolicyUnknown", StringComparison.Ordinal) == true)
        {
            parent[name] = stored.DeepClone();
        }
        else if (TypeOf(sent) == TypeOf(stored))
        {
            KeepIn(sent, stored);
        }
    }

    private static bool IsBlank(JsonNode? node) =>
        node is null || (node is JsonValue value && value.TryGetValue<string>(out var text) && text.Length == 0);

    private static string? TypeOf(JsonObject json) => Text(json[ContractJson.TypeProperty]);

    private static string? IdOf(JsonObject option) => Text(option["policyOptionId"])?.ToLowerInvariant();

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}

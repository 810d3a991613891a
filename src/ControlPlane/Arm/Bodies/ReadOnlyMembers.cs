using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using MediaPlatform.ControlPlane.Arm.Errors;
using MediaPlatform.Data;

namespace MediaPlatform.ControlPlane.Arm.Bodies;

/// <summary>
/// Members a caller may send back but not change. Clients read, change one member and send everything: unchanged is accepted, changed is
/// 400 InvalidPropertyValue with one sentence per member (control-plane.md section 3).
/// </summary>
/// <param name="Resource">The resource's word in the message, such as <c>Asset</c>.</param>
/// <param name="Paths">Paths in the resource, such as <c>properties.assetId</c>.</param>
internal sealed record ReadOnlyMembers(string Resource, params string[] Paths)
{
    /// <summary>Compares what was sent with the resource as it stands.</summary>
    public void Check<T>(JsonObject sent, T current, Mistakes mistakes)
    {
        var stored = JsonBody.Parse(JsonSerializer.SerializeToUtf8Bytes(current, ContractJson.Options));
        foreach (var path in Paths)
        {
            if (Find(sent, path) is { } value && !IsSame(value, Find(stored, path)))
            {
                var display = string.Join('.', path.Split('.').Select(part => char.ToUpperInvariant(part[0]) + part[1..]));
                mistakes.Add(path, $"Property '{Resource}.{display}' is read-only and cannot be changed.", ArmErrors.InvalidPropertyCode);
            }
        }
    }

    private static JsonNode? Find(JsonObject json, string path)
    {
        JsonNode? node = json;
        foreach (var part in path.Split('.'))
        {
            node = (node as JsonObject)?[part];
        }

        return node;
    }

    private static bool IsSame(JsonNode sent, JsonNode? stored)
    {
        switch (sent)
        {
            case JsonObject members:
                return members.All(member => member.Value is null || IsSame(member.Value, (stored as JsonObject)?[member.Key]));
            case JsonArray items:
                return stored is JsonArray others ? items.Count == others.Count && items.Zip(others).All(pair => SameItem(pair.First, pair.Second)) : items.Count == 0;
            default:
                return stored is JsonValue value ? SameValue(sent.AsValue(), value) : IsEmpty(sent.AsValue());
        }
    }

    private static bool SameItem(JsonNode? sent, JsonNode? stored) => sent is null ? stored is null : IsSame(sent, stored);

    private static bool IsEmpty(JsonValue value) => value.TryGetValue<string>(out var text) && text.Length == 0;

    private static bool SameValue(JsonValue sent, JsonValue stored)
    {
        if (!sent.TryGetValue<string>(out var left) || !stored.TryGetValue<string>(out var right))
        {
            return JsonNode.DeepEquals(sent, stored);
        }

        return string.Equals(left, right, StringComparison.OrdinalIgnoreCase)
            || string.Equals(left.Replace(" ", "", StringComparison.Ordinal), right.Replace(" ", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase)
            || IsSameTime(left, right);
    }

    // Clients cut times to their own precision: microseconds in Python, milliseconds in JavaScript.
    private static bool IsSameTime(string left, string right) =>
        DateTimeOffset.TryParse(left, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var first)
        && DateTimeOffset.TryParse(right, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var second)
        && (first - second).Duration() < TimeSpan.FromMilliseconds(1);
}

using System.Text.Json;
using System.Text.Json.Nodes;

namespace MediaPlatform.ControlPlane.Tests.Contract;

/// <summary>Whether a reply has every member that an example has, of the same kind.</summary>
internal static class ShapeCheck
{
    /// <param name="isEcho">The reply follows from the request alone; otherwise members that depend on what was stored may be missing.</param>
    public static IReadOnlyList<string> Of(JsonNode? expected, JsonNode? actual, bool isEcho)
    {
        var faults = new List<string>();
        Visit(expected, actual, "$", faults);
        return isEcho ? faults : [.. faults.Where(fault => !IsMissing(fault) || !DependsOnContent(fault))];
    }

    private static bool IsMissing(string fault) => fault.EndsWith("is missing", StringComparison.Ordinal);

    private static bool DependsOnContent(string fault) =>
        fault.Contains(".tags", StringComparison.Ordinal) || fault.Contains(".properties.", StringComparison.Ordinal)
        || fault.Contains(".identity", StringComparison.Ordinal) || fault.Contains("nextLink", StringComparison.Ordinal);

    private static void Visit(JsonNode? expected, JsonNode? actual, string path, List<string> faults)
    {
        switch (expected)
        {
            case null:
                return;
            case JsonObject members when actual is JsonObject other:
                foreach (var (name, member) in members)
                {
                    if (!other.ContainsKey(name))
                    {
                        faults.Add($"{path}.{name} is missing");
                    }
                    else
                    {
                        Visit(member, other[name], $"{path}.{name}", faults);
                    }
                }

                break;
            case JsonArray items when actual is JsonArray others:
                if (items.Count > 0 && others.Count > 0)
                {
                    Visit(items[0], others[0], $"{path}[0]", faults);
                }

                break;
            default:
                if (actual is not null && expected.GetValueKind() != actual.GetValueKind()
                    && !(expected.GetValueKind() is JsonValueKind.True or JsonValueKind.False && actual.GetValueKind() is JsonValueKind.True or JsonValueKind.False))
                {
                    faults.Add($"{path} is {actual.GetValueKind()}, not {expected.GetValueKind()}");
                }

                break;
        }
    }
}

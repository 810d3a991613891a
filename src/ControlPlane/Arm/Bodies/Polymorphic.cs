using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MediaPlatform.Data;

namespace MediaPlatform.ControlPlane.Arm.Bodies;

/// <summary>Reads objects whose type stands in <c>@odata.type</c>, turning the serializer's complaints into mistakes.</summary>
internal static partial class Polymorphic
{
    /// <param name="unknownType">What to say when the type is missing or unknown.</param>
    public static T? Read<T>(BodyReader reader, string unknownType)
        where T : class
    {
        if (FindNullItem(reader.Json, "") is { } item)
        {
            reader.Mistakes.Add(reader.PathOf(item), $"The value of '{reader.PathOf(item)}' is not valid.");
            return null;
        }

        if (!RequiredMembers.Check(reader))
        {
            return null;
        }

        try
        {
            return reader.Json.Deserialize<T>(ContractJson.Options);
        }
        catch (JsonException error)
        {
            var inner = error.Path is { Length: > 2 } path ? path[2..] : null;
            reader.Mistakes.Add(
                inner is null ? reader.PathOf(ContractJson.TypeProperty) : reader.PathOf(inner),
                inner is null || inner.EndsWith(ContractJson.TypeProperty, StringComparison.Ordinal) ? unknownType : $"The value of '{reader.PathOf(inner)}' is not valid.");
            return null;
        }
        catch (NotSupportedException error)
        {
            // An abstract type without a discriminator; the serializer tells in words alone where.
            var inner = Place().Match(error.Message).Groups[1].Value;
            var path = reader.PathOf(inner.Length == 0 ? ContractJson.TypeProperty : $"{inner}.{ContractJson.TypeProperty}");
            reader.Mistakes.Add(path, inner.Length == 0 ? unknownType : $"The property '{path}' is required.");
            return null;
        }
    }

    // The serializer takes null for an item of any list.
    private static string? FindNullItem(JsonNode? node, string path) => node switch
    {
        JsonObject members => members.Select(member => FindNullItem(member.Value, path.Length == 0 ? member.Key : $"{path}.{member.Key}")).FirstOrDefault(found => found is not null),
        JsonArray items => items.Select((item, index) => item is null ? $"{path}[{index}]" : FindNullItem(item, $"{path}[{index}]")).FirstOrDefault(found => found is not null),
        _ => null,
    };

    [GeneratedRegex(@"Path: \$\.(\S+)", RegexOptions.NonBacktracking)]
    private static partial Regex Place();
}

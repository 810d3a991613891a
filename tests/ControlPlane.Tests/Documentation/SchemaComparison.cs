using System.Text.Json.Nodes;
using MediaPlatform.ControlPlane.Tests.Contract;

namespace MediaPlatform.ControlPlane.Tests.Documentation;

/// <summary>Compares a schema of the generated document with one of the official documents, all the way down: members, types, formats, values.</summary>
internal sealed class SchemaComparison(JsonNode document)
{
    private readonly HashSet<(JsonNode Official, JsonNode Own)> _seen = [];
    private readonly List<string> _faults = [];

    public IReadOnlyList<string> Faults => _faults;

    public void Compare(string officialDocument, string officialName, JsonNode own, string path) =>
        Visit(new JsonObject { ["$ref"] = "#/definitions/" + officialName }, officialDocument, own, path);

    private void Visit(JsonNode officialSchema, string home, JsonNode ownSchema, string path)
    {
        var (official, officialHome) = Official(officialSchema, home);
        var own = Own(ownSchema);
        if (!_seen.Add((official, own)))
        {
            return;
        }

        var (officialKind, ownKind) = (Kind(official), Kind(own));
        if (officialKind != ownKind)
        {
            _faults.Add($"{path} is {ownKind}, not {officialKind}");
        }
        else if (officialKind != "object" && (string?)official["format"] != (string?)own["format"])
        {
            _faults.Add($"{path} has the format {own["format"]}, not {official["format"]}");
        }

        var (officialValues, ownValues) = (Values(official), Values(own));
        if (!officialValues.SequenceEqual(ownValues))
        {
            _faults.Add($"{path} has the values {string.Join(',', ownValues)}, not {string.Join(',', officialValues)}");
        }

        if (official["items"] is { } officialItem && own["items"] is { } ownItem)
        {
            Visit(officialItem, officialHome, ownItem, path + "[]");
        }

        var officialMembers = OfficialMembers(official, officialHome);
        var ownMembers = OwnMembers(own);
        _faults.AddRange(officialMembers.Keys.Except(ownMembers.Keys).Select(name => $"{path}.{name} is missing"));
        _faults.AddRange(ownMembers.Keys.Except(officialMembers.Keys).Select(name => $"{path}.{name} is more"));
        foreach (var (name, (schema, document)) in officialMembers.Where(pair => ownMembers.ContainsKey(pair.Key)))
        {
            Visit(schema, document, ownMembers[name], $"{path}.{name}");
        }
    }

    private static Dictionary<string, (JsonNode Schema, string Home)> OfficialMembers(JsonNode schema, string home)
    {
        var members = new Dictionary<string, (JsonNode, string)>();
        foreach (var parent in schema["allOf"]?.AsArray() ?? [])
        {
            var (resolved, document) = Official(parent!, home);
            foreach (var (name, member) in OfficialMembers(resolved, document))
            {
                members[name] = member;
            }
        }

        foreach (var (name, member) in schema["properties"]?.AsObject() ?? [])
        {
            members[name] = (member!, home);
        }

        return members;
    }

    private Dictionary<string, JsonNode> OwnMembers(JsonNode schema)
    {
        var members = new Dictionary<string, JsonNode>();
        foreach (var parent in schema["allOf"]?.AsArray() ?? [])
        {
            foreach (var (name, member) in OwnMembers(Own(parent!)))
            {
                members[name] = member;
            }
        }

        foreach (var (name, member) in schema["properties"]?.AsObject() ?? [])
        {
            members[name] = member!;
        }

        return members;
    }

    private static (JsonNode Schema, string Home) Official(JsonNode schema, string home)
    {
        while ((string?)schema["$ref"] is { } reference)
        {
            var parts = reference.Split('#');
            home = parts[0].Length == 0 ? home : Path.GetRelativePath(".", Path.Combine(Path.GetDirectoryName(home)!, parts[0]));
            schema = Step(SchemaCheck.Load(home), parts[1]);
        }

        return (schema, home);
    }

    private JsonNode Own(JsonNode schema)
    {
        while ((string?)schema["$ref"] is { } reference)
        {
            schema = Step(document, reference[1..]);
        }

        return schema;
    }

    private static JsonNode Step(JsonNode node, string pointer)
    {
        foreach (var step in pointer.Trim('/').Split('/'))
        {
            node = node[step]!;
        }

        return node;
    }

    private static string? Kind(JsonNode schema) => (string?)schema["type"] ?? (schema["properties"] is null && schema["allOf"] is null ? null : "object");

    private static IEnumerable<string> Values(JsonNode schema) => (schema["enum"]?.AsArray() ?? []).Select(value => (string)value!).Order(StringComparer.Ordinal);
}

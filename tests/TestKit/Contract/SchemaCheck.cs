using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MediaPlatform.TestKit.Contract;

/// <summary>
/// Compares a reply with its schema in the official documents: member names, kinds, enumerations and discriminators. Nulls pass everywhere, as
/// the real service wrote them where its own documents do not say nullable.
/// </summary>
public sealed class SchemaCheck
{
    // Members that every ARM envelope may have although a document leaves them out.
    private static readonly string[] s_envelope = ["systemData", "@odata.nextLink", "@odata.type"];

    // Where a definition may stand: the operation's own document, then the types that all of ARM shares.
    private static readonly string[] s_homes = ["*", "common-types/v2/types.json", "common-types/v2/privatelinks.json"];

    private static readonly ConcurrentDictionary<string, JsonNode> s_documents = new();

    private readonly List<string> _faults = [];

    public static IReadOnlyList<string> Of(ContractOperation operation, int status, JsonNode? reply)
    {
        var check = new SchemaCheck();
        if (operation.Responses[status.ToString(System.Globalization.CultureInfo.InvariantCulture)] is not { } name)
        {
            return operation.Responses.ContainsKey(status.ToString(System.Globalization.CultureInfo.InvariantCulture)) ? [] : [$"{status} is not legal for {operation.Id}"];
        }

        if (reply is null)
        {
            return [$"{operation.Id} {status} has no body"];
        }

        var home = s_homes.First(document => Load(document.Replace("*", operation.Document, StringComparison.Ordinal))["definitions"]![(string)name!] is not null)
            .Replace("*", operation.Document, StringComparison.Ordinal);
        check.Visit(reply, new JsonObject { ["$ref"] = $"#/definitions/{(string)name!}" }, home, "$");
        return check._faults;
    }

    private void Visit(JsonNode? value, JsonNode schema, string document, string path)
    {
        if (value is null)
        {
            return;
        }

        var (definition, home, name) = Resolve(schema, document);
        if (definition["discriminator"] is not null && value is JsonObject typed && name is not null)
        {
            definition = Derived(typed, home, path, definition);
        }

        switch (value)
        {
            case JsonObject members:
                VisitObject(members, definition, home, path);
                break;
            case JsonArray items:
                foreach (var (index, item) in items.Index())
                {
                    if (definition["items"] is { } inner)
                    {
                        Visit(item, inner, home, $"{path}[{index}]");
                    }
                }

                Expect(definition, "array", path);
                break;
            default:
                VisitValue(value.AsValue(), definition, path);
                break;
        }
    }

    private JsonNode Derived(JsonObject value, string document, string path, JsonNode fallback)
    {
        var type = (string?)value["@odata.type"];
        foreach (var (_, candidate) in Load(document)["definitions"]!.AsObject())
        {
            if ((string?)candidate!["x-ms-discriminator-value"] == type)
            {
                return candidate;
            }
        }

        _faults.Add($"{path}: @odata.type '{type}' is not in {document}");
        return fallback;
    }

    private void VisitObject(JsonObject value, JsonNode definition, string document, string path)
    {
        var properties = Properties(definition, document);
        var isMap = definition["additionalProperties"] is not null;
        if (properties.Count == 0 && !isMap && (string?)definition["type"] is { } kind && kind != "object")
        {
            _faults.Add($"{path} is an object, not {kind}");
        }

        foreach (var (name, member) in value)
        {
            if (properties.TryGetValue(name, out var property))
            {
                Visit(member, property.Schema, property.Document, $"{path}.{name}");
            }
            else if (!isMap && !s_envelope.Contains(name))
            {
                _faults.Add($"{path}.{name} is not in the contract");
            }
        }
    }

    private void VisitValue(JsonValue value, JsonNode definition, string path)
    {
        var kind = value.GetValueKind() switch
        {
            JsonValueKind.String => "string",
            JsonValueKind.Number => "number",
            _ => "boolean",
        };
        Expect(definition, kind, path);
        if (kind == "string" && definition["enum"] is JsonArray allowed && !allowed.Any(one => (string)one! == (string)value!))
        {
            _faults.Add($"{path} is '{value}', none of {allowed.ToJsonString()}");
        }
    }

    private void Expect(JsonNode definition, string kind, string path)
    {
        var type = (string?)definition["type"];
        if (type is not null && type != kind && !(type == "integer" && kind == "number"))
        {
            _faults.Add($"{path} is {kind}, not {type}");
        }
    }

    // Own properties and those of all parents.
    private static Dictionary<string, (JsonNode Schema, string Document)> Properties(JsonNode definition, string document)
    {
        var all = new Dictionary<string, (JsonNode, string)>();
        foreach (var parent in definition["allOf"]?.AsArray() ?? [])
        {
            var (resolved, home, _) = Resolve(parent!, document);
            foreach (var (name, property) in Properties(resolved, home))
            {
                all[name] = property;
            }
        }

        foreach (var (name, property) in definition["properties"]?.AsObject() ?? [])
        {
            all[name] = (property!, document);
        }

        return all;
    }

    private static (JsonNode Definition, string Document, string? Name) Resolve(JsonNode schema, string document)
    {
        string? name = null;
        while ((string?)schema["$ref"] is { } reference)
        {
            var parts = reference.Split('#');
            if (parts[0].Length > 0)
            {
                document = Path.Combine(Path.GetDirectoryName(document)!, parts[0]).Replace("./", "", StringComparison.Ordinal);
            }

            schema = Load(document);
            foreach (var step in parts[1].Trim('/').Split('/'))
            {
                schema = schema[step]!;
                name = step;
            }
        }

        return (schema, document, name);
    }

    public static JsonNode Load(string document) => s_documents.GetOrAdd(document, name => ContractOperation.SharedFilesJson("openapi/" + name));
}

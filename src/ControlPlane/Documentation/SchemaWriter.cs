using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using MediaPlatform.Data;

namespace MediaPlatform.ControlPlane.Documentation;

/// <summary>Writes schemas from the very types and serializer settings that requests and replies go through.</summary>
internal sealed class SchemaWriter(IReadOnlyDictionary<Type, string> names)
{
    private readonly JsonObject _components = [];
    private readonly HashSet<Type> _begun = [];

    public JsonObject Components => _components;

    /// <summary>The schema of a member: a scalar, an array, a map or a reference to a component.</summary>
    public JsonObject Of(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return Scalar(type)
            ?? (Item(type, typeof(IReadOnlyDictionary<,>), 1) is { } value ? new() { ["type"] = "object", ["additionalProperties"] = Of(value) }
            : Item(type, typeof(IEnumerable<>), 0) is { } item ? new() { ["type"] = "array", ["items"] = Of(item) }
            : typeof(JsonNode).IsAssignableFrom(type) || type == typeof(object) ? new() { ["type"] = "object" }
            : Component(type, NameOf(type)));
    }

    /// <summary>Defines a component under a name of the contract and refers to it.</summary>
    public JsonObject Component(Type type, string name)
    {
        if (_begun.Add(type) || !_components.ContainsKey(name))
        {
            _components[name] = new JsonObject(); // keeps the place while types that refer to themselves are written
            _components[name] = Define(type, name);
        }

        return Reference(name);
    }

    private static JsonObject Reference(string name) => new() { ["$ref"] = "#/components/schemas/" + name };

    private JsonObject Define(Type type, string name)
    {
        var contract = ContractJson.Options.GetTypeInfo(type);
        if (contract.PolymorphismOptions is { } polymorphism)
        {
            return DefineBase(type, polymorphism);
        }

        var family = BaseOf(type);
        var own = new JsonObject { ["type"] = "object", ["properties"] = Properties(contract, family) };
        if (contract.Properties.Count == 0)
        {
            own.Remove("properties");
        }

        _ = name;
        return family is null ? own : new() { ["allOf"] = new JsonArray(Of(family), own) };
    }

    private JsonObject DefineBase(Type type, JsonPolymorphismOptions polymorphism)
    {
        var mapping = new JsonObject();
        foreach (var derived in polymorphism.DerivedTypes.Where(one => one.DerivedType != type))
        {
            mapping[(string)derived.TypeDiscriminator!] = (string)Of(derived.DerivedType)["$ref"]!;
        }

        var properties = Properties(ContractJson.Options.GetTypeInfo(type), null);
        properties.Insert(0, ContractJson.TypeProperty, new JsonObject { ["type"] = "string" });
        return new()
        {
            ["type"] = "object",
            ["required"] = new JsonArray(ContractJson.TypeProperty),
            ["properties"] = properties,
            ["discriminator"] = new JsonObject { ["propertyName"] = ContractJson.TypeProperty, ["mapping"] = mapping },
        };
    }

    private JsonObject Properties(JsonTypeInfo contract, Type? inherited)
    {
        var known = inherited is null ? [] : ContractJson.Options.GetTypeInfo(inherited).Properties.Select(property => property.Name).ToHashSet();
        var properties = new JsonObject();
        foreach (var property in contract.Properties.Where(property => !known.Contains(property.Name) && property is { Get: not null, IsExtensionData: false }))
        {
            var attributes = property.AttributeProvider?.GetCustomAttributes(typeof(DocumentedAsAttribute), inherit: false) ?? [];
            properties[property.Name] = ContractEnumerations.Find(contract.Type, property.Name) is { } values
                ? Enumeration(values)
                : Of(attributes is [DocumentedAsAttribute documented] ? documented.Type : property.PropertyType);
        }

        return properties;
    }

    private static Type? BaseOf(Type type)
    {
        for (var parent = type.BaseType; parent is not null && parent != typeof(object); parent = parent.BaseType)
        {
            if (ContractJson.Options.GetTypeInfo(parent).PolymorphismOptions is not null)
            {
                return parent;
            }
        }

        return null;
    }

    private static JsonObject? Scalar(Type type) =>
        type == typeof(string) ? Text()
        : type == typeof(bool) ? new() { ["type"] = "boolean" }
        : type == typeof(int) ? new() { ["type"] = "integer", ["format"] = "int32" }
        : type == typeof(long) || type == typeof(uint) ? new() { ["type"] = "integer", ["format"] = "int64" }
        : type == typeof(double) ? new() { ["type"] = "number", ["format"] = "double" }
        : type == typeof(float) ? new() { ["type"] = "number", ["format"] = "float" }
        : type == typeof(Guid) ? Text("uuid")
        : type == typeof(DateTimeOffset) ? Text("date-time")
        : type == typeof(TimeSpan) ? Text("duration")
        : type == typeof(byte[]) ? Text("byte")
        : type.IsEnum ? Enumeration(Enum.GetNames(type))
        : null;

    private static JsonObject Enumeration(IEnumerable<string> values) =>
        new() { ["type"] = "string", ["enum"] = new JsonArray([.. values.Select(name => (JsonNode)name)]) };

    private static JsonObject Text(string? format = null) => format is null ? new() { ["type"] = "string" } : new() { ["type"] = "string", ["format"] = format };

    private static Type? Item(Type type, Type generic, int argument)
    {
        var match = type.IsGenericType && type.GetGenericTypeDefinition() == generic
            ? type
            : type.GetInterfaces().FirstOrDefault(one => one.IsGenericType && one.GetGenericTypeDefinition() == generic);
        return typeof(JsonNode).IsAssignableFrom(type) ? null : match?.GetGenericArguments()[argument];
    }

    private string NameOf(Type type)
    {
        if (names.TryGetValue(type, out var name))
        {
            return name;
        }

        foreach (var suffix in new[] { "Reply", "Resource" })
        {
            if (type.Name.EndsWith(suffix, StringComparison.Ordinal))
            {
                return type.Name[..^suffix.Length];
            }
        }

        return type.Name;
    }
}

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using MediaPlatform.Data.Json;

namespace MediaPlatform.Data;

/// <summary>
/// JSON as the published contract has it: camel case, enum names as written there and accepted in any case, ISO 8601 durations, UTC times
/// that end in Z, nulls left out and read as if they were, `@odata.type` accepted anywhere in an object, unknown members ignored.
/// </summary>
public static class ContractJson
{
    /// <summary>Member that names the type of a polymorphic object.</summary>
    public const string TypeProperty = "@odata.type";

    /// <summary>What stands before the name of a type.</summary>
    public const string TypePrefix = "#Microsoft.Media.";

    /// <summary>Read-only options, for bodies on the wire and for JSON columns alike.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    private static void Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.PropertyNameCaseInsensitive = true;
        options.DictionaryKeyPolicy = null;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.NumberHandling = JsonNumberHandling.AllowReadingFromString;
        options.AllowOutOfOrderMetadataProperties = true;
        options.AllowTrailingCommas = false;
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping; // replies are application/json, never embedded in HTML
        options.Converters.Add(new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false));
        options.Converters.Add(new IsoDurationConverter());
        options.Converters.Add(new OptionalIsoDurationConverter());
        options.Converters.Add(new UtcTimeConverter());
    }

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveNullsOut } },
        };
        Configure(options);
        options.MakeReadOnly();
        return options;
    }

    /// <summary>A null for what cannot be null leaves its default, as if it had not been there; so the official clients were answered.</summary>
    private static void LeaveNullsOut(JsonTypeInfo type)
    {
        foreach (var property in type.Properties.Where(property => !property.IsSetNullable && !property.PropertyType.IsValueType))
        {
            if (property.Set is { } set)
            {
                property.Set = (target, value) =>
                {
                    if (value is not null)
                    {
                        set(target, value);
                    }
                };
            }
        }
    }
}

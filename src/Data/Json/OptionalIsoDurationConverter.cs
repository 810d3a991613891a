using System.Text.Json;
using System.Text.Json.Serialization;
using System.Xml;

namespace MediaPlatform.Data.Json;

/// <summary>A duration that may be unset; older clients send an empty string for that.</summary>
internal sealed class OptionalIsoDurationConverter : JsonConverter<TimeSpan?>
{
    public override TimeSpan? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.Null => null,
        JsonTokenType.String => reader.GetString() is { Length: > 0 } text ? IsoDurationConverter.Parse(text) : null,
        _ => throw new JsonException("A duration is an ISO 8601 string."),
    };

    public override void Write(Utf8JsonWriter writer, TimeSpan? value, JsonSerializerOptions options)
    {
        if (value is { } duration) writer.WriteStringValue(XmlConvert.ToString(duration));
        else writer.WriteNullValue();
    }
}

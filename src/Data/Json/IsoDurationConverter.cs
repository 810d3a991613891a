using System.Text.Json;
using System.Text.Json.Serialization;
using System.Xml;

namespace MediaPlatform.Data.Json;

/// <summary>A duration as ISO 8601, for example PT2S; 100 ns are kept.</summary>
internal sealed class IsoDurationConverter : JsonConverter<TimeSpan>
{
    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String ? Parse(reader.GetString()!) : throw new JsonException("A duration is an ISO 8601 string.");

    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
        writer.WriteStringValue(XmlConvert.ToString(value));

    internal static TimeSpan Parse(string text)
    {
        try
        {
            return XmlConvert.ToTimeSpan(text);
        }
        catch (Exception mistake) when (mistake is FormatException or OverflowException)
        {
            throw new JsonException($"'{text}' is not an ISO 8601 duration.", mistake);
        }
    }
}

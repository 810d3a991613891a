using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MediaPlatform.Data.Json;

/// <summary>A time in UTC, written with Z and at most seven decimals.</summary>
internal sealed class UtcTimeConverter : JsonConverter<DateTimeOffset>
{
    private const int RoundTripLength = 28; // 9999-12-31T23:59:59.9999999Z

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String) throw new JsonException("A time is an ISO 8601 string.");
        return DateTimeOffset.TryParse(
            reader.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : throw new JsonException("A time is an ISO 8601 string.");
    }

    // The round-trip form costs a tenth of a custom one, of which a page of a list has a thousand; it only lacks the cut at the last decimal that says something.
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
    {
        Span<byte> text = stackalloc byte[RoundTripLength];
        if (!value.UtcDateTime.TryFormat(text, out var length, "O", CultureInfo.InvariantCulture)) throw new InvalidOperationException("A time is longer than its form.");
        var end = length - 1;
        while (text[end - 1] == (byte)'0') end--;
        if (text[end - 1] == (byte)'.') end--;
        text[end] = (byte)'Z';
        writer.WriteStringValue(text[..(end + 1)]);
    }
}

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;
using MediaPlatform.ControlPlane.Arm.Ids;

namespace MediaPlatform.ControlPlane.Arm.Bodies;

/// <summary>Reads members of a body in any letter case; a member of the wrong kind becomes a mistake and reads as absent.</summary>
internal sealed class BodyReader(JsonObject json, Mistakes mistakes, string path = "")
{
    private const int LongestText = 256 * 1024;

    public Mistakes Mistakes => mistakes;

    public JsonObject Json => json;

    /// <summary>Path of a member of this object, for messages.</summary>
    public string PathOf(string name) => path.Length == 0 ? name : $"{path}.{name}";

    public bool Has(string name) => json[name] is not null;

    public void Wrong(string name, string message) => mistakes.Add(PathOf(name), message);

    public string? Text(string name, int longest = LongestText)
    {
        if (json[name] is not { } node)
        {
            return null;
        }

        if (node is not JsonValue value || !value.TryGetValue<string>(out var text))
        {
            return Mistake<string>(name, "a string");
        }

        if (text.Length > longest)
        {
            Wrong(name, $"The value of '{PathOf(name)}' is longer than {longest} characters.");
            return null;
        }

        return text;
    }

    public string RequiredText(string name, int longest = LongestText)
    {
        if (json[name] is null)
        {
            Missing(name);
            return "";
        }

        return Text(name, longest) ?? "";
    }

    /// <summary>The name of another resource; an empty one is what clients write that know no null.</summary>
    public string? Name(string name) => Text(name, ResourceNames.Longest) is { Length: > 0 } text ? text : null;

    public bool? Flag(string name) => Value<bool>(name, "true or false");

    public int? Int32(string name) => Value<int>(name, "an integer");

    public long? Int64(string name) => Value<long>(name, "an integer");

    /// <summary>An integer of which clients may have rounded the largest up (2^63 in a double): what is above reads as the largest.</summary>
    public long? Int64OrLargest(string name) =>
        json[name] is JsonValue value && !value.TryGetValue<long>(out _) && value.GetValueKind() == JsonValueKind.Number
        && value.TryGetValue<decimal>(out var number) && number > long.MaxValue
            ? long.MaxValue
            : Int64(name);

    public Guid? Id(string name) => Parsed<Guid>(name, "a GUID", text => Guid.TryParse(text, out var id) ? id : null);

    public DateTimeOffset? Time(string name) => Parsed<DateTimeOffset>(name, "a time in ISO 8601", text =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null);

    /// <summary>An ISO 8601 duration; an empty string is what AMS wrote for unset.</summary>
    public TimeSpan? Duration(string name) => Text(name) is "" ? null : Parsed<TimeSpan>(name, "a duration in ISO 8601", ParseDuration);

    public byte[]? Bytes(string name) => Text(name) is not { } text ? null : Base64(text) ?? Mistake<byte[]>(name, "base64");

    /// <summary>A value of an enumeration, in any letter case.</summary>
    public TEnum? Choice<TEnum>(string name)
        where TEnum : struct, Enum
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (!char.IsAsciiDigit(text.FirstOrDefault()) && Enum.TryParse<TEnum>(text, ignoreCase: true, out var value) && Enum.IsDefined(value))
        {
            return value;
        }

        Wrong(name, $"The value '{Shorten(text)}' of '{PathOf(name)}' is not one of {string.Join(", ", Enum.GetNames<TEnum>())}.");
        return null;
    }

    /// <summary>One of some words, in any letter case; returned in the contract's spelling.</summary>
    public string? Choice(string name, params ReadOnlySpan<string> words)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        foreach (var word in words)
        {
            if (word.Equals(text, StringComparison.OrdinalIgnoreCase))
            {
                return word;
            }
        }

        Wrong(name, $"The value '{Shorten(text)}' of '{PathOf(name)}' is not one of {string.Join(", ", words)}.");
        return null;
    }

    public BodyReader? Object(string name)
    {
        if (json[name] is not { } node)
        {
            return null;
        }

        return node is JsonObject inner ? new(inner, mistakes, PathOf(name)) : Mistake<BodyReader>(name, "an object");
    }

    /// <summary>The objects of an array; empty when it is absent or null.</summary>
    public IReadOnlyList<BodyReader> Objects(string name)
    {
        var readers = new List<BodyReader>();
        foreach (var (index, item) in Items(name).Index())
        {
            if (item is JsonObject inner)
            {
                readers.Add(new(inner, mistakes, $"{PathOf(name)}[{index}]"));
            }
            else
            {
                Mistake<object>($"{name}[{index}]", "an object");
            }
        }

        return readers;
    }

    /// <summary>The strings of an array; empty when it is absent or null.</summary>
    public IReadOnlyList<string> Texts(string name)
    {
        var texts = new List<string>();
        foreach (var (index, item) in Items(name).Index())
        {
            if (item is JsonValue value && value.TryGetValue<string>(out var text))
            {
                texts.Add(text);
            }
            else
            {
                Mistake<object>($"{name}[{index}]", "a string");
            }
        }

        return texts;
    }

    /// <summary>A map of strings, such as tags; null when it is absent.</summary>
    public IReadOnlyDictionary<string, string>? Map(string name)
    {
        if (Object(name) is not { } inner)
        {
            return null;
        }

        var map = new Dictionary<string, string>();
        foreach (var (key, _) in inner.Json)
        {
            // Null is what a PATCH takes an entry away with (RFC 7396).
            if (inner.Text(key) is { } value)
            {
                map[key] = value;
            }
        }

        return map;
    }

    public void Missing(string name) => Wrong(name, $"The property '{PathOf(name)}' is required.");

    private IEnumerable<JsonNode?> Items(string name)
    {
        if (json[name] is not { } node)
        {
            return [];
        }

        return node as JsonArray ?? Mistake<IEnumerable<JsonNode?>>(name, "an array") ?? [];
    }

    private T? Value<T>(string name, string kind)
        where T : struct
    {
        if (json[name] is not { } node)
        {
            return null;
        }

        if (node is JsonValue value && value.TryGetValue<T>(out var result))
        {
            return result;
        }

        Mistake<object>(name, kind);
        return null;
    }

    private T? Parsed<T>(string name, string kind, Func<string, T?> parse)
        where T : struct
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (parse(text) is { } result)
        {
            return result;
        }

        Mistake<object>(name, kind);
        return null;
    }

    private T? Mistake<T>(string name, string kind)
        where T : class
    {
        Wrong(name, $"The value of '{PathOf(name)}' must be {kind}.");
        return null;
    }

    private static byte[]? Base64(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var count) ? bytes[..count] : null;
    }

    private static TimeSpan? ParseDuration(string text)
    {
        try
        {
            return XmlConvert.ToTimeSpan(text);
        }
        catch (Exception error) when (error is FormatException or OverflowException)
        {
            return null;
        }
    }

    private static string Shorten(string text) => text.Length <= 60 ? text : text[..60] + "...";
}

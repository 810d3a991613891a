using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace MediaPlatform.ControlPlane.Tests.Hostile;

/// <summary>Makes a valid body, name or expression wrong in ways that a seed decides.</summary>
internal sealed class JsonMutator(Random random)
{
    private static readonly string[] s_texts =
    [
        "", " ", "null", "\u0000", "\ud800", "\uffff", "💥", "..", "%2e%2e", "%00", "a/b", "' or 1=1 --", "\r\nx: y", "<script>", "{Basename}", "PT", "-P1D", "P99999999999D",
        "9999-12-31T23:59:59.9999999Z", "0000-00-00", "2024-02-30", "00000000-0000-0000-0000-000000000000", "#Microsoft.Media.Nothing", "#Microsoft.Media.H264Video",
        "#Microsoft.Media.ContentKeyPolicyOpenRestriction", "AAAA", "====", "http://[", "https://\u00e4", "file:///etc/passwd", "[]", "{}", "1e400", "-0",
    ];

    private static readonly string[] s_numbers = ["0", "-1", "1e400", "-1e-400", "9223372036854775808", "2147483648", "-2147483649", "0.1", "18446744073709551616"];

    /// <summary>The body as text, changed in one to four places; sometimes no longer JSON.</summary>
    public string Body(JsonNode body)
    {
        JsonNode? root = body.DeepClone();
        for (var change = random.Next(1, 5); change > 0; change--)
        {
            root = Change(root);
        }

        var text = root?.ToJsonString() ?? "null";
        return random.Next(8) == 0 ? Broken(text) : text;
    }

    /// <summary>A text that nobody expects.</summary>
    public string Text() => random.Next(12) switch
    {
        0 => new string('x', random.Next(200, 3000)),
        1 => new string([.. Enumerable.Range(0, random.Next(1, 20)).Select(_ => (char)random.Next(1, 0x3000))]),
        _ => s_texts[random.Next(s_texts.Length)],
    };

    /// <summary>The text with characters left out, doubled or exchanged.</summary>
    public string Broken(string text)
    {
        var broken = new StringBuilder(text);
        for (var change = random.Next(1, 4); change > 0 && broken.Length > 0; change--)
        {
            var at = random.Next(broken.Length);
            switch (random.Next(4))
            {
                case 0:
                    broken.Length = at;
                    break;
                case 1:
                    broken[at] = (char)random.Next(1, 0x100);
                    break;
                case 2:
                    broken.Insert(at, broken[at]);
                    break;
                default:
                    broken.Remove(at, 1);
                    break;
            }
        }

        return broken.ToString();
    }

    /// <summary>The body with null for one member or item; null when there are no more places.</summary>
    public static string? WithNull(JsonNode body, int place)
    {
        var changed = body.DeepClone();
        var places = new List<(JsonNode Parent, object Key)>();
        Collect(changed, places);
        if (place >= places.Count)
        {
            return null;
        }

        var (parent, key) = places[place];
        if (parent is JsonObject members)
        {
            members[(string)key] = null;
        }
        else
        {
            parent.AsArray()[(int)key] = null;
        }

        return changed.ToJsonString();
    }

    private JsonNode? Change(JsonNode? root)
    {
        var places = new List<(JsonNode Parent, object Key)>();
        Collect(root, places);
        if (places.Count == 0 || random.Next(40) == 0)
        {
            return Any(2);
        }

        var (parent, key) = places[random.Next(places.Count)];
        switch (parent)
        {
            case JsonObject members when random.Next(4) == 0:
                members.Remove((string)key);
                break;
            case JsonObject members when random.Next(6) == 0:
                var moved = members[(string)key]?.DeepClone();
                members.Remove((string)key);
                members[Renamed((string)key)] = moved;
                break;
            case JsonObject members:
                members[(string)key] = Any(3);
                break;
            case JsonArray items when random.Next(3) == 0:
                items.RemoveAt((int)key);
                break;
            case JsonArray items:
                items[(int)key] = Any(3);
                break;
        }

        return root;
    }

    private string Renamed(string name) => random.Next(3) switch
    {
        0 => name.ToUpperInvariant(),
        1 => name + "x",
        _ => Broken(name),
    };

    private JsonNode? Any(int depth) => random.Next(9) switch
    {
        0 => null,
        1 => random.Next(2) == 0,
        2 => JsonNode.Parse(s_numbers[random.Next(s_numbers.Length)]),
        3 => random.Next(-5, 100_000),
        4 when depth > 0 => new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => Any(depth - 1))]),
        5 when depth > 0 => new JsonObject(Enumerable.Range(0, random.Next(3)).Select(index => KeyValuePair.Create(index.ToString(CultureInfo.InvariantCulture), Any(depth - 1)))),
        6 => new string('n', random.Next(200, 5000)),
        _ => Text(),
    };

    private static void Collect(JsonNode? node, List<(JsonNode Parent, object Key)> places)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var (name, value) in members)
                {
                    places.Add((members, name));
                    Collect(value, places);
                }

                break;
            case JsonArray items:
                for (var index = 0; index < items.Count; index++)
                {
                    places.Add((items, index));
                    Collect(items[index], places);
                }

                break;
        }
    }
}

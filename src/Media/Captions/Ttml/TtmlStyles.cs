using System.Globalization;
using System.Xml;
using MediaPlatform.Media.Captions.WebVtt;

namespace MediaPlatform.Media.Captions.Ttml;

/// <summary>Styles and regions of a TTML head by their ids.</summary>
internal sealed class TtmlStyles
{
    private readonly Dictionary<string, Dictionary<string, string>> _styles = [];
    private readonly Dictionary<string, bool> _isTop = [];

    public void AddStyle(XmlReader element)
    {
        if (Id(element) is { } id)
        {
            CaptionLimits.CheckCount(_styles.Count + 1);
            var attributes = Attributes(element);
            foreach (var referred in Referred(attributes))
            {
                foreach (var (name, value) in _styles.GetValueOrDefault(referred) ?? [])
                {
                    attributes.TryAdd(name, value);
                }
            }

            _styles[id] = attributes;
        }
    }

    public void AddRegion(XmlReader element)
    {
        if (Id(element) is { } id)
        {
            CaptionLimits.CheckCount(_isTop.Count + 1);
            var attributes = Attributes(element);
            _isTop[id] = IsTop(attributes.GetValueOrDefault("origin"), attributes.GetValueOrDefault("extent"), attributes.GetValueOrDefault("displayAlign"));
        }
    }

    public bool IsTop(string? region) => region is not null && _isTop.GetValueOrDefault(region);

    /// <summary>The style of an element inside another.</summary>
    public CueStyle Apply(XmlReader element, CueStyle inherited)
    {
        var attributes = Attributes(element);
        foreach (var referred in Referred(attributes).Reverse())
        {
            foreach (var (name, value) in _styles.GetValueOrDefault(referred) ?? [])
            {
                attributes.TryAdd(name, value);
            }
        }

        return new CueStyle(
            attributes.TryGetValue("fontWeight", out var weight) ? weight == "bold" : inherited.Bold,
            attributes.TryGetValue("fontStyle", out var slant) ? slant is "italic" or "oblique" : inherited.Italic,
            attributes.TryGetValue("textDecoration", out var line) ? line.Contains("underline", StringComparison.Ordinal) && !line.Contains("noUnderline", StringComparison.Ordinal) : inherited.Underline,
            attributes.TryGetValue("color", out var colour) ? Colour(colour) : inherited.Colour);
    }

    private static string[] Referred(Dictionary<string, string> attributes) =>
        attributes.TryGetValue("style", out var ids) ? ids.Split(' ', StringSplitOptions.RemoveEmptyEntries) : [];

    private static string? Id(XmlReader element) =>
        element.GetAttribute("id", "http://www.w3.org/XML/1998/namespace") ?? element.GetAttribute("id");

    private static Dictionary<string, string> Attributes(XmlReader element)
    {
        var attributes = new Dictionary<string, string>();
        while (element.MoveToNextAttribute())
        {
            attributes.TryAdd(element.LocalName, element.Value);
        }

        element.MoveToElement();
        return attributes;
    }

    private static bool IsTop(string? origin, string? extent, string? align)
    {
        if (origin?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is not [_, var top] || !Percent(top, out var y))
        {
            return align == "before" && origin is not null;
        }

        var height = extent?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, var tall] && Percent(tall, out var value) ? value : 0;
        return align switch
        {
            "after" => y + height < 50,
            "center" => y + (height / 2) < 50,
            _ => y < 50,
        };
    }

    private static bool Percent(string text, out double value)
    {
        value = 0;
        return text.EndsWith('%') && double.TryParse(text[..^1], NumberStyles.Float, CultureInfo.InvariantCulture, out value);
    }

    private static string? Colour(string colour) => colour.ToLowerInvariant() switch
    {
        "white" or "#ffffff" or "#ffffffff" => null,
        "#00ff00" or "#00ff00ff" => "lime",
        "#00ffff" or "#00ffffff" or "aqua" => "cyan",
        "#ff0000" or "#ff0000ff" => "red",
        "#ffff00" or "#ffff00ff" => "yellow",
        "#ff00ff" or "#ff00ffff" or "fuchsia" => "magenta",
        "#0000ff" or "#0000ffff" => "blue",
        var name => Array.IndexOf(CueMarkup.Colours, name) >= 0 ? name : null,
    };
}

using System.Globalization;
using System.Xml;
using MediaPlatform.Media.Captions.WebVtt;

namespace MediaPlatform.Media.Captions.Ttml;

/// <summary>Styles and regions of a TTML head by their ids.</summary>
internal sealed class TtmlStyles
{
    private readonly Dictionary<string, Given> _styles = [];
    private readonly Dictionary<string, bool> _isTop = [];

    /// <summary>What an element or a style says of the text, as written. Nothing else is kept: styles may refer to styles without end.</summary>
    private readonly record struct Given(string? Weight, string? Slant, string? Line, string? Colour)
    {
        public static Given Of(XmlReader element) =>
            new(Attribute(element, "fontWeight"), Attribute(element, "fontStyle"), Attribute(element, "textDecoration"), Attribute(element, "color"));

        public Given Or(Given other) => new(Weight ?? other.Weight, Slant ?? other.Slant, Line ?? other.Line, Colour ?? other.Colour);
    }

    public void AddStyle(XmlReader element)
    {
        if (Id(element) is { } id)
        {
            CaptionLimits.CheckCount(_styles.Count + 1);
            _styles[id] = Referred(element).Aggregate(Given.Of(element), (given, referred) => given.Or(_styles.GetValueOrDefault(referred)));
        }
    }

    public void AddRegion(XmlReader element)
    {
        if (Id(element) is { } id)
        {
            CaptionLimits.CheckCount(_isTop.Count + 1);
            _isTop[id] = IsTop(Attribute(element, "origin"), Attribute(element, "extent"), Attribute(element, "displayAlign"));
        }
    }

    public bool IsTop(string? region) => region is not null && _isTop.GetValueOrDefault(region);

    /// <summary>The style of an element inside another.</summary>
    public CueStyle Apply(XmlReader element, CueStyle inherited)
    {
        var given = Referred(element).Reverse().Aggregate(Given.Of(element), (given, referred) => given.Or(_styles.GetValueOrDefault(referred)));
        return new CueStyle(
            given.Weight is { } weight ? weight == "bold" : inherited.Bold,
            given.Slant is { } slant ? slant is "italic" or "oblique" : inherited.Italic,
            given.Line is { } line ? line.Contains("underline", StringComparison.Ordinal) && !line.Contains("noUnderline", StringComparison.Ordinal) : inherited.Underline,
            given.Colour is { } colour ? Colour(colour) : inherited.Colour);
    }

    private static IEnumerable<string> Referred(XmlReader element) =>
        Attribute(element, "style") is { } ids ? ids.Split(' ', StringSplitOptions.RemoveEmptyEntries) : [];

    private static string? Id(XmlReader element) =>
        element.GetAttribute("id", "http://www.w3.org/XML/1998/namespace") ?? element.GetAttribute("id");

    /// <summary>The first attribute of a name, in whatever namespace.</summary>
    private static string? Attribute(XmlReader element, string name)
    {
        string? value = null;
        while (value is null && element.MoveToNextAttribute())
        {
            value = element.LocalName == name ? element.Value : null;
        }

        element.MoveToElement();
        return value;
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

using System.Net;
using System.Text;

namespace MediaPlatform.Media.Captions.WebVtt;

/// <summary>Cue text with its tags, W3C WebVTT 4.2.2, to and from spans of one style.</summary>
internal static class CueMarkup
{
    /// <summary>The colour classes of W3C WebVTT 5.</summary>
    public static readonly string[] Colours = ["white", "lime", "cyan", "red", "yellow", "magenta", "blue", "black"];

    public static List<CueSpan> Parse(string payload)
    {
        var spans = new List<CueSpan>();
        var open = new Stack<(string Name, CueStyle Before)>();
        var style = default(CueStyle);
        var at = 0;
        while (at < payload.Length)
        {
            var tag = payload.IndexOf('<', at);
            var text = payload[at..(tag < 0 ? payload.Length : tag)];
            if (text.Length > 0)
            {
                spans.Add(new CueSpan(WebUtility.HtmlDecode(text), style));
            }

            if (tag < 0)
            {
                break;
            }

            var end = payload.IndexOf('>', tag);
            end = end < 0 ? payload.Length : end;
            style = Apply(payload.AsSpan((tag + 1)..end), style, open);
            at = end + 1;
        }

        return spans;
    }

    public static string Write(IEnumerable<CueSpan> spans)
    {
        var text = new StringBuilder();
        foreach (var (content, style) in spans)
        {
            text.Append(style.Colour is null ? "" : $"<c.{style.Colour}>").Append(style.Bold ? "<b>" : "").Append(style.Italic ? "<i>" : "")
                .Append(style.Underline ? "<u>" : "");
            text.Append(content.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal));
            text.Append(style.Underline ? "</u>" : "").Append(style.Italic ? "</i>" : "").Append(style.Bold ? "</b>" : "")
                .Append(style.Colour is null ? "" : "</c>");
        }

        return text.ToString();
    }

    private static CueStyle Apply(ReadOnlySpan<char> tag, CueStyle style, Stack<(string Name, CueStyle Before)> open)
    {
        var name = tag.Trim('/').ToString();
        var length = name.IndexOfAny(['.', ' ', '\t', '\n']);
        var element = length < 0 ? name : name[..length];
        if (tag.StartsWith("/"))
        {
            return open.Count > 0 && open.Peek().Name == element ? open.Pop().Before : style;
        }

        if (element.Length == 0 || char.IsAsciiDigit(element[0]) || open.Count >= CaptionLimits.MaxDepth)
        {
            return style; // a karaoke timestamp has no end tag
        }

        open.Push((element, style));
        return element switch
        {
            "b" => style with { Bold = true },
            "i" => style with { Italic = true },
            "u" => style with { Underline = true },
            "c" when name.Split(' ', 2)[0].Split('.').FirstOrDefault(part => Colours.Contains(part)) is { } colour => style with { Colour = colour },
            _ => style,
        };
    }
}

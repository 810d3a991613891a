using System.Text;
using System.Xml;

namespace MediaPlatform.Media.Captions.Ttml;

/// <summary>Walks one document and collects its paragraphs.</summary>
internal sealed class TtmlBody(XmlReader reader)
{
    private const string Parameter = "http://www.w3.org/ns/ttml#parameter";

    private readonly TtmlStyles _styles = new();
    private readonly List<CaptionCue> _cues = [];
    private TtmlTime _time;

    /// <summary>What an element hands to those inside of it.</summary>
    private readonly record struct Scope(TimeSpan Begin, TimeSpan? End, CueStyle Style, bool IsTop, bool Preserve, bool IsSequence);

    public CaptionDocument Read()
    {
        _time = TtmlTime.Of(
            reader.GetAttribute("frameRate", Parameter), reader.GetAttribute("frameRateMultiplier", Parameter), reader.GetAttribute("tickRate", Parameter));
        var language = reader.GetAttribute("xml:lang") ?? "";
        ReadChildren(Inside(default));
        return new CaptionDocument([.. _cues.OrderBy(cue => cue.Start)]) { Language = language };
    }

    private void ReadChildren(Scope scope)
    {
        if (reader.Depth > CaptionLimits.MaxDepth)
        {
            throw new InvalidMediaException($"TTML nests more than {CaptionLimits.MaxDepth} elements");
        }

        if (reader.IsEmptyElement)
        {
            return;
        }

        while (reader.Read() && reader.NodeType != XmlNodeType.EndElement)
        {
            if (reader.NodeType == XmlNodeType.Element && ReadElement(scope) is { } end && scope.IsSequence)
            {
                // The times of the next element count from here.
                scope = scope with { Begin = end };
            }
        }
    }

    /// <summary>Reads an element; the end of its time when it has one.</summary>
    private TimeSpan? ReadElement(Scope scope)
    {
        switch (reader.LocalName)
        {
            case "style":
                _styles.AddStyle(reader);
                ReadChildren(scope);
                break;
            case "region":
                _styles.AddRegion(reader);
                ReadChildren(scope);
                break;
            case "p":
                var paragraph = Inside(scope);
                ReadParagraph(paragraph);
                return paragraph.End;
            case "body" or "div":
                var block = Inside(scope);
                ReadChildren(block);
                return block.End;
            default:
                ReadChildren(scope);
                break;
        }

        return null;
    }

    private Scope Inside(Scope scope)
    {
        var begin = scope.Begin + (_time.Parse(reader.GetAttribute("begin")) ?? TimeSpan.Zero);
        var end = scope.Begin + _time.Parse(reader.GetAttribute("end"));
        end = begin + _time.Parse(reader.GetAttribute("dur")) is { } byDuration && (end is null || byDuration < end) ? byDuration : end;
        end = scope.End is { } outer && (end is null || outer < end) ? outer : end;
        return scope with
        {
            Begin = begin,
            End = end,
            Style = _styles.Apply(reader, scope.Style),
            IsTop = reader.GetAttribute("region") is { } region ? _styles.IsTop(region) : scope.IsTop,
            IsSequence = reader.GetAttribute("timeContainer") == "seq",
            Preserve = reader.GetAttribute("xml:space") is { } space ? space == "preserve" : scope.Preserve,
        };
    }

    private void ReadParagraph(Scope scope)
    {
        var spans = new List<CueSpan>();
        ReadText(spans, scope);
        var payload = TtmlParser.Markup(spans);
        if (payload.Length == 0 || scope.End is not { } end || end <= scope.Begin || end > CaptionLimits.MaxTime)
        {
            return;
        }

        _cues.Add(new CaptionCue(scope.Begin, end, payload) { Settings = scope.IsTop ? CueSettings.Top : "" });
        CaptionLimits.CheckCount(_cues.Count);
    }

    private void ReadText(List<CueSpan> spans, Scope scope)
    {
        if (reader.Depth > CaptionLimits.MaxDepth)
        {
            throw new InvalidMediaException($"TTML nests more than {CaptionLimits.MaxDepth} elements");
        }

        if (reader.IsEmptyElement)
        {
            return;
        }

        while (reader.Read() && reader.NodeType != XmlNodeType.EndElement)
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace:
                    spans.Add(new CueSpan(Collapse(reader.Value, scope.Preserve), scope.Style));
                    break;
                case XmlNodeType.Element when reader.LocalName == "br":
                    spans.Add(new CueSpan("\n", scope.Style));
                    ReadText([], scope);
                    break;
                case XmlNodeType.Element when reader.LocalName == "metadata":
                    ReadText([], scope);
                    break;
                case XmlNodeType.Element when scope.End is null && (reader.GetAttribute("end") ?? reader.GetAttribute("dur")) is not null:
                    // The paragraph leaves the times to its spans: each is one of its own.
                    ReadParagraph(Inside(scope));
                    break;
                case XmlNodeType.Element:
                    ReadText(spans, scope with { Style = _styles.Apply(reader, scope.Style) });
                    break;
            }
        }
    }

    private static string Collapse(string text, bool preserve)
    {
        if (preserve)
        {
            return text.Replace("\r\n", "\n", StringComparison.Ordinal);
        }

        var collapsed = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            var isSpace = character is ' ' or '\t' or '\n' or '\r';
            if (!isSpace || collapsed.Length == 0 || collapsed[^1] != ' ')
            {
                collapsed.Append(isSpace ? ' ' : character);
            }
        }

        return collapsed.ToString();
    }
}

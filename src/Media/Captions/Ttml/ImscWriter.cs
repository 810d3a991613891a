using System.Text;
using System.Xml;
using MediaPlatform.Media.Captions.WebVtt;

namespace MediaPlatform.Media.Captions.Ttml;

/// <summary>
/// Writes IMSC 1 text profile documents, W3C TTML Profiles for Internet Media Subtitles 1.0.1. A document covers the
/// span of one sample and cuts its cues to it (ISO/IEC 14496-30 5.3).
/// </summary>
internal static class ImscWriter
{
    private const string Ttml = "http://www.w3.org/ns/ttml";
    private const string Styling = "http://www.w3.org/ns/ttml#styling";
    private const string Parameter = "http://www.w3.org/ns/ttml#parameter";
    private const string Xml = "http://www.w3.org/XML/1998/namespace";

    private static readonly XmlWriterSettings Settings = new() { Encoding = new UTF8Encoding(false), NewLineChars = "\n" };

    public static byte[] Write(IEnumerable<CaptionCue> cues, TimeSpan start, TimeSpan end, string language)
    {
        using var stream = new MemoryStream();
        using (var writer = XmlWriter.Create(stream, Settings))
        {
            writer.WriteStartElement("tt", Ttml);
            writer.WriteAttributeString("xmlns", "tts", null, Styling);
            writer.WriteAttributeString("xmlns", "ttp", null, Parameter);
            writer.WriteAttributeString("ttp", "profile", Parameter, "http://www.w3.org/ns/ttml/profile/imsc1/text");
            writer.WriteAttributeString("xml", "lang", Xml, language);
            writer.WriteAttributeString("xml", "space", Xml, "preserve");
            WriteHead(writer);
            WriteBody(writer, cues, start, end);
            writer.WriteEndElement();
        }

        return stream.ToArray();
    }

    private static void WriteHead(XmlWriter writer)
    {
        writer.WriteStartElement("head", Ttml);
        writer.WriteStartElement("layout", Ttml);
        WriteRegion(writer, "top", "before");
        WriteRegion(writer, "bottom", "after");
        writer.WriteEndElement();
        writer.WriteEndElement();
    }

    private static void WriteRegion(XmlWriter writer, string id, string align)
    {
        writer.WriteStartElement("region", Ttml);
        writer.WriteAttributeString("xml", "id", Xml, id);
        Style(writer, "origin", "10% 10%");
        Style(writer, "extent", "80% 80%");
        Style(writer, "displayAlign", align);
        Style(writer, "textAlign", "center");
        writer.WriteEndElement();
    }

    private static void WriteBody(XmlWriter writer, IEnumerable<CaptionCue> cues, TimeSpan start, TimeSpan end)
    {
        writer.WriteStartElement("body", Ttml);
        Style(writer, "fontFamily", "proportionalSansSerif");
        Style(writer, "color", "white");
        writer.WriteStartElement("div", Ttml);
        foreach (var cue in cues)
        {
            writer.WriteStartElement("p", Ttml);
            writer.WriteAttributeString("region", CueSettings.IsOnTop(cue.Settings) ? "top" : "bottom");
            writer.WriteAttributeString("begin", WebVttTime.Write(cue.Start < start ? start : cue.Start));
            writer.WriteAttributeString("end", WebVttTime.Write(cue.End > end ? end : cue.End));
            if (CueSettings.Alignment(cue.Settings) is { } alignment)
            {
                Style(writer, "textAlign", alignment);
            }

            WriteSpans(writer, cue.Payload);
            writer.WriteEndElement();
        }

        writer.WriteEndElement();
        writer.WriteEndElement();
    }

    private static void WriteSpans(XmlWriter writer, string payload)
    {
        foreach (var (text, style) in CueMarkup.Parse(payload))
        {
            writer.WriteStartElement("span", Ttml);
            Style(writer, "backgroundColor", "#000000CC");
            Style(writer, "fontWeight", style.Bold ? "bold" : null);
            Style(writer, "fontStyle", style.Italic ? "italic" : null);
            Style(writer, "textDecoration", style.Underline ? "underline" : null);
            Style(writer, "color", style.Colour);
            var lines = text.Split('\n');
            for (var i = 0; i < lines.Length; i++)
            {
                if (i > 0)
                {
                    writer.WriteStartElement("br", Ttml);
                    writer.WriteEndElement();
                }

                writer.WriteString(Printable(lines[i]));
            }

            writer.WriteEndElement();
        }
    }

    private static void Style(XmlWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteAttributeString("tts", name, Styling, value);
        }
    }

    /// <summary>Leaves out what XML 1.0 has no place for.</summary>
    private static string Printable(string text) =>
        string.Concat(text.EnumerateRunes().Where(rune => rune.Value >= 0x20 && rune.Value is not (0xFFFE or 0xFFFF) || rune.Value == '\t'));
}

using System.Xml;
using MediaPlatform.Media.Captions.WebVtt;

namespace MediaPlatform.Media.Captions.Ttml;

/// <summary>
/// TTML1 and IMSC1 text documents: paragraphs with their times, bold, italic, underline and the eight WebVTT colours,
/// and whether they stand at the top. Images, animation and times of single
/// spans inside of a paragraph that has its own are not carried over. DTDs and
/// entities are refused.
/// </summary>
internal static class TtmlParser
{
    /// <exception cref="InvalidMediaException">The bytes are no TTML document.</exception>
    public static CaptionDocument Parse(ReadOnlyMemory<byte> bytes) =>
        UntrustedXml.Read(bytes, CaptionLimits.MaxBytes, "The caption document", Read, ignoreWhitespace: false);

    private static CaptionDocument Read(XmlReader reader)
    {
        reader.MoveToContent();
        return reader.NodeType == XmlNodeType.Element && reader.LocalName == "tt"
            ? new TtmlBody(reader).Read()
            : throw new InvalidMediaException("The file is neither WebVTT nor TTML");
    }

    /// <summary>Written form of a paragraph.</summary>
    internal static string Markup(List<CueSpan> spans)
    {
        var lines = new List<CueSpan>();
        foreach (var span in spans)
        {
            var previous = lines.Count == 0 ? "\n" : lines[^1].Text;
            var text = previous.EndsWith('\n') || previous.EndsWith(' ') ? span.Text.TrimStart(' ') : span.Text;
            if (span.Text == "\n" && lines.Count > 0)
            {
                lines[^1] = lines[^1] with { Text = lines[^1].Text.TrimEnd(' ') };
            }

            if (text.Length > 0)
            {
                lines.Add(span with { Text = text });
            }
        }

        // An empty line would end a WebVTT cue.
        var markup = CueMarkup.Write(lines).Trim('\n', ' ');
        while (markup.Contains("\n\n", StringComparison.Ordinal))
        {
            markup = markup.Replace("\n\n", "\n", StringComparison.Ordinal);
        }

        return markup;
    }
}

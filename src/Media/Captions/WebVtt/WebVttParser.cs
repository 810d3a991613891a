using System.Collections.Immutable;
using System.Text;

namespace MediaPlatform.Media.Captions.WebVtt;

/// <summary>W3C WebVTT, section 6: cues that cannot be read are left out, only a wrong signature refuses the file.</summary>
internal static class WebVttParser
{
    private const string Arrow = "-->";

    public static bool IsWebVtt(ReadOnlySpan<byte> bytes)
    {
        bytes = bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[3..] : bytes;
        return bytes.StartsWith("WEBVTT"u8) && (bytes.Length == 6 || bytes[6] is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r');
    }

    public static CaptionDocument Parse(ReadOnlySpan<byte> bytes)
    {
        if (!IsWebVtt(bytes))
        {
            throw new InvalidMediaException("The file does not begin with WEBVTT", "", 0);
        }

        var text = Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF').Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Replace('\0', '\uFFFD');
        var cues = new List<CaptionCue>();
        var blocks = ImmutableArray.CreateBuilder<string>();
        var language = "";
        var isHeader = true;
        foreach (var block in Blocks(text))
        {
            if (isHeader)
            {
                language = Language(block);
                isHeader = false;
            }
            else if (TryCue(block, out var cue))
            {
                cues.Add(cue);
                CaptionLimits.CheckCount(cues.Count);
            }
            else if (cues.Count == 0 && (Names(block[0], "STYLE") || Names(block[0], "REGION")))
            {
                blocks.Add(string.Join('\n', block));
            }
        }

        return new CaptionDocument([.. cues.OrderBy(cue => cue.Start)]) { Language = language, Blocks = blocks.ToImmutable() };
    }

    private static bool Names(string line, string word) => line.TrimEnd(' ', '\t') == word;

    private static IEnumerable<List<string>> Blocks(string text)
    {
        var lines = new List<string>();
        foreach (var line in text.Split('\n'))
        {
            // A timing line begins a cue even where the blank line before it is missing.
            if (line.Length == 0 || (line.Contains(Arrow, StringComparison.Ordinal) && lines.Exists(earlier => earlier.Contains(Arrow, StringComparison.Ordinal))))
            {
                if (lines.Count > 0)
                {
                    yield return lines;
                    lines = [];
                }
            }

            if (line.Length > 0)
            {
                lines.Add(line);
            }
        }

        if (lines.Count > 0)
        {
            yield return lines;
        }
    }

    /// <summary>The <c>Language:</c> line that AMS asks for.</summary>
    private static string Language(List<string> header)
    {
        const string key = "Language:";
        var line = header.Find(line => line.StartsWith(key, StringComparison.OrdinalIgnoreCase));
        return line is null ? "" : line[key.Length..].Trim();
    }

    private static bool TryCue(List<string> block, out CaptionCue cue)
    {
        cue = null!;
        var timing = block[0].Contains(Arrow, StringComparison.Ordinal) ? 0
            : block.Count > 1 && block[1].Contains(Arrow, StringComparison.Ordinal) ? 1 : -1;
        if (timing < 0)
        {
            return false;
        }

        var line = block[timing].AsSpan().Trim();
        var arrow = line.IndexOf(Arrow);
        var rest = line[(arrow + Arrow.Length)..].TrimStart();
        var space = rest.IndexOfAny(' ', '\t');
        var end = space < 0 ? rest : rest[..space];
        if (!WebVttTime.TryParse(line[..arrow].TrimEnd(), out var from) || !WebVttTime.TryParse(end, out var to) || to <= from)
        {
            return false;
        }

        cue = new CaptionCue(from, to, string.Join('\n', block.Skip(timing + 1)))
        {
            Id = timing == 1 ? block[0] : "",
            Settings = space < 0 ? "" : rest[space..].Trim().ToString(),
        };
        return true;
    }
}

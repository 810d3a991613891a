using System.Text;
using System.Text.RegularExpressions;

namespace MediaPlatform.ControlPlane.Tracks;

/// <summary>The language that a caption file says it has: the header line of WebVTT, or xml:lang of TTML.</summary>
internal static partial class TextLanguage
{
    /// <summary>How much of a file is looked at, in bytes.</summary>
    public const int Header = 4096;

    public static string? Of(ReadOnlySpan<byte> start)
    {
        var text = Encoding.UTF8.GetString(start);
        var match = text.TrimStart('\uFEFF').StartsWith("WEBVTT", StringComparison.Ordinal) ? VttLine().Match(text) : XmlAttribute().Match(text);
        return match.Success ? match.Groups[1].Value : null;
    }

    [GeneratedRegex(@"^Language:[ \t]*([A-Za-z0-9-]{1,35})[ \t]*\r?$", RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex VttLine();

    [GeneratedRegex(@"xml:lang=[""']([A-Za-z0-9-]{1,35})[""']", RegexOptions.NonBacktracking)]
    private static partial Regex XmlAttribute();
}

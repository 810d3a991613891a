using MediaPlatform.Media.Presentations;
using MediaPlatform.Media.Tracks;

namespace MediaPlatform.Media.Manifests;

/// <summary>Names of tracks as URLs, XML and playlists take them.</summary>
internal static class ManifestNames
{
    /// <summary>A track name inside a URL.</summary>
    public static string Url(string name) => Uri.EscapeDataString(name);

    /// <summary>Text inside an XML attribute or element.</summary>
    public static string Xml(string text)
    {
        if (text.AsSpan().IndexOfAny("&<>\"'\uFFFE\uFFFF") < 0 && !text.AsSpan().ContainsAnyInRange('\0', '\x1f'))
        {
            return text;
        }

        // What XML 1.0 2.2 has no way to write is left out.
        var clean = string.Concat(text.Where(c => c is >= ' ' and < '\uFFFE'));
        return clean.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace(">", "&gt;", StringComparison.Ordinal).Replace("\"", "&quot;", StringComparison.Ordinal)
            .Replace("'", "&apos;", StringComparison.Ordinal);
    }

    /// <summary>Text inside a quoted string of a playlist, which knows no escapes (RFC 8216 4.2) and no control characters (4.1).</summary>
    public static string Quoted(string text) =>
        string.Concat(text.Select(c => c switch { '"' => '\'', '\uFEFF' => ' ', _ when char.IsControl(c) => ' ', _ => c }));

    /// <summary>The sets that manifests list, in order.</summary>
    public static IEnumerable<SwitchingSet> Listed(Presentation presentation) => presentation.Sets.Where(set => !set.IsHidden);

    /// <summary>The listed sets of a kind, in order.</summary>
    public static IReadOnlyList<SwitchingSet> Listed(Presentation presentation, TrackKind kind) =>
        [.. presentation.Sets.Where(set => !set.IsHidden && set.Kind == kind)];

    /// <summary>Length of what a manifest lists, in 100 ns: its longest track from the start of the timeline. What filters took away does not count.</summary>
    public static long Duration(IReadOnlyCollection<SwitchingSet> listed, PresentationTimeline timeline) =>
        listed.Count == 0 ? 0 : listed.Max(set => set.Plan.End) - timeline.Start;

    /// <summary>The name shown to viewers: the label, or the name of the track.</summary>
    public static string Display(SwitchingSet set) => set.Label.Length > 0 ? set.Label : set.TrackName;
}

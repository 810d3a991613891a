using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace MediaPlatform.ControlPlane.Diagnosis;

/// <summary>Where a player goes first from a manifest or playlist: playlists, init segments, first segments.</summary>
internal static partial class ManifestLinks
{
    /// <param name="url">Address of the text.</param>
    /// <param name="text">The manifest.</param>
    /// <returns>Addresses, and whether they lead to further playlists.</returns>
    public static IReadOnlyList<(Uri Url, bool IsPlaylist)> Of(Uri url, string text)
    {
        if (text.StartsWith("#EXTM3U", StringComparison.Ordinal))
        {
            return Hls(url, text);
        }

        var root = Parse(text);
        var links = root?.Name.LocalName switch { "MPD" => Dash(root), "SmoothStreamingMedia" => Smooth(root), _ => [] };
        return [.. links.Select(link => (new Uri(url, link), false))];
    }

    private static List<(Uri Url, bool IsPlaylist)> Hls(Uri url, string text)
    {
        var isMaster = text.Contains("#EXT-X-STREAM-INF", StringComparison.Ordinal);
        var links = new List<(string Kind, string Link)>();
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var link = !line.StartsWith('#') ? line
                : line.StartsWith("#EXT-X-KEY", StringComparison.Ordinal) || line.StartsWith("#EXT-X-SESSION", StringComparison.Ordinal) ? null
                : Quoted().Match(line) is { Success: true } match ? match.Groups[1].Value : null;
            if (link is null)
            {
                continue;
            }

            links.Add((line.StartsWith('#') ? line.Split(',')[0] : "", link));
            if (!isMaster && !line.StartsWith('#'))
            {
                break;
            }
        }

        // Whoever follows a part of a long list sees one of each kind before the second of any.
        var ordered = isMaster ? links.GroupBy(link => link.Kind).SelectMany(kind => kind.Index()).OrderBy(link => link.Index).Select(link => link.Item) : links;
        return [.. ordered.Select(link => (new Uri(url, link.Link), isMaster))];
    }

    private static IEnumerable<string> Dash(XElement mpd)
    {
        foreach (var set in mpd.Descendants().Where(element => element.Name.LocalName == "AdaptationSet"))
        {
            var template = set.Elements().FirstOrDefault(element => element.Name.LocalName == "SegmentTemplate");
            var bandwidth = (string?)set.Elements().FirstOrDefault(element => element.Name.LocalName == "Representation")?.Attribute("bandwidth") ?? "";
            var time = (string?)template?.Descendants().FirstOrDefault(element => element.Name.LocalName == "S")?.Attribute("t") ?? "0";
            string?[] forms = [(string?)template?.Attribute("initialization"), (string?)template?.Attribute("media")];
            foreach (var form in forms.OfType<string>())
            {
                yield return form.Replace("$Bandwidth$", bandwidth, StringComparison.Ordinal).Replace("$Time$", time, StringComparison.Ordinal);
            }
        }
    }

    private static IEnumerable<string> Smooth(XElement manifest) =>
        from stream in manifest.Elements("StreamIndex")
        let url = (string?)stream.Attribute("Url")
        let bitrate = (string?)stream.Element("QualityLevel")?.Attribute("Bitrate")
        where url is not null && bitrate is not null
        select url.Replace("{bitrate}", bitrate, StringComparison.Ordinal).Replace("{start time}", (string?)stream.Element("c")?.Attribute("t") ?? "0", StringComparison.Ordinal);

    private static XElement? Parse(string text)
    {
        try
        {
            using var reader = XmlReader.Create(new StringReader(text), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            return XDocument.Load(reader).Root;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    [GeneratedRegex("URI=\"([^\"]+)\"")]
    private static partial Regex Quoted();
}

using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace MediaPlatform.StreamingEndpoint.Tests;

/// <summary>Every URL that a manifest leads to, as a player would make them.</summary>
internal static partial class ManifestUrls
{
    public static async Task<IReadOnlyList<Uri>> AllAsync(HttpClient client, string manifest)
    {
        var address = new Uri(client.BaseAddress!, manifest);
        var text = await client.GetStringAsync(address);
        if (text.StartsWith("#EXTM3U", StringComparison.Ordinal))
        {
            return await HlsAsync(client, address, text);
        }

        var root = XDocument.Parse(text).Root!;
        return [.. (root.Name.LocalName == "MPD" ? Dash(root) : Smooth(root)).Select(relative => new Uri(address, relative))];
    }

    /// <summary>URLs of a playlist, in order, without those of keys and of other playlists' content.</summary>
    public static IReadOnlyList<Uri> OfPlaylist(Uri address, string text) =>
        [.. text.Split('\n').SelectMany(line => line.Contains("-KEY:", StringComparison.Ordinal) ? [] : line.StartsWith('#') ? Quoted().Matches(line).Select(match => match.Groups[1].Value) : line.Length > 0 ? [line] : [])
            .Select(relative => new Uri(address, relative))];

    private static async Task<IReadOnlyList<Uri>> HlsAsync(HttpClient client, Uri address, string master)
    {
        var urls = new List<Uri>();
        foreach (var playlist in OfPlaylist(address, master).Distinct())
        {
            urls.Add(playlist);
            urls.AddRange(OfPlaylist(playlist, await client.GetStringAsync(playlist)));
        }

        return urls;
    }

    private static IEnumerable<string> Dash(XElement mpd)
    {
        foreach (var set in mpd.Descendants().Where(element => element.Name.LocalName == "AdaptationSet"))
        {
            foreach (var representation in set.Elements().Where(element => element.Name.LocalName == "Representation"))
            {
                // A representation with a template of its own has no use for that of the set.
                var template = representation.Elements().Concat(set.Elements()).First(element => element.Name.LocalName == "SegmentTemplate");
                var times = Times(template.Descendants().Where(element => element.Name.LocalName == "S"), repeatsAfterFirst: true);
                var bandwidth = Value(representation, "bandwidth");
                yield return Value(template, "initialization").Replace("$Bandwidth$", bandwidth, StringComparison.Ordinal);
                foreach (var time in times)
                {
                    yield return Value(template, "media").Replace("$Bandwidth$", bandwidth, StringComparison.Ordinal)
                        .Replace("$Time$", time.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
                }
            }
        }
    }

    private static IEnumerable<string> Smooth(XElement manifest) =>
        from stream in manifest.Elements("StreamIndex")
        from level in stream.Elements("QualityLevel")
        from time in Times(stream.Elements("c"), repeatsAfterFirst: false)
        select Value(stream, "Url").Replace("{bitrate}", Value(level, "Bitrate"), StringComparison.Ordinal)
            .Replace("{start time}", time.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

    private static IEnumerable<long> Times(IEnumerable<XElement> chunks, bool repeatsAfterFirst)
    {
        var time = 0L;
        foreach (var chunk in chunks)
        {
            time = Number(chunk, "t") ?? time;
            var count = repeatsAfterFirst ? (Number(chunk, "r") ?? 0) + 1 : Number(chunk, "r") ?? 1;
            for (var i = 0; i < count; i++)
            {
                yield return time;
                time += Number(chunk, "d")!.Value;
            }
        }
    }

    private static string Value(XElement element, string name) => element.Attribute(name)!.Value;

    private static long? Number(XElement element, string name) => (long?)element.Attribute(name);

    [GeneratedRegex("URI=\"([^\"]+)\"")]
    private static partial Regex Quoted();
}

using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace MediaPlatform.Integration.Tests.Fragments;

/// <summary>One rendition as a player gets it: what the manifest says of its fragments, and the fragments.</summary>
/// <param name="Name">For messages.</param>
/// <param name="Header">From the init segment.</param>
/// <param name="Promised">Start and duration of each fragment in seconds, by the manifest.</param>
/// <param name="Fragments">As served.</param>
internal sealed record ServedTrack(
    string Name, bool IsVideo, TrackHeader Header, IReadOnlyList<(decimal Start, decimal Duration)> Promised, IReadOnlyList<ServedFragment> Fragments)
{
    private static readonly XNamespace Mpd = "urn:mpeg:dash:schema:mpd:2011";

    /// <summary>When the first picture is to be shown, or the first sound heard; seconds.</summary>
    public decimal Start => Seconds(Fragments[0].FirstShown - Header.Shift);

    /// <summary>Where the last fragment ends on the decoding timeline, seconds.</summary>
    public decimal End => Seconds(Fragments[^1].Time + Fragments[^1].Duration);

    /// <summary>One tick in seconds, and what an eighth decimal may hide.</summary>
    public decimal Tick => Seconds(1) + 0.0000001m;

    public decimal Seconds(long ticks) => (decimal)ticks / Header.Timescale;

    /// <summary>Every representation of an MPD, and the duration that it gives the presentation.</summary>
    public static async Task<(IReadOnlyList<ServedTrack> Tracks, decimal Duration)> OfDashAsync(HttpClient client, string url)
    {
        var root = XDocument.Parse(await client.GetStringAsync(url)).Root!;
        var tracks = new List<ServedTrack>();
        foreach (var set in root.Descendants(Mpd + "AdaptationSet").Where(set => Text(set, "contentType") is "video" or "audio"))
        {
            var template = set.Element(Mpd + "SegmentTemplate")!;
            var scale = Number(template, "timescale");
            var chunks = Chunks(template.Descendants(Mpd + "S"), repeatsAfterFirst: true).ToList();
            foreach (var bandwidth in set.Elements(Mpd + "Representation").Select(one => Text(one, "bandwidth")))
            {
                string Url(string name, long time) => Text(template, name).Replace("$Bandwidth$", bandwidth, StringComparison.Ordinal).Replace("$Time$", $"{time}", StringComparison.Ordinal);
                var header = TrackHeader.Parse(await client.GetByteArrayAsync(new Uri(new Uri(url), Url("initialization", 0))));
                var fragments = await FetchAsync(client, header, chunks.Select(chunk => new Uri(new Uri(url), Url("media", chunk.Start))));
                tracks.Add(new($"{Text(set, "contentType")} {bandwidth}", Text(set, "contentType") == "video", header, Promise(chunks, scale), fragments));
            }
        }

        return (tracks, (decimal)XmlConvert.ToTimeSpan(Text(root, "mediaPresentationDuration")).Ticks / TimeSpan.TicksPerSecond);
    }

    /// <summary>Every quality level of a Smooth Streaming manifest, and the duration that it gives the presentation.</summary>
    public static async Task<(IReadOnlyList<ServedTrack> Tracks, decimal Duration)> OfSmoothAsync(HttpClient client, string url)
    {
        var root = XDocument.Parse(await client.GetStringAsync(url)).Root!;
        var scale = Number(root, "TimeScale");
        var tracks = new List<ServedTrack>();
        foreach (var stream in root.Elements("StreamIndex").Where(stream => Text(stream, "Type") is "video" or "audio"))
        {
            var chunks = Chunks(stream.Elements("c"), repeatsAfterFirst: false).ToList();
            var header = TrackHeader.OfSmooth(scale);
            foreach (var bitrate in stream.Elements("QualityLevel").Select(level => Text(level, "Bitrate")))
            {
                var template = Text(stream, "Url").Replace("{bitrate}", bitrate, StringComparison.Ordinal);
                var fragments = await FetchAsync(client, header, chunks.Select(chunk => new Uri(new Uri(url), template.Replace("{start time}", $"{chunk.Start}", StringComparison.Ordinal))));
                tracks.Add(new($"{Text(stream, "Type")} {bitrate}", Text(stream, "Type") == "video", header, Promise(chunks, scale), fragments));
            }
        }

        return (tracks, Number(root, "Duration") / (decimal)scale);
    }

    /// <summary>Every media playlist with fragmented MP4 of an HLS master playlist.</summary>
    public static async Task<IReadOnlyList<ServedTrack>> OfHlsAsync(HttpClient client, string url)
    {
        var tracks = new List<ServedTrack>();
        foreach (var playlist in await HlsPlaylist.OfMasterAsync(client, url))
        {
            var header = TrackHeader.Parse(await client.GetByteArrayAsync(playlist.Map!));
            var fragments = await FetchAsync(client, header, playlist.Segments.Select(segment => segment.Url));
            var (promised, at) = (new List<(decimal Start, decimal Duration)>(), fragments[0].Time / (decimal)header.Timescale);
            foreach (var (_, duration) in playlist.Segments)
            {
                promised.Add((at, duration));
                at += duration;
            }

            tracks.Add(new(playlist.Name, playlist.IsVideo, header, promised, fragments));
        }

        return tracks;
    }

    private static async Task<IReadOnlyList<ServedFragment>> FetchAsync(HttpClient client, TrackHeader header, IEnumerable<Uri> urls)
    {
        var fragments = new List<ServedFragment>();
        foreach (var url in urls) fragments.Add(ServedFragment.Parse(await client.GetByteArrayAsync(url), header));
        return fragments;
    }

    // S@r counts the repetitions after the first, c@r all of them.
    private static IEnumerable<(long Start, long Duration)> Chunks(IEnumerable<XElement> elements, bool repeatsAfterFirst)
    {
        var time = 0L;
        foreach (var element in elements)
        {
            time = (long?)element.Attribute("t") ?? time;
            var count = repeatsAfterFirst ? ((long?)element.Attribute("r") ?? 0) + 1 : (long?)element.Attribute("r") ?? 1;
            for (var i = 0; i < count; i++, time += Number(element, "d")) yield return (time, Number(element, "d"));
        }
    }

    private static List<(decimal Start, decimal Duration)> Promise(IEnumerable<(long Start, long Duration)> chunks, long scale) =>
        [.. chunks.Select(chunk => (chunk.Start / (decimal)scale, chunk.Duration / (decimal)scale))];

    private static string Text(XElement element, string name) => element.Attribute(name)!.Value;

    private static long Number(XElement element, string name) => long.Parse(Text(element, name), CultureInfo.InvariantCulture);
}

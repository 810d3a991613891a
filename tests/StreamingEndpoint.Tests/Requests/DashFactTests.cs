using System.Buffers.Binary;
using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace MediaPlatform.StreamingEndpoint.Tests.Requests;

/// <summary>What the schema cannot say: ISO/IEC 23009-1 and the DASH-IF guidelines on how an MPD and its segments agree.</summary>
public sealed class DashFactTests
{
    private static readonly XNamespace Dash = "urn:mpeg:dash:schema:mpd:2011";

    private static HttpClient Client => SharedOrigin.Server.Client;

    [Test]
    public async Task Segments_lie_where_the_mpd_says([Values("mpd-time-csf", "mpd-time-cmaf")] string format, [Values] bool isSmoothSource)
    {
        var address = new Uri(Client.BaseAddress!, $"{(isSmoothSource ? SharedOrigin.Smooth : SharedOrigin.MultiBitrate)}/manifest(format={format})");
        var mpd = XDocument.Parse(await Client.GetStringAsync(address)).Root!;
        var duration = XmlConvert.ToTimeSpan((string)mpd.Attribute("mediaPresentationDuration")!);
        var representations = mpd.Descendants(Dash + "Representation").ToList();
        Assert.That(representations.Select(item => (string)item.Attribute("id")!), Is.Unique, "5.3.5.2: id within a period");
        Assert.That(mpd.Descendants(Dash + "AdaptationSet").Select(item => (string)item.Attribute("id")!), Is.Unique);
        foreach (var set in mpd.Descendants(Dash + "AdaptationSet"))
        {
            var template = set.Element(Dash + "SegmentTemplate")!;
            var times = Times(template).ToList();
            Assert.That(times[^1].Start + times[^1].Duration, Is.EqualTo(duration.Ticks).Within(TimeSpan.TicksPerSecond).And.LessThanOrEqualTo(duration.Ticks + TimeSpan.TicksPerMillisecond), "the timeline ends with the presentation");
            Assert.That(set.Elements(Dash + "Representation").Select(item => (long)item.Attribute("bandwidth")!), Is.Ordered.Descending.And.Unique, "$Bandwidth$ names one representation");
            foreach (var representation in set.Elements(Dash + "Representation"))
            {
                await CheckAsync(address, template, (string)representation.Attribute("bandwidth")!, times, (string?)set.Attribute("startWithSAP") == "1");
            }
        }
    }

    private static async Task CheckAsync(Uri address, XElement template, string bandwidth, List<(long Start, long Duration)> times, bool startsWithSync)
    {
        string Url(string attribute) => ((string)template.Attribute(attribute)!).Replace("$Bandwidth$", bandwidth, StringComparison.Ordinal);
        var init = await Client.GetByteArrayAsync(new Uri(address, Url("initialization")));
        var timescale = (double)Field(init, "mdhd", version => version == 1 ? 20 : 12, 4);
        Assert.That(Fourcc(init, 4), Is.EqualTo("ftyp"));
        Assert.That(init.AsSpan().IndexOf("mvex"u8), Is.GreaterThan(0), "an init segment has no samples but says that there will be");
        foreach (var (start, duration) in times)
        {
            var segment = await Client.GetByteArrayAsync(new Uri(address, Url("media").Replace("$Time$", start.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)));
            var decode = Field(segment, "tfdt", _ => 4, Version(segment, "tfdt") == 1 ? 8 : 4) / timescale * 10_000_000;
            Assert.That(decode, Is.EqualTo((double)start).Within(10_000_000 / timescale), "6.3.4.2: baseMediaDecodeTime is the time of the URL");
            var track = (await Media.Tracks.Mp4Parser.ReadAsync(new Media.MemoryMediaReader((byte[])[.. init, .. segment]))).Tracks[0];
            Assert.That(!startsWithSync || track.IsSync(0), "startWithSAP=1");
            Assert.That(track.Duration.Ticks / timescale * 10_000_000, Is.EqualTo((double)duration).Within(2 * 10_000_000 / timescale), "S@d");
        }
    }

    private static IEnumerable<(long Start, long Duration)> Times(XElement template)
    {
        var time = 0L;
        foreach (var run in template.Descendants(Dash + "S"))
        {
            var first = (long?)run.Attribute("t");
            Assert.That(first ?? time, Is.GreaterThanOrEqualTo(time), "no segment overlaps the one before");
            time = first ?? time;
            for (var i = (long?)run.Attribute("r") ?? 0; i >= 0; i--)
            {
                var duration = (long)run.Attribute("d")!;
                yield return (time, duration);
                time += duration;
            }
        }
    }

    private static string Fourcc(byte[] bytes, int at) => System.Text.Encoding.ASCII.GetString(bytes, at, 4);

    private static int Version(byte[] bytes, string box) => bytes[bytes.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(box)) + 4];

    private static ulong Field(byte[] bytes, string box, Func<int, int> offset, int size)
    {
        var body = bytes.AsSpan(bytes.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(box)) + 4);
        var field = body[offset(body[0])..];
        return size == 8 ? BinaryPrimitives.ReadUInt64BigEndian(field) : BinaryPrimitives.ReadUInt32BigEndian(field);
    }
}

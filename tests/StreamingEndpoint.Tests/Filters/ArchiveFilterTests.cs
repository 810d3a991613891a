using System.Xml.Linq;
using MediaPlatform.Data.Filters;
using MediaPlatform.Media.Tracks;
using MediaPlatform.StreamingEndpoint.Tests.Sources;
using MediaPlatform.TestKit;

namespace MediaPlatform.StreamingEndpoint.Tests.Filters;

/// <summary>Time ranges over archives of live events: they name the times of the fragments, which count from 1970 or from wherever the encoder began.</summary>
public sealed class ArchiveFilterTests
{
    private const long Second = 10_000_000;

    // 14 July 2022, 12:00, as an encoder with a clock stamps it.
    private const long Epoch = 16_578_000_000_000_000;

    private string _path = "";

    private static OriginServer Server => SharedOrigin.Server;

    [OneTimeSetUp]
    public async Task PublishAsync()
    {
        using var pictures = new FileMediaReader(SharedFiles.Media("ams-asset-smooth/BigBuckBunny.ismv"));
        using var sounds = new FileMediaReader(SharedFiles.Media("ams-asset-smooth/BigBuckBunny.isma"));
        var archive = new LiveArchive { Shift = Epoch, Times = 4 };
        await archive.AddAsync("v", "video", (await Mp4Parser.ReadAsync(pictures)).First(TrackKind.Video)!, pictures);
        await archive.AddAsync("a", "audio", (await Mp4Parser.ReadAsync(sounds)).First(TrackKind.Audio)!, sounds);
        _path = await archive.PublishAsync(Server);
        await RangeAsync("clip", new(Epoch + (10 * Second), Epoch + (20 * Second)));
        await RangeAsync("clip90k", new((Epoch + (10 * Second)) / 1000 * 9, (Epoch + (20 * Second)) / 1000 * 9, Timescale: 90_000));
        await RangeAsync("fromclip", new(Epoch + (10 * Second)));
        await RangeAsync("untilclip", new(0, Epoch + (20 * Second)));
        await RangeAsync("before", new(10 * Second, 20 * Second));
    }

    [TestCase("clip", 10, 20)]
    [TestCase("clip90k", 10, 20)]
    [TestCase("fromclip", 10, 1000)]
    [TestCase("untilclip", 0, 20)]
    [TestCase("fromclip;untilclip", 10, 20)]
    public async Task A_range_names_the_times_of_the_fragments(string filter, int from, int to)
    {
        var all = await ChunksAsync("");
        var expected = all.Where(chunk => chunk.End > Epoch + (from * Second) && chunk.Start < Epoch + (to * Second)).ToList();

        Assert.That(expected, Is.Not.Empty.And.Count.LessThan(all.Count));
        Assert.That(await ChunksAsync($"(filter={filter})"), Is.EqualTo(expected));
    }

    [Test]
    public async Task A_range_before_the_archive_leaves_nothing()
    {
        using var reply = await Server.Client.GetAsync($"{_path}/manifest(filter=before)");

        Assert.That(reply.Headers.GetValues("x-ms-error-code").Single(), Is.EqualTo("MPE_FILTER_REMOVED_ALL_STREAMS"));
    }

    [TestCase("m3u8-aapl")]
    [TestCase("m3u8-cmaf")]
    public async Task The_first_segment_of_a_clip_carries_its_own_date(string format)
    {
        var urls = await ManifestUrls.AllAsync(Server.Client, $"{_path}/manifest(format={format},filter=clip)");
        var playlist = await Server.Client.GetStringAsync(urls.First(url => url.AbsolutePath.Contains("Manifest(video,", StringComparison.Ordinal)));
        var first = (await ChunksAsync("(filter=clip)"))[0].Start;

        Assert.That(playlist, Does.Contain($"#EXT-X-PROGRAM-DATE-TIME:{DateTime.UnixEpoch.AddTicks(first):yyyy-MM-dd'T'HH:mm:ss.fff}Z"));
        Assert.That(playlist, Does.Contain($"Fragments(video={first},").And.EndWith("#EXT-X-ENDLIST\n"));
    }

    [Test]
    public async Task The_period_of_a_clip_begins_with_its_first_fragment()
    {
        var mpd = XElement.Parse(await Server.Client.GetStringAsync($"{_path}/manifest(format=mpd-time-cmaf,filter=clip)"));
        var templates = mpd.Descendants().Where(element => element.Name.LocalName == "SegmentTemplate").ToList();
        var starts = templates.ConvertAll(template => (long)template.Descendants().First(element => element.Name.LocalName == "S").Attribute("t")!);

        Assert.That(templates.Select(template => (long)template.Attribute("presentationTimeOffset")!), Is.All.EqualTo(starts.Min()));
    }

    private static Task RangeAsync(string name, PresentationTimeRange range) => Server.AddFilterAsync(name, filter => filter.PresentationTimeRange = range);

    private async Task<List<(long Start, long End)>> ChunksAsync(string parameters)
    {
        var smooth = XElement.Parse(await Server.Client.GetStringAsync($"{_path}/manifest{parameters}"));
        var chunks = new List<(long, long)>();
        var time = 0L;
        foreach (var chunk in smooth.Elements("StreamIndex").First(stream => (string?)stream.Attribute("Type") == "video").Elements("c"))
        {
            time = (long?)chunk.Attribute("t") ?? time;
            for (var i = (long?)chunk.Attribute("r") ?? 1; i > 0; i--)
            {
                chunks.Add((time, time += (long)chunk.Attribute("d")!));
            }
        }

        return chunks;
    }
}

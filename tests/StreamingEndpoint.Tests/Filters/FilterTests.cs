using System.Xml.Linq;
using MediaPlatform.Data.Filters;
using MediaPlatform.TestKit;

namespace MediaPlatform.StreamingEndpoint.Tests.Filters;

/// <summary>Dynamic manifest filters, seen through the manifests that they shape.</summary>
public sealed class FilterTests
{
    private const long Second = 10_000_000;
    private string _levels = "";
    private string _talk = "";

    private static OriginServer Server => SharedOrigin.Server;

    [OneTimeSetUp]
    public async Task PublishAsync()
    {
        await TracksAsync("videoonly", [("Type", "Equal", "video")]);
        await TracksAsync("audioonly", [("Type", "Equal", "AUDIO")]);
        await TracksAsync("low", [("Type", "Equal", "video"), ("Bitrate", "Equal", "0-1200000")], [("Type", "Equal", "audio")]);
        await TracksAsync("open", [("Bitrate", "Equal", "2000000-")]);
        await TracksAsync("notnamed", [("Type", "Equal", "video")], [("Type", "Equal", "audio"), ("Name", "NotEqual", "audio")]);
        await TracksAsync("english", [("Language", "Equal", "en")]);
        await TracksAsync("french", [("Language", "Equal", "fra")]);
        await TracksAsync("avc", [("FourCC", "Equal", "AVC1")]);
        await TracksAsync("senseless", [("Colour", "Equal", "red")]);
        await Server.AddFilterAsync("first", filter => filter.FirstQualityBitrate = 1_600_000);
        await Server.AddFilterAsync("second", filter => filter.FirstQualityBitrate = 500_000);
        await RangeAsync("middle", new(10 * Second, 20 * Second));
        await RangeAsync("later", new(15 * Second, null));
        await RangeAsync("never", new(200 * Second, 300 * Second));
        await RangeAsync("ticks", new(10, 20, Timescale: 1));
        await RangeAsync("endless", new(0, 9223372036854775807, 9223372036854775807));
        await RangeAsync("backwards", new(20 * Second, 10 * Second));
        await RangeAsync("narrow", new(PresentationWindowDuration: 59 * Second));
        await RangeAsync("backoff", new(LiveBackoffDuration: 301 * Second));
        await RangeAsync("overwindow", new(PresentationWindowDuration: 60 * Second, LiveBackoffDuration: 61 * Second));
        await Server.AddFilterAsync("nothing", filter => filter.FirstQualityBitrate = 0);
        await RangeAsync("forced", new(0, ForceEndTimestamp: true));
        for (var i = 0; i < 11; i++)
        {
            await Server.AddFilterAsync($"many{i}", _ => { });
        }

        _levels = $"/{await Server.PublishAsync(Assets.MultiBitrate)}/BigBuckBunny_3400.ism";
        var asset = await Server.AddAssetAsync();
        await Server.UploadAsync(asset, "talk.mp4", await File.ReadAllBytesAsync(SharedFiles.Media("good/talk-480p30-42s.mp4")));
        await Server.UploadAsync(asset, "talk.ism", Assets.Manifest("talk.mp4", "video", "audio"));
        // The asset's own filter hides that of the account.
        await Server.AddFilterAsync("videoonly", filter => filter.Tracks = [new([new("Type", "Equal", "audio")])], asset.Id);
        _talk = $"/{await Server.PublishAsync(asset)}/talk.ism";
    }

    [TestCase("videoonly", 6, 0)]
    [TestCase("audioonly", 0, 1)]
    [TestCase("low", 3, 1)]
    [TestCase("notnamed", 6, 0)]
    [TestCase("english", 6, 1)]
    [TestCase("avc", 6, 0)]
    [TestCase("low;videoonly", 3, 0)]
    [TestCase("videoonly;LOW", 3, 0)]
    public async Task A_rendition_stays_when_an_alternative_fits_in_every_filter(string filters, int video, int audio)
    {
        var mpd = await MpdAsync(_levels, filters);

        Assert.That((Count(mpd, "video"), Count(mpd, "audio")), Is.EqualTo((video, audio)));
    }

    [Test]
    public async Task An_open_bitrate_range_has_no_upper_end()
    {
        var mpd = await MpdAsync(_levels, "open");

        Assert.That(mpd.Descendants().Where(element => element.Name.LocalName == "Representation").Select(element => (long)element.Attribute("bandwidth")!), Is.All.GreaterThanOrEqualTo(2_000_000));
    }

    [TestCase("audioonly", "8.452", "84520634")]
    [TestCase("videoonly", "8.467", "84673333")]
    public async Task A_presentation_is_as_long_as_the_longest_track_that_is_left(string filter, string seconds, string ticks)
    {
        var mpd = await MpdAsync(_levels, filter);
        var smooth = XElement.Parse(await Server.Client.GetStringAsync($"{_levels}/manifest(filter={filter})"));

        Assert.That((string?)mpd.Attribute("mediaPresentationDuration"), Is.EqualTo($"PT{seconds}S"));
        Assert.That((string?)smooth.Attribute("Duration"), Is.EqualTo(ticks));
    }

    [Test]
    public async Task A_filter_of_the_asset_hides_one_of_the_account()
    {
        var mpd = await MpdAsync(_talk, "videoonly");

        Assert.That((Count(mpd, "video"), Count(mpd, "audio")), Is.EqualTo((0, 1)));
    }

    [Test]
    public async Task Filters_of_the_locator_always_apply()
    {
        var locator = await Server.PublishAsync(Assets.MultiBitrate, change: row => row.Filters = ["low"]);
        var mpd = await MpdAsync($"/{locator}/BigBuckBunny_3400.ism", "videoonly");

        Assert.That((Count(mpd, "video"), Count(mpd, "audio")), Is.EqualTo((3, 0)));
    }

    [Test]
    public async Task The_first_quality_is_listed_first()
    {
        var master = await Server.Client.GetStringAsync($"{_levels}/manifest(format=m3u8-cmaf,filter=first)");
        var level = master.Split('\n').First(line => line.StartsWith("QualityLevels", StringComparison.Ordinal));

        Assert.That(level, Does.StartWith("QualityLevels(1603805)"));
    }

    [TestCase("middle", 10, 20)]
    [TestCase("ticks", 10, 20)]
    [TestCase("later", 15, 42)]
    [TestCase("middle;later", 15, 20)]
    [TestCase("endless", 0, 42)]
    public async Task A_time_range_keeps_whole_fragments_with_their_times(string filters, int start, int end)
    {
        var mpd = await MpdAsync(_talk, filters);
        var all = Starts(await MpdAsync(_talk, "many0"));
        var kept = Starts(mpd);

        Assert.That(kept, Is.Not.Empty.And.SubsetOf(all));
        // The fragment over the left edge stays; everything from the edge on until the right one does too.
        Assert.That(kept[0], Is.LessThanOrEqualTo(start * Second));
        Assert.That(all.Where(time => time > start * Second && time < end * Second), Is.SubsetOf(kept));
        Assert.That(kept.Where(time => time >= end * Second), Is.Empty);
    }

    [Test]
    public async Task A_trimmed_playlist_ends_and_lists_the_same_urls()
    {
        var master = new Uri(Server.Address, $"{_talk}/manifest(format=m3u8-aapl,filter=middle)");
        var playlist = ManifestUrls.OfPlaylist(master, await Server.Client.GetStringAsync(master)).Last();
        var text = await Server.Client.GetStringAsync(playlist);

        Assert.That(text, Does.EndWith("#EXT-X-ENDLIST\n").And.Contain("filter=middle"));
        foreach (var url in ManifestUrls.OfPlaylist(playlist, text))
        {
            using var reply = await Server.Client.GetAsync(url);
            Assert.That(reply.IsSuccessStatusCode, url.ToString());
        }
    }

    [TestCase("nosuch", 404, "MPE_EGRESS_FILTER_NOT_FOUND")]
    [TestCase("french", 415, "MPE_FILTER_REMOVED_ALL_STREAMS")]
    [TestCase("videoonly;audioonly", 415, "MPE_FILTER_REMOVED_ALL_STREAMS")]
    [TestCase("never", 415, "MPE_FILTER_REMOVED_ALL_STREAMS")]
    [TestCase("first;second", 415, "MPE_FILTER_COMPOSITION_MULTIPLE_FIRST_QUALITY")]
    [TestCase("many0;many1;many2;many3;many4;many5;many6;many7;many8;many9;many10", 415, "MPE_FILTER_COMPOSITION_FILTER_COUNT_OVER_LIMIT")]
    [TestCase("senseless", 415, "MPE_FILTER_INVALID_TRACK_ATTRIBUTE")]
    [TestCase("backwards", 415, "MPE_FILTER_INVALID_RANGE_ATTRIBUTE")]
    [TestCase("narrow", 415, "MPE_FILTER_INVALID_WINDOW_ATTRIBUTE")]
    [TestCase("backoff", 415, "MPE_FILTER_INVALID_BACKOFF_ATTRIBUTE")]
    [TestCase("overwindow", 415, "MPE_FILTER_BACKOFF_OVER_PRESENTATION_WINDOW")]
    [TestCase("nothing", 415, "MPE_FILTER_INVALID_FIRST_QUALITY_ATTRIBUTE")]
    [TestCase("forced", 415, "MPE_FILTER_INVALID_RANGE_ATTRIBUTE")]
    public async Task A_filter_that_cannot_be_applied_says_why(string filters, int status, string code)
    {
        using var reply = await Server.Client.GetAsync($"{_levels}/manifest(format=m3u8-cmaf,filter={filters})");
        var given = reply.Headers.GetValues("x-ms-error-code").Single();

        Assert.That((int)reply.StatusCode, Is.EqualTo(status));
        Assert.That(given, Is.EqualTo(code));
    }

    private static async Task<XElement> MpdAsync(string presentation, string filters) =>
        XElement.Parse(await Server.Client.GetStringAsync($"{presentation}/manifest(format=mpd-time-cmaf,filter={filters})"));

    private static int Count(XElement mpd, string type) => mpd.Descendants()
        .Count(element => element.Name.LocalName == "Representation" && element.Parent!.Attribute("contentType")!.Value == type);

    private static List<long> Starts(XElement mpd)
    {
        var starts = new List<long>();
        var time = 0L;
        var video = mpd.Descendants().First(element => element.Name.LocalName == "AdaptationSet" && element.Attribute("contentType")!.Value == "video");
        foreach (var run in video.Descendants().Where(element => element.Name.LocalName == "S"))
        {
            time = (long?)run.Attribute("t") ?? time;
            for (var i = (long?)run.Attribute("r") ?? 0; i >= 0; i--)
            {
                starts.Add(time);
                time += (long)run.Attribute("d")!;
            }
        }

        return starts;
    }

    private static Task TracksAsync(string name, params (string Property, string Operation, string Value)[][] alternatives) => Server.AddFilterAsync(
        name, filter => filter.Tracks = [.. alternatives.Select(all => new FilterTrackSelection([.. all.Select(one => new FilterTrackPropertyCondition(one.Property, one.Operation, one.Value))]))]);

    private static Task RangeAsync(string name, PresentationTimeRange range) => Server.AddFilterAsync(name, filter => filter.PresentationTimeRange = range);
}

using System.Globalization;
using System.Net;
using System.Xml.Linq;
using MediaPlatform.Data.Blobs;
using MediaPlatform.Media.TimedMetadata;
using MediaPlatform.Media.Tracks;
using MediaPlatform.StreamingEndpoint.Sources;
using MediaPlatform.StreamingEndpoint.Tests.Requests;
using MediaPlatform.TestKit;

namespace MediaPlatform.StreamingEndpoint.Tests.Sources;

/// <summary>Marks of advertisements and other messages that an archive holds are in every format, at their times.</summary>
public sealed class ArchiveEventsTests
{
    // 14 July 2022, 12:00, as an encoder with a clock stamps it.
    private const long Epoch = 16_578_000_000_000_000;
    private const long Second = 10_000_000;

    private FileMediaReader _pictures = null!;
    private FileMediaReader _sounds = null!;
    private TrackIndex _video = null!;
    private TrackIndex _audio = null!;
    private string _path = "";

    private static OriginServer Server => SharedOrigin.Server;

    private static byte[] Out => Convert.FromBase64String(EventFragments.SpliceOut);

    private static byte[] In => Convert.FromBase64String(EventFragments.SpliceIn);

    [OneTimeSetUp]
    public async Task PublishAsync()
    {
        _pictures = new FileMediaReader(SharedFiles.Media("ams-asset-smooth/BigBuckBunny.ismv"));
        _sounds = new FileMediaReader(SharedFiles.Media("ams-asset-smooth/BigBuckBunny.isma"));
        _video = (await Mp4Parser.ReadAsync(_pictures)).First(TrackKind.Video)!;
        _audio = (await Mp4Parser.ReadAsync(_sounds)).First(TrackKind.Audio)!;
        var archive = await ArchiveAsync();
        archive.AddTrack(EventFragments.Element("ads_0", "ads", EventTrack.SpliceScheme));
        archive.Add("ads_0/header", EventFragments.Header(10_000_000));
        Add(archive, "ads_0", 6, 30, 1026, Out);
        Add(archive, "ads_0", 20, 0, 1027, In);
        Add(archive, "ads_0", 22, 2, 1026, Out);
        Add(archive, "ads_0", 5000, 2, 1028, Out);
        archive.AddTrack(EventFragments.Element("scores_0", "scores", "urn:example:scores"));
        Add(archive, "scores_0", 10, 0, 1, "1:0"u8.ToArray());
        archive.AddTrack("<textstream src=\"words.vtt\"><param name=\"trackName\" value=\"words\"/></textstream>");
        archive.Add("words.vtt", "WEBVTT\n\n00:00:01.500 --> 00:00:02.000\nHello there\n"u8.ToArray());
        _path = await archive.PublishAsync(Server);
    }

    [OneTimeTearDown]
    public void Close()
    {
        _pictures.Dispose();
        _sounds.Dispose();
    }

    [TestCase("m3u8-aapl", "video")]
    [TestCase("m3u8-aapl", "audio")]
    [TestCase("m3u8-aapl-v3", "video")]
    [TestCase("m3u8-cmaf", "video")]
    [TestCase("m3u8-cmaf", "audio")]
    public async Task Playlists_of_pictures_and_sound_mark_splices_before_the_segment_they_are_in(string format, string track)
    {
        var lines = (await PlaylistAsync($"{_path}/manifest(format={format})", track)).Split('\n').ToList();
        var ranges = lines.Where(line => line.StartsWith("#EXT-X-DATERANGE:", StringComparison.Ordinal)).ToList();
        var first = ranges[0];
        var next = lines.Skip(lines.IndexOf(first)).First(line => line.StartsWith("Fragments(", StringComparison.Ordinal));
        var segment = long.Parse(next.Split('=')[1].Split(',')[0], CultureInfo.InvariantCulture);

        Assert.That(ranges, Has.Count.EqualTo(2));
        Assert.That(first, Is.EqualTo($"#EXT-X-DATERANGE:ID=\"1026\",START-DATE=\"2022-07-14T12:00:06.000Z\",DURATION=14.000000,PLANNED-DURATION=30.000000,SCTE35-OUT=0x{Convert.ToHexString(Out)},SCTE35-IN=0x{Convert.ToHexString(In)}"));
        Assert.That(ranges[1], Does.StartWith($"#EXT-X-DATERANGE:ID=\"1026-{Epoch + (22 * Second)}\",").And.Not.Contain("SCTE35-IN"));
        Assert.That(segment, Is.InRange(Epoch - Second, Epoch + (6 * Second)));
        var cues = lines.Where(line => line.StartsWith("#EXT-X-CUE:", StringComparison.Ordinal)).ToList();
        Assert.That(cues, Has.Count.EqualTo(format == "m3u8-cmaf" ? 0 : 2));
        Assert.That(cues.FirstOrDefault(), Is.Null.Or.EqualTo($"#EXT-X-CUE:ID=\"1026\",TYPE=\"scte35\",DURATION=30.000000,TIME=1657800006.000000,CUE=\"{EventFragments.SpliceOut}\""));
    }

    [Test]
    public async Task Playlists_of_text_and_films_without_marks_have_none()
    {
        Assert.That(await PlaylistAsync($"{_path}/manifest(format=m3u8-aapl)", "words"), Does.Not.Contain("DATERANGE").And.Not.Contain("EXT-X-CUE"));
        Assert.That(await PlaylistAsync($"{SharedOrigin.MultiBitrate}/manifest(format=m3u8-aapl)", "video"), Does.Not.Contain("DATERANGE"));
    }

    [TestCase("mpd-time-csf")]
    [TestCase("mpd-time-cmaf")]
    public async Task An_mpd_lists_events_from_the_start_of_the_period(string format)
    {
        var text = await Server.Client.GetStringAsync($"{_path}/manifest(format={format})");
        var mpd = XDocument.Parse(text).Root!;
        var streams = mpd.Descendants().Where(element => element.Name.LocalName == "EventStream").ToList();
        var origin = (long)mpd.Descendants().First(element => element.Name.LocalName == "SegmentTemplate").Attribute("presentationTimeOffset")!;
        var ads = streams[0].Elements().ToList();

        MpdSchemaTests.Validate(text);
        Assert.That(streams.Select(stream => ((string)stream.Attribute("schemeIdUri")!, (string)stream.Attribute("value")!)),
            Is.EqualTo(new[] { ("urn:scte:scte35:2014:xml+bin", "ads"), ("urn:example:scores", "scores") }));
        Assert.That(ads.Select(one => ((long)one.Attribute("presentationTime")!, (long?)one.Attribute("duration"), (string)one.Attribute("id")!)), Is.EqualTo(new[]
        {
            (Epoch + (6 * Second) - origin, 30 * Second, "1026"), (Epoch + (20 * Second) - origin, (long?)null, "1027"), (Epoch + (22 * Second) - origin, 2 * Second, "1"),
        }));
        Assert.That(Convert.FromBase64String(ads[0].Value.Trim()), Is.EqualTo(Out));
        Assert.That(Convert.FromBase64String(streams[1].Value.Trim()), Is.EqualTo("1:0"u8.ToArray()));
    }

    [TestCase("manifest")]
    [TestCase("manifest(format=fmp4-v20)")]
    public async Task Smooth_streaming_embeds_the_messages_and_serves_them_too(string manifest)
    {
        var root = XDocument.Parse(await Server.Client.GetStringAsync($"{_path}/{manifest}")).Root!;
        var ads = root.Elements("StreamIndex").Single(stream => (string?)stream.Attribute("Name") == "ads");
        var served = (await ManifestUrls.AllAsync(Server.Client, $"{_path}/{manifest}")).Where(url => url.AbsolutePath.Contains("(ads=", StringComparison.Ordinal)).ToList();

        Assert.That(((string)ads.Attribute("Subtype")!, (string)ads.Attribute("ParentStreamIndex")!, (string)ads.Attribute("ManifestOutput")!, (int)ads.Attribute("Chunks")!), Is.EqualTo(("DATA", "video", "TRUE", 3)));
        Assert.That((string)ads.Descendants("Attribute").Single().Attribute("Value")!, Is.EqualTo(EventTrack.SpliceScheme));
        Assert.That(ads.Elements("c").Select(chunk => ((long)chunk.Attribute("t")! - Epoch, (long)chunk.Attribute("d")!)), Is.EqualTo(new[] { (6 * Second, 30 * Second), (20 * Second, 0L), (22 * Second, 2 * Second) }));
        Assert.That(served, Has.Count.EqualTo(3));
        foreach (var (url, chunk) in served.Zip(ads.Elements("c")))
        {
            Assert.That(EventFragments.MessageOf(await Server.Client.GetByteArrayAsync(url)), Is.EqualTo(Convert.FromBase64String(chunk.Value)));
        }

        Assert.That((await Server.Client.GetAsync(new Uri(served[0].ToString().Replace("QualityLevels(0)", "QualityLevels(1)", StringComparison.Ordinal)))).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await Server.Client.GetAsync($"{_path}/QualityLevels(0)/Fragments(ads=1)")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await Server.Client.GetAsync($"{_path}/QualityLevels(0)/Fragments(ads={Epoch + (6 * Second)},format=mpd-time-csf)")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task A_clip_has_the_events_of_its_time()
    {
        await Server.AddFilterAsync("adbreak", filter => filter.PresentationTimeRange = new(Epoch + (14 * Second), Epoch + (17 * Second)));

        var smooth = XDocument.Parse(await Server.Client.GetStringAsync($"{_path}/manifest(filter=adbreak)")).Root!;
        var mpd = XDocument.Parse(await Server.Client.GetStringAsync($"{_path}/manifest(format=mpd-time-cmaf,filter=adbreak)"));
        var hls = await PlaylistAsync($"{_path}/manifest(format=m3u8-aapl,filter=adbreak)", "video");
        var ad = mpd.Descendants().First(element => element.Name.LocalName == "Event");

        Assert.That(smooth.Elements("StreamIndex").Single(stream => (string?)stream.Attribute("Name") == "ads").Elements("c").Count(), Is.EqualTo(1));
        Assert.That((long)ad.Attribute("presentationTime")!, Is.EqualTo(0));
        Assert.That((long)ad.Attribute("duration")!, Is.LessThan(30 * Second));
        Assert.That(hls.Split("DATERANGE:ID=\"1026\""), Has.Length.EqualTo(2));
        Assert.That(hls, Does.Contain(",ELAPSED=").And.Contain("START-DATE=\"2022-07-14T12:00:06.000Z\"").And.Not.Contain("1026-"));
    }

    [Test]
    public async Task An_event_track_that_is_empty_or_damaged_keeps_nobody_from_watching()
    {
        var archive = await ArchiveAsync();
        archive.AddTrack(EventFragments.Element("none", "none", EventTrack.SpliceScheme));
        archive.Add("none/header", EventFragments.Header(10_000_000));
        archive.AddTrack(EventFragments.Element("bad", "bad", EventTrack.SpliceScheme));
        archive.Add("bad/7", [0, 0, 0, 99, (byte)'m', (byte)'o', (byte)'o', (byte)'f', 1]);
        archive.AddTrack(EventFragments.Element("video2", "video", EventTrack.SpliceScheme));
        Add(archive, "video2", 6, 30, 1026, Out);
        var path = await archive.PublishAsync(Server);

        var root = XDocument.Parse(await Server.Client.GetStringAsync($"{path}/manifest")).Root!;

        Assert.That(root.Elements("StreamIndex").Select(stream => (string?)stream.Attribute("Name") ?? "video"), Is.EqualTo(new[] { "video", "audio", "video_2" }));
        Assert.That(await (await Server.Client.GetAsync($"{path}/QualityLevels(0)/Fragments(bad=7)")).Content.ReadAsStringAsync(), Does.Contain("bad:"));
    }

    [TestCase(60)]
    [TestCase(20)]
    [TestCase(-1)]
    public async Task A_damaged_message_takes_no_other_with_it(int left)
    {
        var archive = await ArchiveAsync();
        archive.AddTrack(EventFragments.Element("ads", "ads", EventTrack.SpliceScheme));
        Add(archive, "ads", 6, 0, 1, Out);
        var middle = EventFragments.Fragment(Epoch + (4 * Second), 0, 2, (uint)(4 * Second), Out);
        archive.Add($"ads/{Epoch + (4 * Second)}", left < 0 ? new byte[200] : middle[..left]);
        Add(archive, "ads", 10, 0, 3, Out);
        var path = await archive.PublishAsync(Server);

        var mpd = XDocument.Parse(await Server.Client.GetStringAsync($"{path}/manifest(format=mpd-time-cmaf)"));

        Assert.That(mpd.Descendants().Where(one => one.Name.LocalName == "Event").Select(one => (string)one.Attribute("id")!), Is.EqualTo(new[] { "1", "3" }));
    }

    [Test]
    public async Task Messages_alone_are_nothing_to_play()
    {
        var archive = new LiveArchive();
        archive.AddTrack(EventFragments.Element("ads", "ads", EventTrack.SpliceScheme));
        archive.Add("ads/1", EventFragments.Fragment(1, 0, 1, 0, Out));
        using var reply = await Server.Client.GetAsync($"{await archive.PublishAsync(Server)}/manifest");

        Assert.That(reply.Headers.GetValues("x-ms-error-code").Single(), Is.EqualTo("MPE_FORMAT_NOT_SUPPORTED"));
    }

    [Test]
    public async Task Events_that_are_stored_later_are_seen()
    {
        await using var server = await OriginServer.StartAsync(("StreamingEndpoint:SourceFreshness", "00:00:00.1"));
        var archive = await ArchiveAsync();
        archive.AddTrack(EventFragments.Element("ads", "ads", EventTrack.SpliceScheme));
        var path = await archive.PublishAsync(server);
        Assert.That(await server.Client.GetStringAsync($"{path}/manifest"), Does.Not.Contain("\"ads\""));
        var locator = await server.Get<Data.Streaming.LocatorReader>().FindAsync(Guid.Parse(path.Split('/')[1]), default);
        await server.ContainerOf(locator!.Asset).UploadAsync("ads/1", new MemoryStream(EventFragments.Fragment(Epoch, 0, 1, 20_000_000, Out)), null, default);

        Assert.That(async () => await server.Client.GetStringAsync($"{path}/manifest"), Does.Contain("\"ads\"").After(5000, 100));
    }

    [TestCase("ads/", true)]
    [TestCase("ads/", false)]
    [TestCase("words.vtt", true)]
    [TestCase("words.vtt", false)]
    public async Task Messages_and_captions_that_the_storage_does_not_give_at_once_keep_nobody_from_watching_and_come_later(string blob, bool isReplaced)
    {
        await using var server = await OriginServer.StartAsync(CountingBlobs.Insert, ("StreamingEndpoint:SourceFreshness", "00:00:00.1"));
        var archive = await ArchiveAsync();
        archive.AddTrack(EventFragments.Element("ads", "ads", EventTrack.SpliceScheme));
        Add(archive, "ads", 6, 0, 1, Out);
        archive.AddTrack("<textstream src=\"words.vtt\"><param name=\"trackName\" value=\"words\"/></textstream>");
        archive.Add("words.vtt", "WEBVTT\n\n00:00:01.500 --> 00:00:02.000\nHello there\n"u8.ToArray());
        var path = await archive.PublishAsync(server);
        var (blobs, track) = (server.Get<CountingBlobs>(), blob == "ads/" ? "\"ads\"" : "(words=");
        blobs.Refuse = name => !name.StartsWith(blob, StringComparison.Ordinal) ? null
            : isReplaced ? new BlobException(BlobFailure.ConditionNotMet, "Replaced.") : new IOException("Away.");

        Assert.That(await server.Client.GetStringAsync($"{path}/manifest(format=mpd-time-cmaf)"), Does.Contain("video/mp4").And.Not.Contain(track));
        blobs.Refuse = static _ => null;
        Assert.That(async () => await server.Client.GetStringAsync($"{path}/manifest(format=mpd-time-cmaf)"), Does.Contain(track).After(5000, 100));
    }

    [Test]
    public async Task Messages_count_as_memory_that_the_asset_holds()
    {
        var archive = await ArchiveAsync();
        archive.AddTrack(EventFragments.Element("big", "big", "urn:example:big"));
        Add(archive, "big", 6, 0, 1, new byte[1_000_000]);
        var path = await archive.PublishAsync(Server);
        var locator = await Server.Get<Data.Streaming.LocatorReader>().FindAsync(Guid.Parse(path.Split('/')[1]), default);

        var asset = await Server.Get<AssetCache>().GetAsync(new(locator!.Asset.StorageAccountName, locator.Asset.Container, LiveArchive.ManifestName), default);

        Assert.That(asset.Size, Is.InRange(1_000_000, 1_500_000));
    }

    private async Task<LiveArchive> ArchiveAsync()
    {
        var archive = new LiveArchive { Shift = Epoch, Times = 3 };
        await archive.AddAsync("v", "video", _video, _pictures);
        await archive.AddAsync("a", "audio", _audio, _sounds);
        return archive;
    }

    // Each comes in four seconds before what it tells of.
    private static void Add(LiveArchive archive, string folder, int second, int duration, uint id, byte[] message)
    {
        var arrival = Epoch + ((second - 4) * Second);
        archive.Add($"{folder}/{arrival}", EventFragments.Fragment(arrival, duration * Second, id, (uint)(4 * Second), message));
    }

    private static async Task<string> PlaylistAsync(string manifest, string track)
    {
        var master = new Uri(Server.Address, manifest);
        var address = ManifestUrls.OfPlaylist(master, await Server.Client.GetStringAsync(master)).First(url => url.AbsolutePath.Contains($"({track}", StringComparison.Ordinal));
        return await Server.Client.GetStringAsync(address);
    }
}

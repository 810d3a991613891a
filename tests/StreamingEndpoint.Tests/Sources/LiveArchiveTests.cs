using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Text;
using System.Xml.Linq;
using MediaPlatform.Media;
using MediaPlatform.Media.Captions;
using MediaPlatform.Media.Tracks;
using MediaPlatform.TestKit;

namespace MediaPlatform.StreamingEndpoint.Tests.Sources;

/// <summary>What AMS left after live events streams as it lies: fragment blobs per track, gaps, times since 1970, chunks, text without header.</summary>
public sealed class LiveArchiveTests
{
    // 14 July 2022, 12:00, as an encoder with a clock stamps it.
    private const long Epoch = 16_578_000_000_000_001;

    private static readonly string[] Formats = ["manifest", "manifest(format=fmp4-v20)", "manifest(format=m3u8-aapl)", "manifest(format=m3u8-aapl-v3)", "manifest(format=m3u8-cmaf)", "manifest(format=mpd-time-csf)", "manifest(format=mpd-time-cmaf)"];

    private FileMediaReader _pictures = null!;
    private FileMediaReader _sounds = null!;
    private TrackIndex _video = null!;
    private TrackIndex _audio = null!;
    private LiveArchive _gapped = null!;
    private string _path = "";

    private static OriginServer Server => SharedOrigin.Server;

    [OneTimeSetUp]
    public async Task PublishAsync()
    {
        _pictures = new FileMediaReader(SharedFiles.Media("ams-asset-smooth/BigBuckBunny.ismv"));
        _sounds = new FileMediaReader(SharedFiles.Media("ams-asset-smooth/BigBuckBunny.isma"));
        _video = (await Mp4Parser.ReadAsync(_pictures)).First(TrackKind.Video)!;
        _audio = (await Mp4Parser.ReadAsync(_sounds)).First(TrackKind.Audio)!;
        _gapped = new LiveArchive { Shift = Epoch, Times = 3 };
        await _gapped.AddAsync("video_2862836", "video", _video, _pictures, missing: 2);
        await _gapped.AddAsync("audio_157582", "audio", _audio, _sounds, missing: 2);
        _path = await _gapped.PublishAsync(Server);
    }

    [OneTimeTearDown]
    public void Close()
    {
        _pictures.Dispose();
        _sounds.Dispose();
    }

    [TestCaseSource(nameof(Formats))]
    public async Task Every_format_serves_all_fragments(string manifest)
    {
        var urls = await ManifestUrls.AllAsync(Server.Client, $"{_path}/{manifest}");

        Assert.That(urls.Count(url => url.AbsolutePath.Contains("Fragments(", StringComparison.Ordinal)), Is.GreaterThan(2));
        foreach (var url in urls)
        {
            using var reply = await Server.Client.GetAsync(url);
            Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.OK), url.ToString());
            Assert.That((await reply.Content.ReadAsByteArrayAsync()).Length, Is.EqualTo(reply.Content.Headers.ContentLength), url.ToString());
        }
    }

    [Test]
    public async Task The_gap_shows_as_a_new_time_and_no_sample_is_lost()
    {
        var smooth = XDocument.Parse(await Server.Client.GetStringAsync($"{_path}/manifest")).Root!;
        var chunks = smooth.Elements("StreamIndex").First(stream => (string?)stream.Attribute("Type") == "video").Elements("c").ToList();
        var first = (long)chunks[0].Attribute("t")!;
        var afterGap = chunks.Skip(1).First(chunk => chunk.Attribute("t") is not null);

        Assert.That(first, Is.EqualTo(Epoch).Within(1_000_000));
        Assert.That((long)afterGap.Attribute("t")!, Is.GreaterThan(first + 90_000_000), "the first fragment of the second round is missing");
        Assert.That(await CountAsync("video") + await CountAsync("audio"), Is.EqualTo(_gapped.Samples));
    }

    [Test]
    public async Task Hls_dates_the_segments_by_the_clock_and_again_behind_each_gap()
    {
        var master = new Uri(Server.Address, $"{_path}/manifest(format=m3u8-cmaf)");
        var playlist = ManifestUrls.OfPlaylist(master, await Server.Client.GetStringAsync(master)).First(url => url.AbsolutePath.Contains("(video", StringComparison.Ordinal));
        var dates = (await Server.Client.GetStringAsync(playlist)).Split('\n').Where(line => line.StartsWith("#EXT-X-PROGRAM-DATE-TIME:", StringComparison.Ordinal)).ToList();

        Assert.That(dates, Has.Count.EqualTo(3));
        Assert.That(dates[0], Does.StartWith("#EXT-X-PROGRAM-DATE-TIME:2022-07-14T"));
    }

    [Test]
    public async Task A_gap_does_not_slow_the_frame_rate_down()
    {
        var master = await Server.Client.GetStringAsync($"{_path}/manifest(format=m3u8-cmaf)");

        Assert.That(double.Parse(master.Split("FRAME-RATE=")[1].Split(',')[0], CultureInfo.InvariantCulture), Is.EqualTo(24).Within(0.1));
    }

    [TestCase("m3u8-aapl", "video", 2)]
    [TestCase("m3u8-aapl", "audio", 6)]
    [TestCase("m3u8-aapl-v3", "video", 2)]
    [TestCase("m3u8-cmaf", "audio", 10)]
    public async Task Transport_streams_join_as_many_fragments_as_the_server_manifest_says_but_not_over_a_gap(string format, string track, int segments)
    {
        var archive = new LiveArchive { Shift = Epoch, Times = 2, Metas = "<meta name=\"fragmentsPerHLSSegment\" content=\"2\"/>" };
        await archive.AddAsync("video_2862836", "video", _video, _pictures);
        await archive.AddAsync("audio_157582", "audio", _audio, _sounds);
        var path = await archive.PublishAsync(Server);

        var lengths = await LengthsAsync($"{path}/manifest(format={format})", track);
        var stored = await LengthsAsync($"{path}/manifest(format=m3u8-cmaf)", track);

        Assert.That(lengths, Has.Count.EqualTo(segments));
        Assert.That(lengths.Sum(), Is.EqualTo(stored.Sum()).Within(0.001));
        Assert.That(await FramesAsync($"{path}/manifest(format={format})", track), Is.EqualTo(await FramesAsync($"{path}/manifest(format=m3u8-cmaf)", track)));
    }

    [Test]
    public async Task A_player_that_counts_in_doubles_still_finds_the_fragments()
    {
        var smooth = XDocument.Parse(await Server.Client.GetStringAsync($"{_path}/manifest")).Root!;
        var stream = smooth.Elements("StreamIndex").First();
        var time = (double)(long)stream.Element("c")!.Attribute("t")!;
        var url = ((string)stream.Attribute("Url")!).Replace("{bitrate}", (string)stream.Element("QualityLevel")!.Attribute("Bitrate")!, StringComparison.Ordinal)
            .Replace("{start time}", time.ToString("F0", CultureInfo.InvariantCulture), StringComparison.Ordinal);

        Assert.That((await Server.Client.GetAsync($"{_path}/{url}")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await Server.Client.GetAsync($"{_path}/{url.Replace(time.ToString("F0", CultureInfo.InvariantCulture), ((long)time + 10_000_000).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)}")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Chunks_of_low_latency_are_joined_to_the_fragment_they_were_cut_from()
    {
        var archive = new LiveArchive { IsChunked = true };
        await archive.AddAsync("v", "video", _video, _pictures);
        await archive.AddAsync("a", "audio", _audio, _sounds);
        var path = await archive.PublishAsync(Server, "vod-cmaf");

        Assert.That(await StartsAsync(path, "video"), Is.EqualTo(await StartsAsync(SharedOrigin.Smooth, "video")));
        Assert.That(await StartsAsync(path, "audio"), Is.EqualTo(await StartsAsync(SharedOrigin.Smooth, "audio")));
    }

    [Test]
    public async Task Text_without_a_header_is_served_with_the_times_of_the_client_manifest()
    {
        var archive = new LiveArchive();
        await archive.AddAsync("v", "video", _video, _pictures);
        AddText(archive, "Guten Tag");
        archive.Add("event.ismc", Encoding.UTF8.GetBytes(
            "<SmoothStreamingMedia MajorVersion=\"2\" MinorVersion=\"2\" Duration=\"0\"><StreamIndex Type=\"text\" Name=\"words\" Subtype=\"SUBT\" TimeScale=\"1000\" Language=\"deu\"><QualityLevel Index=\"0\" Bitrate=\"100\" FourCC=\"TTML\"/><c t=\"0\" d=\"6000\"/></StreamIndex></SmoothStreamingMedia>"));
        var path = await archive.PublishAsync(Server);

        var vtt = "";
        foreach (var url in (await ManifestUrls.AllAsync(Server.Client, $"{path}/manifest(format=m3u8-aapl)")).Where(url => url.AbsolutePath.Contains("Fragments(words", StringComparison.Ordinal)))
        {
            vtt += await Server.Client.GetStringAsync(url);
        }

        Assert.That(vtt, Does.Contain("00:00:01.000 --> 00:00:02.500").And.Contain("Guten Tag"));
        Assert.That(await Server.Client.GetStringAsync($"{path}/manifest(format=mpd-time-cmaf)"), Does.Contain("lang=\"de\""));
    }

    [TestCase("m3u8-aapl", "\n10:34:28.920")]
    [TestCase("m3u8-cmaf", "460500:00:01.")]
    public async Task A_caption_file_counts_from_the_beginning_of_the_archive(string format, string expected)
    {
        var archive = new LiveArchive { Shift = Epoch };
        await archive.AddAsync("v", "video", _video, _pictures);
        await archive.AddAsync("a", "audio", _audio, _sounds);
        archive.AddTrack("<textstream src=\"late.vtt\"><param name=\"trackName\" value=\"words\"/></textstream>");
        archive.Add("late.vtt", "WEBVTT\n\n00:00:01.500 --> 00:00:02.000\nHello there\n"u8.ToArray());
        var path = await archive.PublishAsync(Server);

        var urls = (await ManifestUrls.AllAsync(Server.Client, $"{path}/manifest(format={format})"))
            .Where(url => url.AbsolutePath.Contains("Fragments(words=", StringComparison.Ordinal) && !url.AbsolutePath.Contains("words=i", StringComparison.Ordinal)).ToList();
        var start = urls[0].AbsolutePath.Split("words=")[1].Split(',')[0];

        Assert.That(urls, Has.Count.EqualTo(2), "as long as the archive");
        Assert.That(long.Parse(start, CultureInfo.InvariantCulture), Is.EqualTo(Epoch).Within(1_000_000));
        Assert.That(await Server.Client.GetStringAsync(urls[0]), Does.Contain(expected).And.Contain("Hello there"));
    }

    [TestCase("", "SUBT", false)]
    [TestCase("<param name=\"Subtype\" value=\"SUBT\"/>", "SUBT", false)]
    [TestCase("<param name=\"Subtype\" value=\"CAPT\"/>", "CAPT", true)]
    [TestCase("<param name=\"role\" value=\"caption\"/>", "CAPT", true)]
    public async Task Text_for_those_who_do_not_hear_is_told_from_a_translation(string parameters, string smooth, bool isCaption)
    {
        var archive = new LiveArchive();
        await archive.AddAsync("v", "video", _video, _pictures);
        AddText(archive, "Guten Tag", parameters);
        var path = await archive.PublishAsync(Server);

        Assert.That(await Server.Client.GetStringAsync($"{path}/manifest"), Does.Contain($"Type=\"text\" Subtype=\"{smooth}\""));
        Assert.That((await Server.Client.GetStringAsync($"{path}/manifest(format=mpd-time-csf)")).Contains("<Role schemeIdUri=\"urn:mpeg:dash:role:2011\" value=\"caption\"", StringComparison.Ordinal), Is.EqualTo(isCaption));
    }

    [Test]
    public async Task Text_of_an_archive_is_in_smooth_streaming_as_it_came_in()
    {
        var archive = new LiveArchive();
        await archive.AddAsync("v", "video", _video, _pictures);
        AddText(archive, "Guten Abend");
        var path = await archive.PublishAsync(Server);

        var manifest = await Server.Client.GetStringAsync($"{path}/manifest");
        var fragments = (await ManifestUrls.AllAsync(Server.Client, $"{path}/manifest")).Where(url => url.AbsolutePath.Contains("Fragments(words", StringComparison.Ordinal)).ToList();
        var words = string.Concat(await Task.WhenAll(fragments.Select(async url => Encoding.UTF8.GetString(await Server.Client.GetByteArrayAsync(url)))));

        Assert.That(manifest, Does.Contain("Type=\"text\"").And.Contain("FourCC=\"TTML\""));
        Assert.That(words, Does.Contain("Guten Abend").And.Contain("<tt"));
    }

    [Test]
    public async Task A_replaced_fragment_ends_the_response_instead_of_being_mixed_in()
    {
        await using var server = await OriginServer.StartAsync(("StreamingEndpoint:SourceFreshness", "00:00:05"));
        var archive = new LiveArchive();
        await archive.AddAsync("v", "video", _video, _pictures);
        var path = await archive.PublishAsync(server);
        using (var manifest = await server.Client.GetAsync($"{path}/manifest"))
        {
            Assert.That(manifest.StatusCode, Is.EqualTo(HttpStatusCode.OK), await manifest.Content.ReadAsStringAsync());
        }

        var urls = (await ManifestUrls.AllAsync(server.Client, $"{path}/manifest")).ToList();
        var locator = await server.Get<Data.Streaming.LocatorReader>().FindAsync(Guid.Parse(path.Split('/')[1]), default);
        var container = server.ContainerOf(locator!.Asset);
        await container.UploadAsync("v/0", new MemoryStream(new byte[1000]), null, default);

        Exception? failure = null;
        try
        {
            using var reply = await server.Client.GetAsync(urls[0]);
            Assert.That((int)reply.StatusCode, Is.Not.EqualTo(200));
        }
        catch (HttpRequestException exception)
        {
            failure = exception; // the connection was closed in mid-body
        }

        Assert.That(failure, Is.Null.Or.Message.Not.Empty);
        Assert.That((await server.Client.GetAsync(urls[1])).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Heads_of_a_cold_archive_on_another_machine_are_read_a_few_at_once()
    {
        await using var server = await OriginServer.StartAsync(CountingBlobs.Insert);
        var blobs = server.Get<CountingBlobs>();
        (blobs.IsRemote, blobs.Latency) = (true, TimeSpan.FromMilliseconds(20));
        var archive = new LiveArchive { Times = 30 };
        await archive.AddAsync("v", "video", _video, _pictures);
        var path = await archive.PublishAsync(server);

        var mpd = await server.Client.GetStringAsync($"{path}/manifest(format=mpd-time-cmaf)");
        var read = blobs.BytesRead;
        var urls = await ManifestUrls.AllAsync(server.Client, $"{path}/manifest(format=mpd-time-cmaf)");

        Assert.That(urls, Has.Count.GreaterThan(50));
        Assert.That(blobs.MostAtOnce, Is.InRange(StreamingEndpoint.Sources.FragmentHeads.Ahead / 2, StreamingEndpoint.Sources.FragmentHeads.Ahead + 1));
        // Captions within the pictures are looked for at the start of the first fragment: a block of it, and the one read ahead.
        var look = 2 * StreamingEndpoint.Sources.BlockCache.BlockSize;
        Assert.That(read, Is.LessThan(((urls.Count + 8L) * StreamingEndpoint.Sources.FragmentHeads.Length) + look), "heads, not fragments");
        Assert.That(mpd, Is.EqualTo((await Server.Client.GetStringAsync($"{await archive.PublishAsync(Server)}/manifest(format=mpd-time-cmaf)"))), "as from disk");
        Assert.That((await server.Client.GetByteArrayAsync(urls[^1])).Length, Is.GreaterThan(StreamingEndpoint.Sources.FragmentHeads.Length));
    }

    [Test]
    public async Task An_archive_without_its_header_or_fragments_is_refused_by_name()
    {
        var archive = new LiveArchive();
        archive.AddTrack("<video src=\"gone\"/>");
        using var reply = await Server.Client.GetAsync($"{await archive.PublishAsync(Server)}/manifest");

        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(await reply.Content.ReadAsStringAsync(), Does.Contain("fragments of gone"));
    }

    private static void AddText(LiveArchive archive, string words, string parameters = "")
    {
        var document = CaptionParser.Parse(Encoding.UTF8.GetBytes($"WEBVTT\n\n00:01.000 --> 00:02.500\n{words}\n"));
        var file = CaptionTrack.Create(document, CaptionForm.Imsc, new CaptionTrackOptions { Duration = TimeSpan.FromSeconds(6) }).ToFile();
        var moof = file.AsSpan().IndexOf("moof"u8) - 4;
        var fragment = file[moof..];
        var trackId = fragment.AsSpan().IndexOf("tfhd"u8) + 8;
        BinaryPrimitives.WriteUInt32BigEndian(fragment.AsSpan(trackId), 7);
        archive.Add("words_100/0", fragment);
        archive.AddTrack("<textstream src=\"words_100\" systemLanguage=\"deu\"><param name=\"trackName\" value=\"words\"/>" + parameters + "</textstream>");
    }

    private static async Task<(Uri Address, string Text)> PlaylistAsync(string manifest, string track)
    {
        var master = new Uri(Server.Address, manifest);
        var address = ManifestUrls.OfPlaylist(master, await Server.Client.GetStringAsync(master)).First(url => url.AbsolutePath.Contains($"({track}", StringComparison.Ordinal));
        return (address, await Server.Client.GetStringAsync(address));
    }

    private static async Task<List<double>> LengthsAsync(string manifest, string track) =>
        [.. (await PlaylistAsync(manifest, track)).Text.Split('\n').Where(line => line.StartsWith("#EXTINF:", StringComparison.Ordinal))
            .Select(line => double.Parse(line[8..line.IndexOf(',', StringComparison.Ordinal)], CultureInfo.InvariantCulture))];

    private static async Task<int> FramesAsync(string manifest, string track)
    {
        var (address, text) = await PlaylistAsync(manifest, track);
        var file = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"{Guid.NewGuid():N}.media");
        await using (var joined = File.Create(file))
        {
            foreach (var url in ManifestUrls.OfPlaylist(address, text))
            {
                await joined.WriteAsync(await Server.Client.GetByteArrayAsync(url));
            }
        }

        var outcome = await ToolRunner.RunAsync(
            "ffprobe", ["-v", "error", "-count_frames", "-select_streams", track[..1], "-show_entries", "stream=nb_read_frames", "-of", "csv=p=0", file]);
        File.Delete(file);
        return int.Parse(outcome.Output.Split(['\n', ','])[0], CultureInfo.InvariantCulture);
    }

    private static async Task<List<string>> StartsAsync(string path, string track)
    {
        var urls = await ManifestUrls.AllAsync(Server.Client, $"{path}/manifest");
        return [.. urls.Select(url => url.AbsolutePath).Where(url => url.Contains($"Fragments({track}=", StringComparison.Ordinal)).Select(url => url[url.LastIndexOf('=')..])];
    }

    private async Task<int> CountAsync(string track)
    {
        var urls = await ManifestUrls.AllAsync(Server.Client, $"{_path}/manifest(format=mpd-time-cmaf)");
        using var file = new MemoryStream();
        foreach (var url in urls.Where(url => url.AbsolutePath.Contains($"Fragments({track}=", StringComparison.Ordinal)))
        {
            file.Write(await Server.Client.GetByteArrayAsync(url));
        }

        return (await Mp4Parser.ReadAsync(new MemoryMediaReader(file.ToArray()))).Tracks[0].SampleCount;
    }
}

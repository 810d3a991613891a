using System.Globalization;
using MediaPlatform.TestKit;

namespace MediaPlatform.StreamingEndpoint.Tests.Requests;

/// <summary>What RFC 8216bis says of the playlists, checked on the wire and against the bytes of the segments that they list.</summary>
public sealed class HlsRuleTests
{
    private static readonly string[] Forms = ["m3u8-cmaf", "m3u8-aapl", "m3u8-aapl-v3"];
    private readonly Dictionary<string, string> _presentations = [];

    private static OriginServer Server => SharedOrigin.Server;

    private static HttpClient Client => Server.Client;

    [OneTimeSetUp]
    public async Task PublishAsync()
    {
        _presentations["ladder"] = SharedOrigin.MultiBitrate;
        _presentations["smooth"] = SharedOrigin.Smooth;
        _presentations["talk"] = await PublishAsync(
            """
            <smil><body><switch><video src="three-languages-480p.mp4"/>
            <audio src="three-languages-480p.mp4" systemLanguage="eng" title="Sound"><param name="trackID" value="2"/><param name="trackName" value="eng"/></audio>
            <audio src="three-languages-480p.mp4" systemLanguage="fra" title="Sound"><param name="trackID" value="3"/><param name="trackName" value="fra"/></audio>
            <audio src="three-languages-480p.mp4" systemLanguage="eng" title="Described"><param name="trackID" value="4"/><param name="trackName" value="ad"/><param name="role" value="alternate"/><param name="accessibility" value="description"/></audio>
            <textstream src="talk-480p30-42s.en.vtt" systemLanguage="eng"><param name="trackName" value="words"/><param name="textDisplayName" value="Words"/><param name="textHlsCharacteristic" value="public.accessibility.transcribes-spoken-dialog"/></textstream>
            </switch></body></smil>
            """,
            "good/three-languages-480p.mp4",
            "captions/talk-480p30-42s.en.vtt");
        _presentations["hdr"] = await PublishAsync(Both("hdr10-hevc-hev1-1080p.mp4"), "good/hdr10-hevc-hev1-1080p.mp4");
        _presentations["surround"] = await PublishAsync(
            "<smil><body><switch><video src=\"bbb-720p25-aac51.mp4\"/><audio src=\"bbb-720p25-aac51.mp4\"/><audio src=\"eac3-51.mp4\"><param name=\"trackName\" value=\"dolby\"/></audio></switch></body></smil>",
            "good/bbb-720p25-aac51.mp4",
            "good/eac3-51.mp4");
        _presentations["atmos"] = await PublishAsync("<smil><body><switch><audio src=\"atmos-eac3-joc.mp4\"/></switch></body></smil>", "good/atmos-eac3-joc.mp4");
        _presentations["phone"] = await PublishAsync(Both("phone-vfr-portrait-thermal.mp4"), "good/phone-vfr-portrait-thermal.mp4");
        _presentations["long"] = await PublishAsync(Both("long-6min-1080p-lowbitrate.mp4"), "good/long-6min-1080p-lowbitrate.mp4");
    }

    [Test]
    public async Task A_description_is_no_quality_level_of_the_sound_that_it_describes([Values("m3u8-cmaf", "m3u8-aapl")] string form)
    {
        var address = await PublishAsync(
            """
            <smil><body><switch><video src="three-languages-480p.mp4"/>
            <audio src="three-languages-480p.mp4" systemLanguage="eng" systemBitrate="64000"><param name="trackID" value="2"/></audio>
            <audio src="three-languages-480p.mp4" systemLanguage="eng" systemBitrate="64000"><param name="trackID" value="4"/><param name="accessibility" value="description"/></audio>
            </switch></body></smil>
            """,
            "good/three-languages-480p.mp4");
        var lines = (await Client.GetStringAsync($"{address}/manifest(format={form})")).Split('\n').Where(line => line.StartsWith("#EXT-X-MEDIA:TYPE=AUDIO", StringComparison.Ordinal)).ToList();

        Assert.That(lines, Has.Count.EqualTo(2));
        Assert.That(lines[0], Does.Contain("DEFAULT=YES").And.Not.Contain("CHARACTERISTICS"));
        Assert.That(lines[1], Does.Contain("CHARACTERISTICS=\"public.accessibility.describes-video\""));
    }

    [Test]
    public async Task Renditions_are_told_apart_and_groups_exist(
        [Values("ladder", "smooth", "talk", "hdr", "surround", "phone")] string name, [ValueSource(nameof(Forms))] string form)
    {
        var master = await MasterAsync(name, form);
        var media = master.Attributes("EXT-X-MEDIA");
        var groups = media.ToLookup(item => (item["TYPE"], item["GROUP-ID"]));
        Assert.Multiple(() =>
        {
            Assert.That(master.Lines[0], Is.EqualTo("#EXTM3U"));
            Assert.That(master.Version, Is.EqualTo(form switch { "m3u8-cmaf" => 7, "m3u8-aapl" => 4, _ => 3 }));
            foreach (var group in groups)
            {
                Assert.That(group.Select(item => item["NAME"]), Is.Unique, "4.4.6.1.1: NAME within a group");
                Assert.That(group.Count(item => item.GetValueOrDefault("DEFAULT") == "YES"), Is.LessThanOrEqualTo(1));
            }

            foreach (var item in media)
            {
                Assert.That(item.GetValueOrDefault("DEFAULT") != "YES" || item.GetValueOrDefault("AUTOSELECT", "YES") == "YES");
                Assert.That(item["TYPE"] == "CLOSED-CAPTIONS" || item.ContainsKey("URI"));
                Assert.That(item.ContainsKey("FORCED"), Is.EqualTo(item["TYPE"] == "SUBTITLES"));
            }

            foreach (var (variant, _) in master.Variants)
            {
                foreach (var type in new[] { "AUDIO", "SUBTITLES", "CLOSED-CAPTIONS" })
                {
                    Assert.That(!variant.TryGetValue(type, out var group) || groups.Contains((type, group)), $"{type} of a variant is a group");
                }
            }

            foreach (var keyFrames in master.Attributes("EXT-X-I-FRAME-STREAM-INF"))
            {
                Assert.That(keyFrames.Keys, Does.Contain("URI").And.Contain("BANDWIDTH").And.None.AnyOf("FRAME-RATE", "AUDIO", "SUBTITLES", "CLOSED-CAPTIONS"));
            }
        });
    }

    [Test]
    public async Task Media_playlists_add_up_to_the_track_and_end(
        [Values("ladder", "smooth", "talk", "hdr", "atmos", "phone", "long")] string name, [ValueSource(nameof(Forms))] string form)
    {
        if (name == "atmos" && form != "m3u8-cmaf")
        {
            Assert.That((int)(await Client.GetAsync($"{_presentations[name]}/manifest(format={form})")).StatusCode, Is.EqualTo(415), "Atmos is for CMAF alone");
            return;
        }

        var master = await MasterAsync(name, form);
        var lengths = new List<double>();
        foreach (var address in Playlists(master))
        {
            var playlist = await HlsText.GetAsync(Client, address);
            Assert.Multiple(() =>
            {
                Assert.That(playlist.Lines[^2], Is.EqualTo("#EXT-X-ENDLIST"));
                Assert.That(playlist.Version, Is.EqualTo(master.Version));
                Assert.That(playlist.Segments.Select(segment => Math.Round(segment.Seconds)), Is.All.LessThanOrEqualTo(playlist.TargetDuration), "4.4.3.1");
                Assert.That(playlist.Segments.Select(segment => segment.Segment), Is.Unique);
                if (form == "m3u8-cmaf")
                {
                    var (map, first) = (Array.FindIndex(playlist.Lines, Starts("#EXT-X-MAP:")), Array.FindIndex(playlist.Lines, Starts("#EXTINF:")));
                    Assert.That(map, Is.InRange(1, first - 1), "4.4.4.5: before the segments it applies to");
                }
            });
            lengths.Add(playlist.Segments.Sum(segment => segment.Seconds));
        }

        Assert.That(lengths, Is.Not.Empty);
    }

    [TestCase("ladder")]
    [TestCase("smooth")]
    [TestCase("talk")]
    [TestCase("hdr")]
    [TestCase("surround")]
    [TestCase("phone")]
    public async Task Bandwidth_is_no_less_than_the_peak_and_the_average_is_that_of_the_bytes(string name)
    {
        var master = await MasterAsync(name, "m3u8-cmaf");
        var sizes = new Dictionary<Uri, (double Peak, double Average)>();
        foreach (var (variant, address) in master.Variants)
        {
            var (peak, average) = await MeasureAsync(address, sizes);
            var group = master.Attributes("EXT-X-MEDIA").Where(item => item["TYPE"] == "AUDIO" && item["GROUP-ID"] == variant.GetValueOrDefault("AUDIO")).ToList();
            var (loudest, mean) = (0.0, 0.0);
            foreach (var item in group)
            {
                var figures = await MeasureAsync(new Uri(master.Address, item["URI"].Trim('"')), sizes);
                (loudest, mean) = (Math.Max(loudest, figures.Peak), Math.Max(mean, figures.Average));
            }

            Assert.That(Number(variant["BANDWIDTH"]), Is.GreaterThanOrEqualTo(peak + loudest), "4.4.6.2: upper bound");
            Assert.That(Number(variant["AVERAGE-BANDWIDTH"]), Is.EqualTo(average + mean).Within(2).Percent);
            Assert.That(Number(variant["AVERAGE-BANDWIDTH"]), Is.LessThanOrEqualTo(Number(variant["BANDWIDTH"])));
        }
    }

    [TestCase("ladder", "24.000", "320x180 640x360 640x360 960x540 960x540 1280x720", null)]
    [TestCase("talk", "30.000", "720x480", null)]
    [TestCase("hdr", "27.521", "1920x1080", "PQ")]
    [TestCase("surround", "25.000", "1280x720 1280x720", null)]
    public async Task Variants_tell_rate_size_and_range_of_the_pictures(string name, string rate, string sizes, string? range)
    {
        var master = await MasterAsync(name, "m3u8-cmaf");
        var variants = master.Variants.Select(variant => variant.Attributes).ToList();
        Assert.That(variants.Select(variant => double.Parse(variant["FRAME-RATE"], CultureInfo.InvariantCulture)), Is.All.EqualTo(double.Parse(rate, CultureInfo.InvariantCulture)).Within(0.15));
        Assert.That(variants.Select(variant => variant["FRAME-RATE"]), Is.All.Match(@"^\d+\.\d{3}$"));
        Assert.That(string.Join(' ', variants.Select(variant => variant["RESOLUTION"])), Is.EqualTo(sizes));
        Assert.That(variants.Concat(master.Attributes("EXT-X-I-FRAME-STREAM-INF")).Select(variant => variant.GetValueOrDefault("VIDEO-RANGE")), Is.All.EqualTo(range));
        Assert.That(master.Has("EXT-X-INDEPENDENT-SEGMENTS"));
    }

    [TestCase("talk", "\"1\" \"1\" \"1\"")]
    [TestCase("surround", "\"6\" \"6\"")]
    [TestCase("ladder", "\"2\"")]
    [TestCase("atmos", "\"16/JOC\"")]
    public async Task Sound_tells_its_channels(string name, string channels) =>
        Assert.That(string.Join(' ', (await MasterAsync(name, "m3u8-cmaf")).Attributes("EXT-X-MEDIA").Where(item => item["TYPE"] == "AUDIO").Select(item => item["CHANNELS"])), Is.EqualTo(channels));

    [TestCase("m3u8-cmaf")]
    [TestCase("m3u8-aapl")]
    public async Task Description_and_transcripts_are_marked(string form)
    {
        var media = (await MasterAsync("talk", form)).Attributes("EXT-X-MEDIA");
        var marks = media.Where(item => item.ContainsKey("CHARACTERISTICS")).Select(item => (item["TYPE"], item["NAME"], item["CHARACTERISTICS"], item["AUTOSELECT"]));
        Assert.That(marks, Is.EqualTo(new[]
        {
            ("AUDIO", "\"Described\"", "\"public.accessibility.describes-video\"", "YES"),
            ("SUBTITLES", "\"Words\"", "\"public.accessibility.transcribes-spoken-dialog\"", "YES"),
        }));
    }

    [TestCase("ladder")]
    [TestCase("talk")]
    [TestCase("hdr")]
    [TestCase("long")]
    public async Task Key_frame_playlists_list_single_pictures_as_long_as_the_track(string name)
    {
        var master = await MasterAsync(name, "m3u8-cmaf");
        foreach (var level in master.Attributes("EXT-X-I-FRAME-STREAM-INF"))
        {
            var address = new Uri(master.Address, level["URI"].Trim('"'));
            var pictures = await HlsText.GetAsync(Client, address);
            var whole = await HlsText.GetAsync(Client, new Uri(address.ToString().Replace(",type=keyframes", "", StringComparison.Ordinal)));
            var map = await Client.GetByteArrayAsync(new Uri(address, pictures.Attributes("EXT-X-MAP").Single()["URI"].Trim('"')));

            Assert.That(pictures.Has("EXT-X-I-FRAMES-ONLY"));
            Assert.That(pictures.Segments.Sum(item => item.Seconds), Is.EqualTo(whole.Segments.Sum(item => item.Seconds)).Within(0.1));
            foreach (var (seconds, picture) in pictures.Segments.Take(5))
            {
                var bytes = await Client.GetByteArrayAsync(picture);
                var file = await Media.Tracks.Mp4Parser.ReadAsync(new Media.MemoryMediaReader((byte[])[.. map, .. bytes]));
                Assert.That((file.Tracks[0].SampleCount, file.Tracks[0].IsSync(0)), Is.EqualTo((1, true)));
                Assert.That(bytes.Length * 8 / seconds, Is.LessThanOrEqualTo(Number(level["BANDWIDTH"])), "peak of the pictures alone");
            }
        }
    }

    private static async Task<string> PublishAsync(string manifest, params string[] files)
    {
        var asset = await Server.AddAssetAsync();
        foreach (var file in files)
        {
            await Server.UploadAsync(asset, Path.GetFileName(file), await File.ReadAllBytesAsync(SharedFiles.Media(file)));
        }

        await Server.UploadAsync(asset, "a.ism", System.Text.Encoding.UTF8.GetBytes(manifest));
        return $"/{await Server.PublishAsync(asset)}/a.ism";
    }

    private static string Both(string file) => System.Text.Encoding.UTF8.GetString(Assets.Manifest(file, "video", "audio"));

    private static Predicate<string> Starts(string start) => line => line.StartsWith(start, StringComparison.Ordinal);

    private static double Number(string value) => double.Parse(value, CultureInfo.InvariantCulture);

    private static IEnumerable<Uri> Playlists(HlsText master) =>
        master.Variants.Select(variant => variant.Playlist)
            .Concat(master.Attributes("EXT-X-MEDIA").Where(item => item.ContainsKey("URI")).Select(item => new Uri(master.Address, item["URI"].Trim('"')))).Distinct();

    /// <summary>The largest rate of any run of segments between half and one and a half target durations, and the rate of the whole.</summary>
    private static async Task<(double Peak, double Average)> MeasureAsync(Uri address, Dictionary<Uri, (double Peak, double Average)> known)
    {
        if (known.TryGetValue(address, out var figures))
        {
            return figures;
        }

        var playlist = await HlsText.GetAsync(Client, address);
        var segments = new List<(double Seconds, double Bits)>();
        foreach (var (seconds, segment) in playlist.Segments)
        {
            segments.Add((seconds, 8.0 * (await Client.GetByteArrayAsync(segment)).Length));
        }

        var peak = 0.0;
        for (var first = 0; first < segments.Count; first++)
        {
            var (seconds, bits) = (0.0, 0.0);
            for (var last = first; last < segments.Count && seconds + segments[last].Seconds <= 1.5 * playlist.TargetDuration; last++)
            {
                (seconds, bits) = (seconds + segments[last].Seconds, bits + segments[last].Bits);
                peak = seconds >= 0.5 * playlist.TargetDuration ? Math.Max(peak, bits / seconds) : peak;
            }
        }

        return known[address] = (peak, segments.Sum(segment => segment.Bits) / segments.Sum(segment => segment.Seconds));
    }

    private async Task<HlsText> MasterAsync(string name, string form) => await HlsText.GetAsync(Client, $"{_presentations[name]}/manifest(format={form})");
}

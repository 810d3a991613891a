using System.Globalization;
using System.Net;
using System.Xml.Linq;
using MediaPlatform.Data.Filters;
using MediaPlatform.Media;
using MediaPlatform.Media.Tracks;
using MediaPlatform.TestKit;

namespace MediaPlatform.StreamingEndpoint.Tests.Requests;

/// <summary>Levels of a stream that do not begin or end together: what a manifest lists is there, for each level, in every format.</summary>
[Category("Integration")]
public sealed class UnequalLevelTests
{
    private static readonly string[] Formats =
        ["manifest", "manifest(format=fmp4-v20)", "manifest(format=m3u8-aapl)", "manifest(format=m3u8-aapl-v3)", "manifest(format=m3u8-cmaf)", "manifest(format=mpd-time-csf)", "manifest(format=mpd-time-cmaf)"];

    private static OriginServer Server => SharedOrigin.Server;

    /// <param name="seconds">Length of each level.</param>
    /// <param name="delay">Seconds by which the second begins late.</param>
    /// <param name="flags">How they are stored.</param>
    /// <param name="smooth">How many levels Smooth offers.</param>
    [TestCase("20 9", 0, "faststart", 1)]
    [TestCase("9 20", 0, "faststart", 1)]
    [TestCase("18.2 18", 0, "faststart", 2)]
    [TestCase("18 18.2", 0, "faststart", 2)]
    [TestCase("20 14", 6, "faststart", 2)]
    [TestCase("20 9", 0, "frag_keyframe+empty_moov", 1)]
    [TestCase("18.2 18", 0, "frag_keyframe+empty_moov", 2)]
    [TestCase("20 14", 6, "frag_keyframe+empty_moov", 2)]
    public async Task Whatever_is_listed_is_there_and_holds_every_sample(string seconds, int delay, string flags, int smooth)
    {
        var path = await PublishAsync([.. seconds.Split(' ').Select(text => double.Parse(text, CultureInfo.InvariantCulture))], delay, flags);
        foreach (var manifest in Formats)
        {
            foreach (var url in await ManifestUrls.AllAsync(Server.Client, $"{path}/{manifest}"))
            {
                using var reply = await Server.Client.GetAsync(url);
                Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.OK), url.ToString());
            }
        }

        foreach (var manifest in new[] { "manifest", "manifest(format=mpd-time-cmaf)", "manifest(format=m3u8-cmaf)" })
        {
            var counts = await CountAsync(path, manifest);
            var expected = seconds.Split(' ').Select(text => (int)Math.Round(double.Parse(text, CultureInfo.InvariantCulture) * 25));
            Assert.That(counts, Is.EquivalentTo(manifest == "manifest" ? expected.OrderDescending().Take(smooth) : expected), manifest);
        }
    }

    [Test]
    public async Task A_hint_for_the_next_fragment_names_one_that_its_level_has()
    {
        var path = await PublishAsync([20, 9], 0, "faststart");
        foreach (var url in (await ManifestUrls.AllAsync(Server.Client, $"{path}/manifest(format=mpd-time-cmaf)")).Where(url => !url.AbsolutePath.Contains("=i,", StringComparison.Ordinal)))
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url) { Headers = { { "CDN-Origin-Assist-Prefetch-Enabled", "1" } } };
            using var reply = await Server.Client.SendAsync(request);
            if (reply.Headers.TryGetValues("CDN-Origin-Assist-Prefetch-Path", out var hint))
            {
                Assert.That((await Server.Client.GetAsync(new Uri(url, hint.Single()))).StatusCode, Is.EqualTo(HttpStatusCode.OK), url.ToString());
            }
        }
    }

    [Test]
    public async Task A_filter_may_leave_the_shorter_level_to_smooth()
    {
        var path = await PublishAsync([20, 9], 0, "faststart");
        var bitrates = (await Server.Client.GetStringAsync($"{path}/manifest(format=mpd-time-cmaf)")).Split("bandwidth=\"").Skip(1).Select(text => text[..text.IndexOf('"', StringComparison.Ordinal)]).ToList();
        foreach (var bitrate in bitrates)
        {
            var name = $"only{bitrate}";
            await Server.AddFilterAsync(name, filter => filter.Tracks = [new FilterTrackSelection([new("Bitrate", "Equal", bitrate)])]);
            await Server.UntilAsync(async () => (await Server.Client.GetAsync($"{path}/manifest(filter={name})")).StatusCode == HttpStatusCode.OK);
            var stream = XDocument.Parse(await Server.Client.GetStringAsync($"{path}/manifest(filter={name})")).Descendants("StreamIndex").Single();

            Assert.That((string?)stream.Elements("QualityLevel").Single().Attribute("Bitrate"), Is.EqualTo(bitrate));
            foreach (var url in await ManifestUrls.AllAsync(Server.Client, $"{path}/manifest(filter={name})"))
            {
                Assert.That((await Server.Client.GetAsync(url)).StatusCode, Is.EqualTo(HttpStatusCode.OK), url.ToString());
            }
        }
    }

    /// <summary>Samples in the listed fragments of each level.</summary>
    private static async Task<List<int>> CountAsync(string path, string manifest)
    {
        var counts = new List<int>();
        var urls = (await ManifestUrls.AllAsync(Server.Client, $"{path}/{manifest}")).Where(url => url.AbsolutePath.Contains("Fragments(", StringComparison.Ordinal));
        foreach (var level in urls.Distinct().GroupBy(url => url.AbsolutePath[..url.AbsolutePath.IndexOf("/Fragments(", StringComparison.Ordinal)]))
        {
            using var file = new MemoryStream();
            file.Write(manifest == "manifest" ? await Server.Client.GetByteArrayAsync($"{level.Key}/Fragments(video=i,format=mpd-time-csf)") : []);
            foreach (var url in level)
            {
                file.Write(await Server.Client.GetByteArrayAsync(url));
            }

            counts.Add((await Mp4Parser.ReadAsync(new MemoryMediaReader(file.ToArray()))).Tracks[0].SampleCount);
        }

        return counts;
    }

    private static async Task<string> PublishAsync(double[] seconds, int delay, string flags)
    {
        using var folder = new TemporaryFolder();
        var asset = await Server.AddAssetAsync();
        var elements = "";
        for (var level = 0; level < seconds.Length; level++)
        {
            var path = folder.File($"level{level}.mp4");
            var made = await ToolRunner.RunAsync("ffmpeg",
            [
                "-v", "error", "-nostdin", "-f", "lavfi", "-i", $"testsrc=size={160 + (160 * level)}x90:rate=25:duration={seconds[level].ToString(CultureInfo.InvariantCulture)}",
                "-c:v", "libx264", "-preset", "ultrafast", "-bf", "0", "-x264-params", "keyint=50:min-keyint=50:scenecut=0",
                .. level == 1 && delay > 0 ? new[] { "-output_ts_offset", $"{delay}" } : [], "-movflags", flags, path,
            ]);
            Assert.That(made.ExitCode, Is.Zero, made.Errors);
            await Server.UploadAsync(asset, $"level{level}.mp4", await File.ReadAllBytesAsync(path));
            elements += $"<video src=\"level{level}.mp4\"/>";
        }

        await Server.UploadAsync(asset, "media.ism", System.Text.Encoding.UTF8.GetBytes($"<smil><body><switch>{elements}</switch></body></smil>"));
        return $"/{await Server.PublishAsync(asset)}/media.ism";
    }
}

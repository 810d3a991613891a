using System.Text.RegularExpressions;
using System.Xml.Linq;
using MediaPlatform.TestKit;

namespace MediaPlatform.StreamingEndpoint.Tests.Requests;

/// <summary>Files with parameter sets beside the pictures only (<c>avc3</c>, <c>hev1</c>) are announced as those that have them in front.</summary>
[Category("Integration")]
public sealed partial class InBandParameterSetTests
{
    private const string Avc = "-c:v libx264 -profile:v high -preset veryfast -x264-params keyint=50:scenecut=0 -bsf:v dump_extra=freq=keyframe";
    private const string Hevc = "-c:v libx265 -preset veryfast -x265-params keyint=50:scenecut=0:log-level=error:repeat-headers=1 -tag:v hvc1";
    private const int Frames = 175;

    private static OriginServer Server => SharedOrigin.Server;

    [TestCase(Avc, false)]
    [TestCase(Avc, true)]
    [TestCase(Hevc, false)]
    [TestCase(Hevc, true)]
    public async Task Manifests_say_what_the_first_key_frame_says(string codec, bool isBare)
    {
        var file = await EncodeAsync(codec);
        var (path, original) = (await PublishAsync(InBandFile.Strip(file, isBare)), await PublishAsync(file));
        var (level, expected) = (await LevelAsync(path), await LevelAsync(original));

        Assert.That((string?)level.Attribute("CodecPrivateData"), Is.Not.Empty.And.EqualTo((string?)expected.Attribute("CodecPrivateData")));
        Assert.That((string?)level.Attribute("MaxWidth"), Is.EqualTo("192"));
        foreach (var manifest in new[] { "manifest(format=m3u8-cmaf)", "manifest(format=m3u8-aapl)", "manifest(format=mpd-time-cmaf)" })
        {
            Assert.That(Facts(await Server.Client.GetStringAsync($"{path}/{manifest}")), Is.Not.Empty.And.EqualTo(
                Facts(await Server.Client.GetStringAsync($"{original}/{manifest}")).Select(fact => fact.Replace("avc1", "avc3").Replace("hvc1", "hev1"))), manifest);
        }
    }

    [TestCase(Avc, "manifest(format=m3u8-cmaf)")]
    [TestCase(Avc, "manifest(format=m3u8-aapl)")]
    [TestCase(Hevc, "manifest(format=m3u8-cmaf)")]
    [TestCase(Hevc, "manifest(format=m3u8-aapl)")]
    public async Task Pictures_decode_to_the_last(string codec, string manifest)
    {
        var path = await PublishAsync(InBandFile.Strip(await EncodeAsync(codec), isBare: true));
        var outcome = await ToolRunner.RunAsync("ffprobe",
            ["-v", "error", "-extension_picky", "0", "-count_frames", "-select_streams", "v:0", "-show_entries", "stream=nb_read_frames", "-of", "default=nw=1:nk=1", $"{Server.Address}{path[1..]}/{manifest}"]);

        Assert.That(outcome.Errors, Is.Empty);
        Assert.That(outcome.Output.Split('\n')[0], Is.EqualTo($"{Frames}"));
    }

    [GeneratedRegex("""(?i)(codecs|resolution|frame-rate|width|height|sar|frameRate)="?[^",\s]+""")]
    private static partial Regex Fact();

    private static List<string> Facts(string manifest) => [.. Fact().Matches(manifest).Select(match => match.Value)];

    private static async Task<XElement> LevelAsync(string path) =>
        XDocument.Parse(await Server.Client.GetStringAsync($"{path}/manifest")).Descendants("QualityLevel").Single();

    private static async Task<string> PublishAsync(byte[] file)
    {
        var asset = await Server.AddAssetAsync();
        await Server.UploadAsync(asset, "media.mp4", file);
        await Server.UploadAsync(asset, "media.ism", Assets.Manifest("media.mp4", "video"));
        return $"/{await Server.PublishAsync(asset)}/media.ism";
    }

    private static async Task<byte[]> EncodeAsync(string codec)
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("media.mp4");
        var made = await ToolRunner.RunAsync("ffmpeg", ["-v", "error", "-nostdin", "-f", "lavfi", "-i", "testsrc=size=192x108:rate=25:duration=7", "-pix_fmt", "yuv420p", .. codec.Split(' '), path]);
        Assert.That(made.ExitCode, Is.Zero, made.Errors);
        return await File.ReadAllBytesAsync(path);
    }
}

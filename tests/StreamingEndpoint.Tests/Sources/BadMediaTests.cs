using System.Diagnostics;
using System.Net;
using MediaPlatform.Media.Presentations;
using MediaPlatform.TestKit;

namespace MediaPlatform.StreamingEndpoint.Tests.Sources;

/// <summary>Damaged and hostile media gets a clear refusal or plays as far as it goes; never a server error, never a wait.</summary>
public sealed class BadMediaTests
{
    private static readonly string[] Formats =
        ["manifest", "manifest(format=m3u8-aapl)", "manifest(format=m3u8-cmaf)", "manifest(format=mpd-time-cmaf)"];

    private static IEnumerable<string> BadFiles => SharedFiles.MediaNames("bad").Where(name => !name.EndsWith(".ism", StringComparison.Ordinal)).Select(name => "bad/" + name);

    private static IEnumerable<string> OddFiles => SharedFiles.MediaNames("good").Where(name => Path.GetExtension(name) is ".ts" or ".mkv" or ".webm" or ".avi" or ".wav" or ".mxf").Select(name => "good/" + name);

    [TestCaseSource(nameof(BadFiles))]
    [TestCaseSource(nameof(OddFiles))]
    public async Task A_file_that_cannot_be_packaged_is_named_within_a_second(string file)
    {
        var server = SharedOrigin.Server;
        var asset = await server.AddAssetAsync();
        await server.UploadAsync(asset, "media.mp4", await File.ReadAllBytesAsync(SharedFiles.Media(file)));
        await server.UploadAsync(asset, "media.ism", Assets.Manifest("media.mp4", "video"));
        var presentation = $"/{await server.PublishAsync(asset)}/media.ism";
        foreach (var format in Formats)
        {
            var started = Stopwatch.GetTimestamp();
            using var reply = await server.Client.GetAsync($"{presentation}/{format}");
            Assert.That((int)reply.StatusCode, Is.EqualTo(200).Or.InRange(400, 499), format);
            Assert.That(Stopwatch.GetElapsedTime(started), Is.LessThan(TimeSpan.FromSeconds(5)));
            if (reply.IsSuccessStatusCode)
            {
                await FetchAsync(server, $"{presentation}/{format}");
            }
        }
    }

    [TestCase("bad/server-manifest-entity.ism")]
    [TestCase("bad/server-manifest-escapes-asset.ism")]
    public async Task A_hostile_server_manifest_is_refused(string file)
    {
        var server = SharedOrigin.Server;
        var asset = await server.AddAssetAsync();
        await server.UploadAsync(asset, "a.ism", await File.ReadAllBytesAsync(SharedFiles.Media(file)));
        using var reply = await server.Client.GetAsync($"/{await server.PublishAsync(asset)}/a.ism/manifest");

        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.UnsupportedMediaType));
        Assert.That(reply.Headers.GetValues("x-ms-error-code"), Is.EqualTo(["MPE_INPUT_FORMAT_NOT_SUPPORTED"]));
    }

    [TestCase("refuse/ac3-51.mp4")]
    [TestCase("refuse/ac3-mono-22s.mp4")]
    public async Task Ac3_is_refused_and_the_track_is_named(string file)
    {
        var server = SharedOrigin.Server;
        var asset = await server.AddAssetAsync();
        await server.UploadAsync(asset, "media.mp4", await File.ReadAllBytesAsync(SharedFiles.Media(file)));
        await server.UploadAsync(asset, "media.ism", Assets.Manifest("media.mp4", "audio"));
        using var reply = await server.Client.GetAsync($"/{await server.PublishAsync(asset)}/media.ism/manifest(format=m3u8-cmaf)");

        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.UnsupportedMediaType));
        Assert.That(reply.Headers.GetValues("x-ms-error-code"), Is.EqualTo(["MPE_AUDIO_ENCODING_NOT_SUPPORTED"]));
        Assert.That(await reply.Content.ReadAsStringAsync(), Does.Contain("Track audio of media.mp4"));
    }

    [Test]
    public async Task An_operator_may_allow_ac3()
    {
        await using var server = await OriginServer.StartAsync(("StreamingEndpoint:AllowAc3", "true"));
        var asset = await server.AddAssetAsync();
        await server.UploadAsync(asset, "media.mp4", await File.ReadAllBytesAsync(SharedFiles.Media("refuse/ac3-51.mp4")));
        await server.UploadAsync(asset, "media.ism", Assets.Manifest("media.mp4", "audio"));
        var path = $"/{await server.PublishAsync(asset)}/media.ism";

        Assert.That(await server.Client.GetStringAsync($"{path}/manifest(format=m3u8-cmaf)"), Does.Contain("CODECS=\"ac-3\""));
        foreach (var url in await ManifestUrls.AllAsync(server.Client, $"{path}/manifest(format=mpd-time-cmaf)"))
        {
            Assert.That((await server.Client.GetAsync(url)).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        }
    }

    [TestCase(PackagingRefusal.NoCommonKeyFrames, "MPE_KEY_FRAME_INTERVAL_TOO_LARGE")]
    [TestCase(PackagingRefusal.TooManyLevels, "MPE_FORMAT_NOT_SUPPORTED")]
    [TestCase(PackagingRefusal.CodecNotSupported, "MPE_MEDIA_ENCODING_NOT_SUPPORTED")]
    [TestCase(PackagingRefusal.InvalidNalUnitSize, "MPE_INVALID_NALU_SIZE")]
    [TestCase(PackagingRefusal.InvalidNalUnitLengthField, "MPE_INVALID_NALU_LENGTH_FIELD")]
    [TestCase(PackagingRefusal.InvalidNalUnit, "MPE_INVALID_VIDEO_NAL_UNIT")]
    [TestCase(PackagingRefusal.NoStreams, "MPE_FORMAT_NOT_SUPPORTED")]
    public void Each_refusal_of_the_packager_has_its_documented_code(PackagingRefusal refusal, string code)
    {
        var error = Errors.MpeErrors.Of(new PackagingRefusedException(refusal, "because"));

        Assert.That((error.Status, error.Code, error.Message), Is.EqualTo((415, code, "because")));
    }

    [TestCase("")]
    [TestCase("<smil")]
    [TestCase("<smil><body><switch/></body></smil>")]
    [TestCase("<smil><body><switch><video src=\"gone.mp4\"/></switch></body></smil>")]
    [TestCase("<smil><body><switch><video/></switch></body></smil>")]
    public async Task A_server_manifest_without_media_is_refused(string text)
    {
        var server = SharedOrigin.Server;
        var asset = await server.AddAssetAsync();
        await server.UploadAsync(asset, "a.ism", System.Text.Encoding.UTF8.GetBytes(text));
        using var reply = await server.Client.GetAsync($"/{await server.PublishAsync(asset)}/a.ism/manifest");

        Assert.That((int)reply.StatusCode, Is.InRange(400, 499));
    }

    // A body may break off where the stored file does, but the status is never a server error.
    private static async Task FetchAsync(OriginServer server, string manifest)
    {
        foreach (var url in await ManifestUrls.AllAsync(server.Client, manifest))
        {
            try
            {
                using var reply = await server.Client.GetAsync(url);
                Assert.That((int)reply.StatusCode, Is.LessThan(500), url.ToString());
            }
            catch (HttpRequestException)
            {
                // The connection was closed in mid-body.
            }
        }
    }
}

using System.Net;
using MediaPlatform.Media.Presentations;
using MediaPlatform.TestKit;

namespace MediaPlatform.StreamingEndpoint.Tests.Sources;

/// <summary>Media that is well formed but not deliverable, and server manifests that name none, get a clear refusal.</summary>
public sealed class BadMediaTests
{
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
        var error = StreamingEndpoint.Errors.MpeErrors.Of(new PackagingRefusedException(refusal, "because"));

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

    [Test]
    public async Task Of_several_files_that_are_missing_the_first_is_told_every_time()
    {
        var server = SharedOrigin.Server;
        for (var round = 0; round < 5; round++)
        {
            var asset = await server.AddAssetAsync();
            var names = string.Concat(Enumerable.Range(1, 8).Select(number => $"<video src=\"gone{number}.mp4\"/>"));
            await server.UploadAsync(asset, "a.ism", System.Text.Encoding.UTF8.GetBytes($"<smil><body><switch>{names}</switch></body></smil>"));
            using var reply = await server.Client.GetAsync($"/{await server.PublishAsync(asset)}/a.ism/manifest");

            Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That(await reply.Content.ReadAsStringAsync(), Does.Contain("gone1.mp4"));
        }
    }

    [Test]
    public async Task Files_of_a_presentation_are_opened_together()
    {
        await using var server = await OriginServer.StartAsync(CountingBlobs.Insert);
        var asset = await server.AddAssetAsync();
        foreach (var file in Assets.MultiBitrate)
        {
            await server.UploadAsync(asset, Path.GetFileName(file), await File.ReadAllBytesAsync(file));
        }

        var blobs = server.Get<CountingBlobs>();
        blobs.Latency = TimeSpan.FromMilliseconds(50);
        var manifest = Path.GetFileName(Assets.MultiBitrate.Single(file => file.EndsWith(".ism", StringComparison.Ordinal)));
        using var reply = await server.Client.GetAsync($"/{await server.PublishAsync(asset)}/{manifest}/manifest");

        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(blobs.MostAtOnce, Is.InRange(2, 4));
    }
}

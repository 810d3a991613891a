using MediaPlatform.TestKit;

namespace MediaPlatform.StreamingEndpoint.Tests.Requests;

/// <summary>What comes out has exactly the frames that went in, judged by ffprobe on both ends.</summary>
[Category("Integration")]
public sealed class CodecMatrixTests
{
    private const string Cmaf = "manifest(format=m3u8-cmaf)";
    private const string Ts = "manifest(format=m3u8-aapl)";
    private const string Muxed = "manifest(format=m3u8-aapl-v3)";
    private const string Dash = "manifest(format=mpd-time-cmaf)";
    private const string Csf = "manifest(format=mpd-time-csf)";

    [TestCase("bbb-720p25-aac51.mp4", "video audio", Cmaf, Ts, Muxed, Dash)]
    [TestCase("bbb-anamorphic-320x240-sar4x3.mp4", "video audio", Cmaf, Ts, Muxed, Dash, Csf)]
    [TestCase("bbb-hevc-hvc1-720p.mp4", "video audio", Cmaf, Ts, Dash)]
    [TestCase("bbb-hevc-hev1-720p.mp4", "video audio", Cmaf, Ts, Dash)]
    [TestCase("atmos-eac3-joc.mp4", "audio", Cmaf, Dash)]
    [TestCase("eac3-51.mp4", "audio", Cmaf, Ts, Dash)]
    [TestCase("audio-only-eng.m4a", "audio", Cmaf, Ts, Muxed, Dash)]
    [TestCase("counter-320x240-60fps.mp4", "video", Cmaf, Ts, Dash)]
    [TestCase("fragmented-h264-aac.mp4", "video audio", Cmaf, Ts, Dash)]
    [TestCase("one-frame.mp4", "video", Cmaf, Dash)]
    [TestCase("video-only-640x272.mp4", "video", Cmaf, Ts, Muxed, Dash)]
    [TestCase("phone-vfr-portrait-thermal.mp4", "video audio", Cmaf, Ts, Dash)]
    [TestCase("dts-core-dtsc.mp4", "audio", Cmaf, Ts, Dash)]
    [TestCase("dts-express-dtse.mp4", "audio", Cmaf, Dash)]
    [TestCase("elephants-hevc-hvc1-360p.mp4", "video", Cmaf, Ts, Dash)]
    [TestCase("phone-rotated-h264.mov", "video audio", Cmaf, Ts, Dash)]
    [TestCase("hdr10-hevc-hev1-1080p.mp4", "video", Cmaf, Dash)]
    [TestCase("edit-list-positive-shift.mp4", "video", Cmaf, Ts, Dash)]
    public async Task No_frame_is_lost_or_made_up(string file, string kinds, params string[] manifests)
    {
        var server = SharedOrigin.Server;
        var path = SharedFiles.Media("good/" + file);
        var asset = await server.AddAssetAsync();
        await server.UploadAsync(asset, "media.mp4", await File.ReadAllBytesAsync(path));
        await server.UploadAsync(asset, "media.ism", Assets.Manifest("media.mp4", kinds.Split(' ')));
        var presentation = new Uri(server.Address, $"/{await server.PublishAsync(asset)}/media.ism/");
        foreach (var kind in kinds.Split(' '))
        {
            var stored = await CountAsync(path, kind);
            foreach (var manifest in manifests)
            {
                var isHls = manifest.Contains("m3u8", StringComparison.Ordinal);
                var packaged = isHls
                    ? await CountAsync(new Uri(presentation, manifest).ToString(), kind, "-extension_picky", "0")
                    : await CountJoinedAsync(server.Client, new Uri(presentation, manifest), kind);
                Assert.That(packaged, Is.EqualTo(stored), $"{kind} of {manifest}");
            }
        }
    }

    // The DASH reader of ffmpeg stops with the shorter of two tracks, so each is joined to a file of its own.
    private static async Task<int> CountJoinedAsync(HttpClient client, Uri manifest, string kind)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.FullPath, "joined.mp4");
        await using (var file = File.Create(path))
        {
            foreach (var url in (await ManifestUrls.AllAsync(client, manifest.PathAndQuery)).Where(url => url.AbsolutePath.Contains($"Fragments({kind}=", StringComparison.Ordinal)))
            {
                await file.WriteAsync(await client.GetByteArrayAsync(url));
            }
        }

        return await CountAsync(path, kind);
    }

    // Packets of the first stream of a kind, without those that an edit list throws away.
    private static async Task<int> CountAsync(string source, string kind, params string[] options)
    {
        var outcome = await ToolRunner.RunAsync(
            "ffprobe", ["-v", "error", .. options, "-select_streams", kind[0] + ":0", "-show_entries", "packet=flags", "-of", "csv=p=0", source]);
        Assert.That(outcome.Errors, Is.Empty, source);
        return outcome.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Count(flags => !flags.Contains('D', StringComparison.Ordinal));
    }
}

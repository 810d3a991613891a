using System.Diagnostics;
using System.Net;
using System.Text.Json;
using MediaPlatform.TestKit;

namespace MediaPlatform.StreamingEndpoint.Tests.Sources;

/// <summary>
/// Damaged and hostile files as assets: the fault is named, after little work, in little memory, and beside them other assets play on.
/// Work is measured as processor time, memory and bytes of this process, so nothing else may run in it meanwhile.
/// </summary>
[NonParallelizable]
public sealed class BadFileLimitsTests
{
    private const string Unreadable = "MPE_INPUT_FORMAT_NOT_SUPPORTED";
    private const string Foreign = "does not begin like an MP4";
    private const long MostMemory = 8 << 20;
    private const long MostRead = 1 << 20;
    private static readonly TimeSpan MostWork = TimeSpan.FromSeconds(1);

    private static readonly string[] Formats =
    [
        "manifest", "manifest(format=fmp4-v20)", "manifest(format=m3u8-aapl)", "manifest(format=m3u8-aapl-v3)", "manifest(format=m3u8-cmaf)",
        "manifest(format=mpd-time-csf)", "manifest(format=mpd-time-cmaf)",
    ];

    /// <summary>What a player asks for that still has the manifest of a file that was good.</summary>
    private static readonly string[] Parts =
    [
        "QualityLevels(1)/Manifest(video,format=m3u8-aapl)", "QualityLevels(1)/Manifest(video,format=m3u8-aapl,type=keyframes)", "QualityLevels(1)/Fragments(video=0)",
        "QualityLevels(1)/Fragments(video=i,format=mpd-time-cmaf)", "QualityLevels(1)/Fragments(audio=0,format=m3u8-aapl-v3)", "QualityLevels(1)/KeyFrames(video_track=0,format=m3u8-aapl)",
    ];

    /// <summary>Every file of the folder, with words of the sentence that names its fault; empty where players are known to cope.</summary>
    private static readonly Dictionary<string, string> Faults = new()
    {
        ["audio-track-without-stsd.mp4"] = "Child stsd is missing",
        ["bitstream-damaged.mp4"] = "",
        ["box-size-smaller-than-header.mp4"] = "Box declares only 4 bytes",
        ["boxes-nested-3000-deep.mp4"] = "Child mvhd is missing",
        ["chunk-offsets-past-end.mp4"] = "after the end of the file",
        ["claims-65535x65535.mp4"] = "65535x65535 pixels are claimed",
        ["ffconcat-reads-local-file.mp4"] = Foreign,
        ["ffconcat-reads-sibling.mp4"] = Foreign,
        ["ftyp-only.mp4"] = "no moov",
        ["hls-playlist-calls-loopback.mp4"] = Foreign,
        ["hls-playlist-reads-local-file.mp4"] = Foreign,
        ["json-renamed.mxf"] = Foreign,
        ["malformed-free-box.mp4"] = "Box declares only 3 bytes",
        ["mdat-too-long.mp4"] = "",
        ["moov-size-4gib.mp4"] = "",
        ["moov-size-64bit-huge.mp4"] = "after the end of the file",
        ["mpd-entity-expansion.mpd"] = Foreign,
        ["png-renamed.mp4"] = Foreign,
        ["random-bytes.mp4"] = Foreign,
        ["server-manifest-entity.ism"] = "server manifest",
        ["server-manifest-escapes-asset.ism"] = "outside of the asset",
        ["stco-absurd-entry-count.mp4"] = "1073741824 entries of 4 bytes are declared",
        ["stsz-absurd-sample-count.mp4"] = "4294967280 entries of 4 bytes are declared",
        ["stts-absurd-entry-count.mp4"] = "2147483647 entries of 8 bytes are declared",
        ["stts-absurd-run-length.mp4"] = "Times of 4294967295 samples are declared",
        ["text-renamed.mp4"] = Foreign,
        ["timescale-zero.mp4"] = "Movie timescale is zero",
        ["track-timescale-zero.mp4"] = "Timescale is zero",
        ["truncated-header.wmv"] = Foreign,
        ["truncated-media.mp4"] = "after the end of the file",
        ["truncated-no-moov.mp4"] = "no moov",
        ["truncated.mxf"] = Foreign,
        ["vp9-invalid-bitstream.webm"] = Foreign,
        ["zero-bytes.mp4"] = "no moov",
    };

    private OriginServer _server = null!;
    private string _neighbour = "";

    private static IEnumerable<string> Files => SharedFiles.MediaNames("bad");

    private static IEnumerable<string> Undelivered => SharedFiles.MediaNames("refuse");

    private static IEnumerable<string> Others => SharedFiles.MediaNames("good").Where(name => Path.GetExtension(name) is ".ts" or ".mkv" or ".webm" or ".avi" or ".wav" or ".mxf");

    [OneTimeSetUp]
    public async Task StartWarmAsync()
    {
        _server = await OriginServer.StartAsync(CountingBlobs.Insert);
        _neighbour = $"/{await _server.PublishAsync(Assets.Smooth)}/BigBuckBunny.ism";
        foreach (var format in Formats)
        {
            await _server.Client.GetByteArrayAsync($"{_neighbour}/{format}");
        }

        foreach (var file in new[] { "truncated-no-moov.mp4", "stco-absurd-entry-count.mp4", "server-manifest-entity.ism" })
        {
            using var reply = await _server.Client.GetAsync($"{await PublishAsync("bad/" + file)}/manifest");
            Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.UnsupportedMediaType));
        }
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [Test]
    public void Every_bad_file_has_its_row() => Assert.That(Faults.Keys, Is.EquivalentTo(Files));

    [TestCaseSource(nameof(Files))]
    public async Task A_bad_file_is_refused_by_its_fault_at_little_cost(string file)
    {
        var presentation = await PublishAsync("bad/" + file);
        foreach (var url in Faults[file].Length == 0 ? Formats : [.. Formats, .. Parts])
        {
            await CheckAsync($"{presentation}/{url}", Faults[file]);
        }

        foreach (var url in await ManifestUrls.AllAsync(_server.Client, $"{_neighbour}/manifest"))
        {
            using var beside = await _server.Client.GetAsync(url);
            Assert.That(beside.StatusCode, Is.EqualTo(HttpStatusCode.OK), "another asset");
        }
    }

    [TestCaseSource(nameof(Undelivered))]
    public async Task A_codec_that_is_not_delivered_is_named_in_every_format(string file)
    {
        var presentation = $"/{await PublishAudioAsync("refuse/" + file)}";
        foreach (var url in new[] { Formats, Parts }.SelectMany(urls => urls))
        {
            await CheckAsync($"{presentation}/media.ism/{url}", "Track audio of media.mp4 is ac-3, which is not delivered", "MPE_AUDIO_ENCODING_NOT_SUPPORTED");
        }
    }

    [TestCaseSource(nameof(Others))]
    public async Task Media_of_another_family_is_refused_as_such(string file) =>
        await CheckAsync($"{await PublishAsync("good/" + file)}/manifest(format=m3u8-cmaf)", Foreign);

    private async Task CheckAsync(string manifest, string fault, string code = Unreadable)
    {
        var (work, memory, read) = (Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes(), _server.Get<CountingBlobs>().BytesRead);
        using var reply = await _server.Client.GetAsync(manifest);
        var text = await reply.Content.ReadAsStringAsync();
        (work, memory, read) = (Environment.CpuUsage.TotalTime - work, GC.GetTotalAllocatedBytes() - memory, _server.Get<CountingBlobs>().BytesRead - read);
        Assert.Multiple(() =>
        {
            Assert.That(work, Is.LessThan(MostWork), "processor time");
            Assert.That(memory, Is.LessThan(MostMemory), "bytes allocated");
            Assert.That(read, Is.LessThan(MostRead), "bytes read from the storage");
        });
        if (fault.Length == 0)
        {
            Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.OK), text);
            foreach (var url in await ManifestUrls.AllAsync(_server.Client, manifest))
            {
                using var part = await _server.Client.GetAsync(url);
                Assert.That(part.StatusCode, Is.EqualTo(HttpStatusCode.OK), url.ToString());
            }

            return;
        }

        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.UnsupportedMediaType), text);
        var error = JsonDocument.Parse(text).RootElement.GetProperty("error");
        Assert.That(error.GetProperty("code").GetString(), Is.EqualTo(code));
        Assert.That(reply.Headers.GetValues("x-ms-error-code"), Is.EqualTo([code]));
        Assert.That(error.GetProperty("message").GetString(), Does.Contain(fault));
    }

    private async Task<Guid> PublishAudioAsync(string file)
    {
        var asset = await _server.AddAssetAsync();
        await _server.UploadAsync(asset, "media.mp4", await File.ReadAllBytesAsync(SharedFiles.Media(file)));
        await _server.UploadAsync(asset, "media.ism", Assets.Manifest("media.mp4", "audio"));
        return await _server.PublishAsync(asset);
    }

    private async Task<string> PublishAsync(string file)
    {
        var asset = await _server.AddAssetAsync();
        var bytes = await File.ReadAllBytesAsync(SharedFiles.Media(file));
        if (Path.GetExtension(file) == ".ism")
        {
            await _server.UploadAsync(asset, "media.ism", bytes);
        }
        else
        {
            await _server.UploadAsync(asset, "media.mp4", bytes);
            await _server.UploadAsync(asset, "media.ism", Assets.Manifest("media.mp4", "video", "audio"));
        }

        return $"/{await _server.PublishAsync(asset)}/media.ism";
    }
}

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using MediaPlatform.Data.Jobs;
using MediaPlatform.TestKit;

namespace MediaPlatform.Encoder.Tests;

[Category("Integration")]
public sealed class BadMediaTests
{
    // Files that every player repairs on the fly, and whose every frame decodes.
    private static readonly string[] Tolerated = ["mdat-too-long.mp4", "moov-size-4gib.mp4", "stts-absurd-run-length.mp4"];

    private static readonly string[] NotMedia =
    [
        "ffconcat-reads-local-file.mp4", "ffconcat-reads-sibling.mp4", "hls-playlist-calls-loopback.mp4", "hls-playlist-reads-local-file.mp4", "json-renamed.mxf",
        "mpd-entity-expansion.mpd", "png-renamed.mp4", "server-manifest-entity.ism", "server-manifest-escapes-asset.ism", "text-renamed.mp4",
    ];

    private static IEnumerable<string> Bad() => SharedFiles.MediaNames("bad").Except(Tolerated);

    [TestCaseSource(nameof(Bad))]
    public async Task A_bad_file_ends_in_its_error_within_seconds(string name)
    {
        using var bench = new EncodingBench();
        var watch = Stopwatch.StartNew();
        var failure = await FailureAsync(bench, "bad/" + name);

        Assert.That(failure.Error.Code, Is.EqualTo(NotMedia.Contains(name) ? JobErrorCode.ContentUnsupported : JobErrorCode.ContentMalformed), failure.Message);
        Assert.That(failure.Error.Details.Select(detail => detail.Message), Has.All.Not.Contains(Path.GetTempPath()).And.All.Not.Contains(SharedFiles.Root));
        Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(20)));
    }

    [TestCaseSource(nameof(Tolerated))]
    public async Task A_file_that_players_repair_is_encoded_whole(string name)
    {
        using var bench = new EncodingBench();
        var output = await bench.EncodeAsync("bad/" + name, "AdaptiveStreaming");

        Assert.That(output.Files.Select(file => file.Duration.TotalSeconds), Has.All.EqualTo(1.0).Within(0.1));
    }

    [TestCase("refuse/ac3-51.mp4")]
    [TestCase("refuse/ac3-mono-22s.mp4")]
    public async Task Sound_that_cannot_be_streamed_is_not_copied(string media)
    {
        using var bench = new EncodingBench();
        var failure = await FailureAsync(bench, media, "CopyAllBitrateNonInterleaved");

        Assert.That(failure.Error.Code, Is.EqualTo(JobErrorCode.ConfigurationUnsupported));
    }

    [Test]
    public async Task A_playlist_that_poses_as_media_makes_nobody_call()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var bench = new EncodingBench();
        var path = Path.Combine(bench.Folder, "playlist.mp4");
        await File.WriteAllTextAsync(path, $"#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\nhttp://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/x.ts\n");

        var failure = await FailureAsync(bench, path);

        Assert.That(failure.Error.Code, Is.EqualTo(JobErrorCode.ContentUnsupported));
        Assert.That(listener.Pending(), Is.False);
    }

    private static async Task<JobFailedException> FailureAsync(EncodingBench bench, string media, string preset = "AdaptiveStreaming")
    {
        try
        {
            await bench.EncodeAsync(media, preset);
        }
        catch (JobFailedException failure)
        {
            return failure;
        }

        throw new AssertionException($"{media} was encoded");
    }
}

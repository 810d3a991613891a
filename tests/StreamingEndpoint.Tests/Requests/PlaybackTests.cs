using System.Net;
using MediaPlatform.TestKit;

namespace MediaPlatform.StreamingEndpoint.Tests.Requests;

/// <summary>What AMS customers have in their containers streams and decodes to the last frame.</summary>
[Category("Integration")]
public sealed class PlaybackTests
{
    private const int VideoFrames = 202;

    [TestCase("manifest(format=m3u8-cmaf)", true)]
    [TestCase("manifest(format=mpd-time-cmaf)", true)]
    [TestCase("manifest(format=mpd-time-csf)", true)]
    [TestCase("manifest(format=m3u8-aapl)", true)]
    [TestCase("manifest(format=m3u8-aapl-v3)", true)]
    [TestCase("manifest(format=m3u8-aapl)", false)]
    [TestCase("manifest(format=m3u8-aapl-v3)", false)]
    [TestCase("manifest(format=m3u8-cmaf)", false)]
    [TestCase("manifest(format=mpd-time-cmaf)", false)]
    [TestCase("manifest(format=mpd-time-csf)", false)]
    public async Task An_adopted_asset_decodes_completely(string manifest, bool isMultiBitrate)
    {
        var name = (isMultiBitrate ? SharedOrigin.MultiBitrate : SharedOrigin.Smooth)[1..];
        var outcome = await ToolRunner.RunAsync("ffprobe",
        [
            // Segment URLs of AMS have no file extension, which ffmpeg's HLS reader misses by default.
            "-v", "error", .. manifest.Contains("m3u8", StringComparison.Ordinal) ? ["-extension_picky", "0"] : Array.Empty<string>(),
            "-count_frames", "-show_entries", "stream=codec_type,nb_read_frames", "-of", "csv=p=0", $"{SharedOrigin.Server.Address}{name}/{manifest}",
        ]);

        Assert.That(outcome.Errors, Is.Empty);
        var streams = outcome.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(',')).ToList();
        Assert.That(streams.Where(stream => stream[0] == "video").Select(stream => stream[1]), Is.Not.Empty.And.All.EqualTo(VideoFrames.ToString()));
        Assert.That(streams.Count(stream => stream[0] == "audio"), Is.GreaterThan(0));
    }
}

using System.Text;
using MediaPlatform.Media.Manifests;
using MediaPlatform.Media.Manifests.Dash;
using MediaPlatform.Media.Tracks;
using MediaPlatform.TestKit;

namespace MediaPlatform.Media.Tests.Manifests;

/// <summary>frameRate of an MPD, ISO/IEC 23009-1 5.3.7.2: what the source runs at, also where its timescale cannot say so.</summary>
[Category("Integration")]
public sealed class FrameRateTests
{
    [TestCase("24000/1001", 1000, "24000/1001")]
    [TestCase("30000/1001", 1000, "30000/1001")]
    [TestCase("60000/1001", 1000, "60000/1001")]
    [TestCase("30", 1000, "30")]
    [TestCase("60000/1001", 90000, "60000/1001")]
    [TestCase("25", 1000, "25")]
    [TestCase("30000/1001", 30000, "30000/1001")]
    [TestCase("50", 10000000, "50")]
    public async Task Rounded_durations_do_not_change_the_rate(string rate, int timescale, string expected)
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("video.mp4");
        var made = await ToolRunner.RunAsync(
            "ffmpeg",
            ["-v", "error", "-nostdin", "-f", "lavfi", "-i", $"testsrc2=size=64x64:rate={rate}:duration=4", "-c:v", "libx264", "-preset", "ultrafast", "-video_track_timescale", $"{timescale}", path]);
        Assert.That(made.Errors, Is.Empty);
        using var reader = new FileMediaReader(path);
        var mpd = Encoding.UTF8.GetString(MpdWriter.Write(PackagedTrack.Present(await Mp4Parser.ReadAsync(reader)), isCmaf: true, new ManifestOptions { Parameters = ",format=mpd-time-cmaf" }));

        Assert.That(mpd, Does.Contain($"frameRate=\"{expected}\""));
    }
}

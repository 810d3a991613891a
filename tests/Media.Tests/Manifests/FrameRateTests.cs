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
        var file = await Mp4Parser.ReadAsync(new MemoryMediaReader(await MakeAsync(rate, timescale)));

        Assert.That(Mpd(file), Does.Contain($"frameRate=\"{expected}\""));
    }

    [TestCase(1000)]
    [TestCase(10_000_000)]
    public async Task A_gap_between_stored_fragments_is_no_time_of_a_picture(int timescale)
    {
        var bytes = await MakeAsync("30", timescale, "-g", "30", "-movflags", "frag_keyframe+empty_moov+default_base_moof");
        var second = NextFragment(bytes, NextFragment(bytes, 0) + 8);
        var third = NextFragment(bytes, second + 8);

        var file = await Mp4Parser.ReadAsync(new MemoryMediaReader((byte[])[.. bytes[..second], .. bytes[third..]]));

        Assert.That(Mpd(file), Does.Contain("frameRate=\"30\"").And.Contain("<S t=\"20000000\""));
        Assert.That(file.Tracks[0].AverageFrameRate, Is.EqualTo(30).Within(0.01));
    }

    private static string Mpd(MediaFile file) =>
        Encoding.UTF8.GetString(MpdWriter.Write(PackagedTrack.Present(file), isCmaf: true, new ManifestOptions { Parameters = ",format=mpd-time-cmaf" }));

    // A box begins with its length, its name follows.
    private static int NextFragment(byte[] bytes, int from) => from + bytes.AsSpan(from).IndexOf("moof"u8) - 4;

    private static async Task<byte[]> MakeAsync(string rate, int timescale, params string[] options)
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("video.mp4");
        var made = await ToolRunner.RunAsync(
            "ffmpeg",
            ["-v", "error", "-nostdin", "-f", "lavfi", "-i", $"testsrc2=size=64x64:rate={rate}:duration=4", "-c:v", "libx264", "-preset", "ultrafast", "-video_track_timescale", $"{timescale}", .. options, path]);
        Assert.That(made.Errors, Is.Empty);
        return await File.ReadAllBytesAsync(path);
    }
}

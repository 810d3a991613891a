using MediaPlatform.Media.Tracks;
using MediaPlatform.Media.TransportStream;
using MediaPlatform.TestKit;

namespace MediaPlatform.Media.Tests.TransportStream;

/// <summary>The clock of segments with pictures and sound covers both, ISO/IEC 13818-1 2.7.2: a reference every 100 ms, from the first byte that is timed by it.</summary>
[Category("Integration")]
public sealed class TsClockTests
{
    [TestCase("-itsoffset 1.5", "", 4)]
    [TestCase("", "", 2)]
    [TestCase("", "-itsoffset 1.5", 2)]
    public async Task Sound_that_begins_before_the_pictures_or_outlasts_them_is_clocked(string beforePictures, string beforeSound, int seconds)
    {
        using var folder = new TemporaryFolder();
        await MakeAsync(
            folder,
            [.. Words(beforePictures), "-f", "lavfi", "-i", $"testsrc=size=128x96:rate=25:duration={seconds}", .. Words(beforeSound), "-f", "lavfi", "-i", "sine=sample_rate=48000:duration=5"],
            ["-preset", "ultrafast"]);
        using var reader = new FileMediaReader(folder.File("film.mp4"));
        var presentation = PackagedTrack.Present(await Mp4Parser.ReadAsync(reader));
        var (pictures, sound) = (presentation.OfKind(TrackKind.Video).Single(), presentation.OfKind(TrackKind.Audio).Single().Renditions[0].Track);
        using var segment = new TsSegment(
            [new(pictures.Renditions[0].Track, pictures.Renditions[0].Samples(0), reader), new(sound, TsMuxedAudio.Samples(pictures.Plan, 0, sound), reader)], 0);
        var probe = new TsProbe();
        probe.Read(await TsPackaging.SegmentAsync(segment));
        var times = probe.Times.Values.SelectMany(list => list).Select(time => time.Dts).ToList();

        Assert.That(probe.Clocks[0], Is.LessThanOrEqualTo(times.Min()));
        Assert.That(probe.Clocks.Zip(probe.Clocks.Skip(1), (before, after) => after - before), Is.All.InRange(0, 9000));
        Assert.That(probe.Clocks[^1] - probe.Clocks[0], Is.GreaterThanOrEqualTo(times.Max() - times.Min() - 9000));
    }

    [Test]
    public async Task The_clock_does_not_go_back_where_pictures_are_decoded_ahead_of_the_sound_beside_them()
    {
        using var folder = new TemporaryFolder();
        await MakeAsync(
            folder,
            ["-f", "lavfi", "-i", "testsrc=size=128x96:rate=25:duration=14", "-f", "lavfi", "-i", "sine=sample_rate=44100:duration=14"],
            ["-preset", "veryfast", "-g", "50", "-x264-params", "bframes=3:b-pyramid=normal:b-adapt=0"]);
        using var reader = new FileMediaReader(folder.File("film.mp4"));
        var presentation = PackagedTrack.Present(await Mp4Parser.ReadAsync(reader));
        var (pictures, sound) = (presentation.OfKind(TrackKind.Video).Single(), presentation.OfKind(TrackKind.Audio).Single().Renditions[0].Track);
        var probe = new TsProbe();
        for (var i = 0; i < pictures.Plan.Count; i++)
        {
            using var segment = new TsSegment(
                [new(pictures.Renditions[0].Track, pictures.Renditions[0].Samples(i), reader), new(sound, TsMuxedAudio.Samples(pictures.Plan, i, sound), reader)], i);
            probe.Read(await TsPackaging.SegmentAsync(segment));
        }

        Assert.That(probe.Clocks.Zip(probe.Clocks.Skip(1), (before, after) => after - before), Is.All.InRange(0, 9000));
    }

    private static async Task MakeAsync(TemporaryFolder folder, string[] inputs, string[] encoder)
    {
        var made = await ToolRunner.RunAsync(
            "ffmpeg",
            ["-v", "error", "-nostdin", .. inputs, "-map", "0:v", "-map", "1:a", "-pix_fmt", "yuv420p", "-c:v", "libx264", .. encoder, "-c:a", "aac", folder.File("film.mp4")]);
        Assert.That(made.ExitCode, Is.Zero, made.Errors);
    }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}

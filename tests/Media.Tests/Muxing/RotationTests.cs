using MediaPlatform.Media.Muxing;
using MediaPlatform.Media.Tracks;
using MediaPlatform.TestKit;

namespace MediaPlatform.Media.Tests.Muxing;

/// <summary>Films of telephones that were held upright: the init segment turns the picture as the file does.</summary>
[Category("Integration")]
public sealed class RotationTests
{
    // ffmpeg counts degrees against the clock.
    [TestCase(0, 0)]
    [TestCase(90, 3)]
    [TestCase(180, 2)]
    [TestCase(270, 1)]
    public async Task The_picture_is_turned_as_in_the_source(int degrees, int quarters)
    {
        using var folder = new TemporaryFolder();
        var (upright, input, output) = (folder.File("upright.mp4"), folder.File("turned.mp4"), folder.File("cmaf.mp4"));
        await RunAsync("ffmpeg", "-v", "error", "-nostdin", "-f", "lavfi", "-i", "testsrc2=size=96x64:rate=25:duration=1", "-c:v", "libx264", "-preset", "ultrafast", upright);
        await RunAsync("ffmpeg", "-v", "error", "-nostdin", "-i", upright, "-c", "copy", "-metadata:s:v", $"rotate={degrees}", input);
        using var reader = new FileMediaReader(input);
        var file = await Mp4Parser.ReadAsync(reader);
        var set = PackagedTrack.Present(file).Sets.Single();
        var outcome = IndexSidecar.TryRead(IndexSidecar.Write(file, "tag"), reader.Length, "tag", out var restored);
        await PackagedTrack.WriteFmp4Async(input, set, set.Renditions[0], Fmp4Flavour.Cmaf, output);

        Assert.That(set.Renditions[0].Format.QuarterTurns, Is.EqualTo(quarters));
        Assert.That((outcome, restored!.Tracks[0].Format.QuarterTurns), Is.EqualTo((SidecarOutcome.Loaded, quarters)));
        Assert.That(await TurnAsync(output), Is.EqualTo(await TurnAsync(input)));
    }

    private static Task<string> TurnAsync(string path) =>
        RunAsync("ffprobe", "-v", "error", "-show_entries", "stream=width,height:stream_side_data=rotation", "-of", "csv=p=0", path);

    private static async Task<string> RunAsync(string tool, params string[] arguments)
    {
        var outcome = await ToolRunner.RunAsync(tool, arguments);
        Assert.That(outcome.Errors, Is.Empty);
        return outcome.Output;
    }
}

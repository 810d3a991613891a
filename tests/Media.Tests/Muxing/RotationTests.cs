using MediaPlatform.Media.Muxing;
using MediaPlatform.Media.Tests.Tracks;
using MediaPlatform.Media.Tracks;
using MediaPlatform.TestKit;

namespace MediaPlatform.Media.Tests.Muxing;

/// <summary>What a phone has written upright is shown upright: ffprobe finds pictures turned in what we write as in the file.</summary>
public sealed class RotationTests
{
    [TestCase("good/phone-rotated-h264.mov", Rotation.Quarter)]
    [TestCase("good/phone-vfr-rotate90.mp4", Rotation.ThreeQuarters)]
    [TestCase("good/talk-480p30-42s.mp4", Rotation.None)]
    public Task Pictures_are_turned_as_in_the_file(string path, Rotation rotation) => CompareAsync(SharedFiles.Media(path), rotation);

    [Test]
    public async Task So_it_is_for_pictures_upside_down()
    {
        using var folder = new TemporaryFolder();
        var turned = await ToolRunner.RunAsync(
            "ffmpeg", ["-v", "error", "-i", SharedFiles.Media("good/talk-480p30-42s.mp4"), "-t", "2", "-c", "copy", "-metadata:s:v", "rotate=180", folder.File("turned.mp4")]);
        Assert.That(turned.ExitCode, Is.Zero, turned.Errors);

        await CompareAsync(folder.File("turned.mp4"), Rotation.Half);
    }

    private static async Task CompareAsync(string path, Rotation rotation)
    {
        using var reader = new FileMediaReader(path);
        var file = await Mp4Parser.ReadAsync(reader);
        Assert.That(StoredIndex.TryRead(IndexSidecar.Write(file, "a"), file.Length, "a", out var stored), Is.EqualTo(SidecarOutcome.Loaded));
        using var folder = new TemporaryFolder();
        var set = PackagedTrack.Present(stored!).Sets.First(set => set.Kind == TrackKind.Video);
        await PackagedTrack.WriteFmp4Async(path, set, set.Renditions[0], Fmp4Flavour.Cmaf, folder.File("written.mp4"));

        Assert.That(stored!.First(TrackKind.Video)!.Format.Rotation, Is.EqualTo(rotation));
        Assert.That(await TurnAsync(folder.File("written.mp4")), Is.EqualTo(await TurnAsync(path)));
    }

    private static async Task<string> TurnAsync(string path)
    {
        var probe = await ToolRunner.RunAsync("ffprobe", ["-v", "error", "-select_streams", "v", "-show_entries", "stream_side_data=rotation", "-of", "default=nw=1", path]);
        Assert.That(probe.ExitCode, Is.Zero, probe.Errors);
        return probe.Output;
    }
}

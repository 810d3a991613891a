using System.Globalization;
using MediaPlatform.Media.Muxing;
using MediaPlatform.Media.Tracks;
using MediaPlatform.TestKit;

namespace MediaPlatform.Media.Tests.Muxing;

/// <summary>ffmpeg is the judge: what we package decodes without a warning to the frames of the source.</summary>
[Category("Integration")]
public sealed class Fmp4DecodeTests
{
    // Of the one long film: its packets are compared whole, and every fragment is made alike.
    private const string MostSeconds = "60";

    private static IEnumerable<string> Files() => SampleMedia.PackageableFiles();

    [TestCaseSource(nameof(Files))]
    public async Task Packaged_tracks_decode_to_every_frame_of_the_source(string path)
    {
        using var folder = new TemporaryFolder();
        var (_, presentation) = await PackagedTrack.OpenAsync(path);
        foreach (var set in presentation.Sets.DistinctBy(set => set.Kind))
        {
            var rendition = set.Renditions[0];
            var packaged = folder.File($"{set.TrackName}.mp4");
            await PackagedTrack.WriteFmp4Async(SharedFiles.Media(path), set, rendition, Fmp4Flavour.Cmaf, packaged);

            var type = set.Kind == TrackKind.Video ? "v" : "a";
            var ours = await TimesAsync(packaged, $"{type}:0");
            Assert.That(ours, Has.Count.EqualTo(rendition.Track.SampleCount), "packets");
            Assert.That(ours, Is.EqualTo(Expected(rendition.Track)), "presentation times");
            await AssertDecodesLikeSourceAsync(packaged, SharedFiles.Media(path), type);
        }
    }

    private static List<long> Expected(TrackIndex track)
    {
        var times = new List<long>();
        foreach (var sample in track.Samples())
        {
            times.Add(sample.PresentationTicks);
        }

        return times;
    }

    private static async Task<List<long>> TimesAsync(string path, string stream)
    {
        var probe = await ToolRunner.RunAsync(
            "ffprobe", ["-v", "error", "-select_streams", stream, "-show_entries", "packet=pts", "-of", "csv=p=0", path]);
        Assert.That(probe.Errors, Is.Empty);
        return probe.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => long.Parse(line.TrimEnd(','), CultureInfo.InvariantCulture)).ToList();
    }

    /// <summary>No warning, unless the stream itself already causes one where it is stored.</summary>
    private static async Task AssertDecodesLikeSourceAsync(string packaged, string source, string type)
    {
        var ours = await DecodeAsync(packaged, type);
        Assert.That(ours.ExitCode, Is.Zero);
        if (ours.Errors.Length > 0)
        {
            Assert.That((await DecodeAsync(source, type)).Errors, Is.Not.Empty, ours.Errors);
        }
    }

    private static Task<ToolRunner.Outcome> DecodeAsync(string path, string type) => ToolRunner.RunAsync(
        "ffmpeg",
        [
            "-v", "warning", "-nostdin", "-threads", "1", "-t", MostSeconds, "-i", path, "-map", $"0:{type}:0",
            "-fps_mode", "passthrough", "-enc_time_base", "-1", "-f", "null", "-",
        ]);
}

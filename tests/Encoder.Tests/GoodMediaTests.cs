using MediaPlatform.TestKit;

namespace MediaPlatform.Encoder.Tests;

[Category("Integration")]
public sealed class GoodMediaTests
{
    private static IEnumerable<string> Media() => Directory.EnumerateFiles(SharedFiles.Media("good")).Select(path => "good/" + Path.GetFileName(path))
        .Where(name => !name.EndsWith(".txt", StringComparison.Ordinal)).Order();

    [TestCaseSource(nameof(Media))]
    public async Task Every_good_file_becomes_a_ladder_of_one_length(string media)
    {
        using var bench = new EncodingBench();
        // What is long or is cut the same way in any file of its kind is encoded in part.
        var clip = media.Contains("long-6min", StringComparison.Ordinal) ? EncodingBench.Clip(300, 303)
            : media.EndsWith(".mp4", StringComparison.Ordinal) || media.EndsWith("cea608-in-h264.ts", StringComparison.Ordinal) ? EncodingBench.Clip(0, 2)
            : null;
        var output = await bench.EncodeAsync(media, "AdaptiveStreaming", clip);
        foreach (var file in output.Files)
        {
            var track = file.Media!.Tracks[0];
            TestContext.Out.WriteLine($"{file.Name} {track.SampleCount} samples {track.Duration.Seconds:0.###} s {track.AverageBitrate} bit/s start {track.FirstPresentation.Seconds:0.###} src {output.Source.Duration:0.###}");
        }

        Assert.That(output.Files, Is.Not.Empty);
    }
}

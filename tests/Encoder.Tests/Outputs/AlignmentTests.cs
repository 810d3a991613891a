using System.Diagnostics;
using System.Globalization;
using MediaPlatform.Encoder.Outputs;

namespace MediaPlatform.Encoder.Tests.Outputs;

/// <summary>What a packager relies on, as ffprobe sees it in the finished files.</summary>
[Category("Integration")]
public sealed class AlignmentTests
{
    [TestCase("good/phone-vfr-rotate90.mp4", 0, 4)]
    [TestCase("good/xdcam-hd422-1080i59.94.mxf", 0, 1.8)]
    [TestCase("good/bbb-720p25-aac51.mp4", 0, 5)]
    [TestCase("good/counter-320x240-60fps.mp4", 0, 5)]
    public async Task All_rungs_have_the_same_key_frames_two_seconds_apart_and_sound_of_the_same_length(string media, double start, double end)
    {
        using var bench = new EncodingBench();
        var output = await bench.EncodeAsync(media, "AdaptiveStreaming", EncodingBench.Clip(start, end));
        var rungs = output.Files.Where(file => file.Video is not null).ToList();
        var first = await KeyFramesAsync(rungs[0]);

        Assert.That(first[0], Is.Zero);
        Assert.That(first.Zip(first.Skip(1), (one, next) => next - one), Is.All.EqualTo(2.0).Within(0.01));
        foreach (var rung in rungs.Skip(1)) Assert.That(await KeyFramesAsync(rung), Is.EqualTo(first), rung.Name);
        var lengths = output.Files.Select(file => file.Duration.TotalSeconds).ToList();
        Assert.That(lengths, Is.All.EqualTo(lengths[0]).Within(0.022));
    }

    [TestCase("good/phone-rotated-h264.mov")]
    [TestCase("good/bbb-720p25-aac51.mp4")]
    public async Task Mono_and_surround_become_stereo(string media)
    {
        using var bench = new EncodingBench();
        var output = await bench.EncodeAsync(media, "AACGoodQualityAudio", EncodingBench.Clip(0, 1));

        Assert.That((await ProbeAsync(output.Files[0].Path, "stream=channels,sample_rate")).Trim(), Is.EqualTo("48000,2"));
    }

    private static async Task<IReadOnlyList<double>> KeyFramesAsync(EncodedFile file)
    {
        var lines = (await ProbeAsync(file.Path, "packet=pts_time,flags")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return [.. lines.Select(line => line.Split(',')).Where(parts => parts[1].StartsWith('K')).Select(parts => double.Parse(parts[0], CultureInfo.InvariantCulture))];
    }

    private static async Task<string> ProbeAsync(string path, string entries)
    {
        using var process = Process.Start(new ProcessStartInfo("ffprobe", ["-v", "error", "-show_entries", entries, "-of", "csv=p=0", path]) { RedirectStandardOutput = true })!;
        var text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return text;
    }
}

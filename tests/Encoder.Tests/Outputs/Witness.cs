using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MediaPlatform.TestKit;

namespace MediaPlatform.Encoder.Tests.Outputs;

/// <summary>What ffprobe and ffmpeg find in a file.</summary>
internal static partial class Witness
{
    public static async Task<JsonArray> StreamsAsync(string path) => (await ProbeAsync(path, "-show_streams"))["streams"]!.AsArray();

    public static async Task<IReadOnlyList<JsonNode>> PicturesAsync(string path)
    {
        var found = await ProbeAsync(path, "-select_streams", "v:0", "-show_entries", "frame=pts_time,interlaced_frame");
        return [.. found["frames"]!.AsArray().Select(frame => frame!)];
    }

    /// <summary>How much the pictures of a file are those of another at the same times: 1 is equal.</summary>
    public static async Task<double> SimilarityAsync(string path, string source, string frameRate)
    {
        const string Small = "scale=160:160:flags=area,format=gray,settb=AVTB";
        var text = await FilterAsync([path, source], $"[0:v]{Small}[a];[1:v]fps={frameRate}:start_time=0,{Small}[b];[a][b]ssim=shortest=1");
        return Number(Ssim().Match(text));
    }

    /// <summary>The part of the pictures that are made of two fields of different times.</summary>
    public static async Task<double> CombedAsync(string path)
    {
        var found = Idet().Match(await FilterAsync([path], "[0:v]idet"));
        var counts = Enumerable.Range(1, 4).Select(group => int.Parse(found.Groups[group].Value, CultureInfo.InvariantCulture)).ToList();
        return (counts[0] + counts[1]) / (double)counts.Sum();
    }

    /// <summary>Loudness of each channel in dB.</summary>
    public static async Task<IReadOnlyList<double>> LevelsAsync(string path)
    {
        var text = await FilterAsync([path], "[0:a:0]aresample=48000,astats=measure_perchannel=RMS_level:measure_overall=none");
        return [.. Rms().Matches(text).Select(match => match.Groups[1].Value == "-inf" ? -200 : Number(match))];
    }

    /// <summary>When the first picture that is not black, or the first sound, comes; seconds.</summary>
    public static async Task<double> FirstLightAsync(string path) => Number(BlackEnd().Match(await FilterAsync([path], "[0:v]blackdetect=d=0.1")));

    /// <inheritdoc cref="FirstLightAsync"/>
    public static async Task<double> FirstSoundAsync(string path) => Number(SilenceEnd().Match(await FilterAsync([path], "[0:a]silencedetect=n=-40dB:d=0.1")));

    private static async Task<JsonNode> ProbeAsync(string path, params string[] questions)
    {
        var found = await ToolRunner.RunAsync("ffprobe", ["-v", "error", .. questions, "-of", "json", path]);
        Assert.That((found.ExitCode, found.Errors), Is.EqualTo((0, "")), path);
        return JsonNode.Parse(found.Output)!;
    }

    private static async Task<string> FilterAsync(string[] inputs, string graph)
    {
        var outcome = await ToolRunner.RunAsync("ffmpeg", ["-v", "info", "-nostats", .. inputs.SelectMany(input => new[] { "-i", input }), "-lavfi", graph, "-f", "null", "-"]);
        Assert.That(outcome.ExitCode, Is.Zero, outcome.Errors);
        return outcome.Errors;
    }

    private static double Number(Match found)
    {
        Assert.That(found.Success, "ffmpeg says nothing of it");
        return double.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"SSIM .*All:([\d.]+)")]
    private static partial Regex Ssim();

    [GeneratedRegex(@"Multi frame detection: TFF:\s*(\d+) BFF:\s*(\d+) Progressive:\s*(\d+) Undetermined:\s*(\d+)\s*$", RegexOptions.RightToLeft)]
    private static partial Regex Idet();

    [GeneratedRegex(@"RMS level dB: (-?[\d.]+|-inf)")]
    private static partial Regex Rms();

    [GeneratedRegex(@"black_end:([\d.]+)")]
    private static partial Regex BlackEnd();

    [GeneratedRegex(@"silence_end: ([\d.]+)")]
    private static partial Regex SilenceEnd();
}

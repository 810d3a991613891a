using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using MediaPlatform.TestKit;

namespace MediaPlatform.Integration.Tests;

/// <summary>ffmpeg as a client: what it decodes of each rendition must be what lies in the MP4 files, frame by frame.</summary>
public sealed class FfmpegTests
{
    private static readonly string[] Files = [PublishedMedia.Mov, PublishedMedia.Mxf, PublishedMedia.Mp4, PublishedMedia.AmsSet, PublishedMedia.AmsSmooth];
    private static readonly string[] Encoded = [PublishedMedia.Mov, PublishedMedia.Mxf, PublishedMedia.Mp4];
    private static readonly ConcurrentDictionary<string, Lazy<Task<(List<int> Video, List<int> Audio)>>> FramesByFile = [];
    private static readonly string[] Formats = ["(format=m3u8-cmaf)", "(format=mpd-time-cmaf)", "(format=mpd-time-csf)"];

    [Test]
    public async Task Every_rendition_decodes_with_the_exact_frame_count_and_no_warning([ValueSource(nameof(Files))] string file, [ValueSource(nameof(Formats))] string format)
    {
        var expected = await FramesOfFilesAsync(file);
        var url = PublishedMedia.ManifestUrl(file, format);
        var streams = await CountAsync(url, "warning");

        // HLS names the one audio rendition once for each variant; DASH once.
        Assert.Multiple(() =>
        {
            Assert.That(streams.Where(stream => stream.Kind == "video").Select(stream => stream.Frames).Order(), Is.EqualTo(expected.Video.Order()));
            Assert.That(streams.Where(stream => stream.Kind == "audio").Select(stream => stream.Frames).Distinct(), Is.EqualTo(expected.Audio.Distinct()));
        });
    }

    [TestCase("(format=m3u8-aapl)")]
    [TestCase("(format=m3u8-cmaf)")]
    [TestCase("(format=mpd-time-csf)")]
    public async Task An_archive_decodes_whole_on_both_sides_of_its_gap(string format)
    {
        var archive = await GappedArchive.GetAsync();
        var streams = await CountAsync($"{archive.Address}/manifest{format}", "error");

        Assert.That(streams.Single(stream => stream.Kind == "video").Frames, Is.EqualTo(archive.Pictures));
        Assert.That(streams.First(stream => stream.Kind == "audio").Frames, Is.EqualTo(archive.Sounds).Within(1), "a decoder may keep a priming frame");
    }

    [TestCaseSource(nameof(Encoded))]
    public async Task Audio_and_video_start_together_and_end_within_a_frame(string file)
    {
        var (_, output, _) = await Repository.RunAsync(
            "ffprobe",
            ["-v", "error", "-show_entries", "stream=codec_type,start_time,duration", "-of", "json", PublishedMedia.ManifestUrl(file, "(format=mpd-time-cmaf)")],
            TimeSpan.FromMinutes(1));
        var starts = JsonNode.Parse(output)!["streams"]!.AsArray()
            .Select(stream => double.Parse(stream!["start_time"]!.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture))
            .ToList();
        Assert.That(starts.Max() - starts.Min(), Is.LessThan(1024.0 / 48000), "one audio frame");
    }

    /// <summary>Frames of every track of the files behind a published file, decoded once for all tests.</summary>
    internal static Task<(List<int> Video, List<int> Audio)> FramesOfFilesAsync(string file) => FramesByFile.GetOrAdd(file, key => new(() => DecodeFilesAsync(key))).Value;

    private static async Task<(List<int> Video, List<int> Audio)> DecodeFilesAsync(string file)
    {
        var video = new List<int>();
        var audio = new List<int>();
        foreach (var source in SourcesOf(file))
        {
            foreach (var stream in await CountAsync(source, "error"))
            {
                (stream.Kind == "video" ? video : audio).Add(stream.Frames);
            }
        }

        Assert.That(video, Is.Not.Empty);
        return (video, audio);
    }

    // Smooth files are not for downloading.
    private static IEnumerable<string> SourcesOf(string file) => file == PublishedMedia.AmsSmooth
        ? Directory.EnumerateFiles(Path.GetDirectoryName(SharedFiles.Media($"{file}/BigBuckBunny.ism"))!).Where(path => Path.GetExtension(path) is ".ismv" or ".isma")
        : PublishedMedia.PublishedOf(file)["downloadPaths"]!.AsArray().Select(path => path!.GetValue<string>())
            .Where(path => path.EndsWith(".mp4", StringComparison.Ordinal)).Select(path => $"http://127.0.0.1:{PublishedMedia.Server.Port}{path}");

    // The URLs of AMS have no file name extension, which newer versions of ffmpeg ask of HLS segments.
    private static string[] OptionsFor(string url) => url.Contains("m3u8", StringComparison.Ordinal) ? ["-extension_picky", "0"] : [];

    // Stream by stream: when several are read at once, ffmpeg's DASH reader ends all with the first one that ends.
    private static async Task<List<(string Kind, int Frames)>> CountAsync(string url, string level)
    {
        var counts = new List<(string Kind, int Frames)>();
        var all = await ProbeAsync(url, ["-show_entries", "stream=index,codec_type"]);
        for (var index = 0; index < all.Count; index++)
        {
            counts.Add((all[index]!["codec_type"]!.GetValue<string>(), await DecodeAsync(url, index, level)));
        }

        return counts;
    }

    private static async Task<int> DecodeAsync(string url, int stream, string level)
    {
        var (code, output, errors) = await Repository.RunAsync(
            "ffmpeg",
            ["-v", level, "-nostdin", "-xerror", .. OptionsFor(url), "-i", url, "-map", $"0:{stream}", "-fps_mode", "passthrough", "-f", "framecrc", "-"],
            TimeSpan.FromMinutes(2));
        Assert.That((code, errors), Is.EqualTo((0, "")), $"{url}, stream {stream}");
        return output.Split('\n').Count(line => line.Length > 0 && !line.StartsWith('#'));
    }

    private static async Task<JsonArray> ProbeAsync(string url, string[] questions)
    {
        var (code, output, errors) = await Repository.RunAsync("ffprobe", ["-v", "error", .. OptionsFor(url), .. questions, "-of", "json", url], TimeSpan.FromMinutes(2));
        Assert.That((code, errors), Is.EqualTo((0, "")), url);
        return JsonNode.Parse(output)!["streams"]!.AsArray();
    }
}

using System.Globalization;
using System.Text.Json.Nodes;
using MediaPlatform.Data.Transforms.Presets;
using MediaPlatform.Encoder.Outputs;
using MediaPlatform.TestKit;

namespace MediaPlatform.Encoder.Tests.Outputs;

/// <summary>Pictures of every shape, judged by ffprobe and ffmpeg on the finished files.</summary>
[Category("Integration")]
public sealed class SourceShapeTests
{
    private const string Odd = "odd.mkv";

    /// <summary>Sources with what becomes of their pictures: size as displayed, the constant frame rate, the number of frames.</summary>
    private static IEnumerable<TestCaseData> Pictures() =>
    [
        new("good/portrait-720x1080.mp4", 720, 1080, "30000/1001", 30),
        new("good/phone-rotated-h264.mov", 320, 568, "30000/1001", 120),
        new("good/phone-vfr-rotate90.mp4", 1440, 1080, "24000/1001", 97),
        new("good/phone-vfr-portrait-thermal.mp4", 1080, 1440, "24000/1001", 272),
        new("good/xdcam-hd422-1080i59.94.mxf", 1920, 1080, "30000/1001", 54),
        new("good/camera-1080i50-avchd-ac3-pgs.mts", 1920, 1080, "25/1", 13),
        new("good/sd-576i25-mpeg2.mpg", 768, 576, "25/1", 100),
        new("good/bbb-anamorphic-320x240-sar4x3.mp4", 427, 240, "24/1", 238),
        new("good/counter-320x240-60fps.mp4", 320, 240, "60/1", 300),
        new("good/video-only-640x272.mp4", 640, 272, "25/1", 250),
        new(Odd, 321, 241, "25/1", 50),
    ];

    [TestCaseSource(nameof(Pictures))]
    public async Task The_picture_comes_out_upright_even_progressive_and_complete(string media, int width, int height, string frameRate, int frames)
    {
        using var bench = new EncodingBench();
        var source = media == Odd ? await OddAsync(bench) : SharedFiles.Media(media);
        var output = await bench.EncodeAsync(source, "AdaptiveStreaming");
        var rungs = output.Files.Where(file => file.Video is not null).ToList();

        Assert.That(rungs, Has.Count.GreaterThan(1));
        Assert.Multiple(async () =>
        {
            foreach (var rung in rungs)
            {
                var video = (await Witness.StreamsAsync(rung.Path)).Single(stream => Text(stream, "codec_type") == "video")!;
                CheckShape(rung, video, (double)width / height);
                Assert.That((Text(video, "r_frame_rate"), Text(video, "avg_frame_rate")), Is.EqualTo((frameRate, frameRate)), rung.Name);
                await CheckFramesAsync(rung, Rational.Parse(frameRate).Value, frames);
            }

            var top = rungs.MaxBy(rung => rung.Plan.Video!.Size.Pixels)!;
            Assert.That(top.Plan.Video!.Size, Is.EqualTo(new PictureSize(width / 2 * 2, height / 2 * 2)));
            Assert.That(await Witness.SimilarityAsync(top.Path, source, frameRate), Is.GreaterThan(0.9), "the same pictures at the same times, the same way up");
        });
    }

    [TestCase("good/xdcam-hd422-1080i59.94.mxf")]
    [TestCase("good/camera-1080i50-avchd-ac3-pgs.mts")]
    [TestCase("good/sd-576i25-mpeg2.mpg")]
    public async Task Fields_are_not_left_in_the_picture_unless_the_transform_says_so(string media)
    {
        Assert.That(await CombedAsync(media, null), Is.LessThan(0.2));
        Assert.That(await CombedAsync(media, new Deinterlace { Mode = DeinterlaceMode.Off }), Is.GreaterThan(0.8));
    }

    [Test]
    public async Task Light_and_sound_that_start_together_stay_together_when_the_sound_track_starts_late()
    {
        using var bench = new EncodingBench();
        var source = Path.Combine(bench.Folder, "late.mkv");
        var made = await ToolRunner.RunAsync("ffmpeg",
        [
            "-v", "error", "-f", "lavfi", "-i", "color=black:size=320x240:rate=25:duration=4,drawbox=color=white:t=fill:enable='gte(t,1)'",
            "-itsoffset", "1", "-f", "lavfi", "-i", "sine=frequency=1000:duration=3", "-c:v", "ffv1", "-c:a", "pcm_s16le", source,
        ]);
        Assert.That(made.Errors, Is.Empty);
        var output = await bench.EncodeAsync(source, "AdaptiveStreaming");

        foreach (var file in output.Files)
        {
            var start = file.Video is null ? await Witness.FirstSoundAsync(file.Path) : await Witness.FirstLightAsync(file.Path);
            Assert.That(start, Is.EqualTo(1.0).Within(0.02), file.Name);
        }
    }

    private static void CheckShape(EncodedFile rung, JsonNode video, double aspect)
    {
        var (width, height) = (video["width"]!.GetValue<int>(), video["height"]!.GetValue<int>());
        Assert.That((width % 2, height % 2), Is.EqualTo((0, 0)), rung.Name);
        // Each side may be off by one pixel, since it must be even.
        Assert.That(width, Is.EqualTo(height * aspect).Within(1 + aspect), rung.Name);
        Assert.That(Text(video, "sample_aspect_ratio"), Is.EqualTo("1:1"), rung.Name);
        Assert.That(Text(video, "field_order"), Is.EqualTo("progressive"), rung.Name);
        Assert.That((video["side_data_list"], video["tags"]?["rotate"]), Is.EqualTo((default(JsonNode), default(JsonNode))), $"{rung.Name} is turned once, not once more by the player");
    }

    private static async Task CheckFramesAsync(EncodedFile rung, double rate, int count)
    {
        var frames = await Witness.PicturesAsync(rung.Path);
        Assert.That(frames, Has.Count.EqualTo(count), rung.Name);
        Assert.That(frames.Select(frame => frame["interlaced_frame"]!.GetValue<int>()), Is.All.Zero, rung.Name);
        var times = frames.Select(frame => double.Parse(frame["pts_time"]!.GetValue<string>(), CultureInfo.InvariantCulture)).ToList();
        Assert.That(times, Is.EqualTo(Enumerable.Range(0, count).Select(index => index / rate)).Within(0.0001), rung.Name);
    }

    private static async Task<double> CombedAsync(string media, Deinterlace? deinterlace)
    {
        using var bench = new EncodingBench();
        var preset = new StandardEncoderPreset
        {
            Filters = new Filters { Deinterlace = deinterlace },
            Codecs = [new H264Video { Layers = [new H264Layer { Bitrate = 8_000_000 }] }],
            Formats = [new Mp4Format { FilenamePattern = "{Basename}{Extension}" }],
        };
        var output = await bench.EncodeAsync(media, preset);
        return await Witness.CombedAsync(output.Files[0].Path);
    }

    private static async Task<string> OddAsync(EncodingBench bench)
    {
        var path = Path.Combine(bench.Folder, Odd);
        var made = await ToolRunner.RunAsync("ffmpeg", ["-v", "error", "-f", "lavfi", "-i", "testsrc=size=321x241:rate=25:duration=2", "-c:v", "ffv1", path]);
        Assert.That(made.Errors, Is.Empty);
        return path;
    }

    private static string Text(JsonNode? stream, string name) => stream?[name]?.GetValue<string>() ?? "";
}

using MediaPlatform.Data.Jobs;
using MediaPlatform.Data.Transforms.Presets;
using MediaPlatform.Encoder.Presets;
using MediaPlatform.Encoder.Probing;

namespace MediaPlatform.Encoder.Tests.Presets;

public sealed class StandardRecipesTests
{
    private static readonly SourceMedia Source = new()
    {
        Files = [new SourceFile("in.mp4", "in.mp4", new MediaProbe { FormatName = "mp4" })],
        Video = new SourceVideo(0, new ProbedVideo { StreamIndex = 0, Codec = "h264", Width = 640, Height = 360 }, new Rational(25, 1)),
        Sounds = [new SourceSound(0, [new ProbedAudio { StreamIndex = 1, Codec = "aac", Channels = 2, SampleRate = 48000 }], null)],
        Duration = 10,
    };

    private static StandardEncoderPreset Preset(params string[] labels) => new()
    {
        Codecs = [new AacAudio { Label = "Sound" }, new H264Video { Layers = [new H264Layer { Bitrate = 1_000_000, Label = "HD" }] }],
        Formats = [new Mp4Format { FilenamePattern = "{Basename}{Extension}", OutputFiles = labels.Length == 0 ? [] : [new OutputFile { Labels = labels }] }],
    };

    [Test]
    public void Labels_are_told_apart_as_the_API_does_it_without_regard_to_case()
    {
        var file = Recipes.For(Preset("hd", "SOUND"), Source).Files.Single();
        Assert.That((file.Video, file.Audios), Is.EqualTo((0, new[] { 0 })));
    }

    [Test]
    public void A_layer_without_a_label_has_that_of_its_codec()
    {
        var preset = Preset("v", "sound") with { Codecs = [new AacAudio { Label = "Sound" }, new H264Video { Label = "V", Layers = [new H264Layer { Bitrate = 1_000_000 }] }] };
        Assert.That(Recipes.For(preset, Source).Files.Single().Video, Is.Zero);
    }

    [TestCase("fast", 48000)]
    [TestCase("-25", 48000)]
    [TestCase("30/0", 48000)]
    [TestCase("100000", 48000)]
    [TestCase("25", 12345)]
    public void A_rate_that_there_is_not_is_refused_rather_than_replaced(string frameRate, int samplingRate)
    {
        var preset = Preset() with { Codecs = [new AacAudio { SamplingRate = samplingRate }, new H264Video { Layers = [new H264Layer { Bitrate = 1_000_000, FrameRate = frameRate }] }] };
        Assert.That(() => Recipes.For(preset, Source), Throws.TypeOf<JobFailedException>());
    }

    [TestCase(null, "25/1")]
    [TestCase("0/1", "25/1")]
    [TestCase("30000/1001", "30000/1001")]
    [TestCase("12", "12/1")]
    public void A_layer_has_its_own_frame_rate_or_that_of_the_source(string? frameRate, string expected)
    {
        var preset = Preset() with { Codecs = [new H264Video { Layers = [new H264Layer { Bitrate = 1_000_000, FrameRate = frameRate }] }] };
        Assert.That(Recipes.For(preset, Source).Videos.Single().FrameRate, Is.EqualTo(Rational.Parse(expected)));
    }

    [TestCase("0", "100")]
    [TestCase("100", "0%")]
    public void A_crop_rectangle_without_area_is_refused(string width, string height)
    {
        var preset = Preset() with { Filters = new Filters { Crop = new Rectangle { Width = width, Height = height } } };
        Assert.That(() => Recipes.For(preset, Source), Throws.TypeOf<JobFailedException>());
    }

    [TestCase(typeof(VideoOverlay))]
    [TestCase(typeof(AudioOverlay))]
    public void An_overlay_is_refused_rather_than_left_out(Type kind)
    {
        Overlay overlay = kind == typeof(VideoOverlay) ? new VideoOverlay { InputLabel = "logo" } : new AudioOverlay { InputLabel = "logo" };
        var preset = Preset() with { Filters = new Filters { Overlays = [overlay] } };
        var failure = Assert.Throws<JobFailedException>(() => Recipes.For(preset, Source))!;
        Assert.That((failure.Error.Code, failure.Message), Is.EqualTo((JobErrorCode.ConfigurationUnsupported, failure.Error.Message)));
        Assert.That(failure.Error.Message, Does.Contain("'logo'"));
    }
}

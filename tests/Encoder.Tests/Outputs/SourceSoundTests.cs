using System.Text.Json.Nodes;
using MediaPlatform.Data.Transforms.Presets;
using MediaPlatform.Encoder.Outputs;
using MediaPlatform.TestKit;

namespace MediaPlatform.Encoder.Tests.Outputs;

/// <summary>Sounds of every layout, and sources that have only one of picture and sound, judged by ffprobe and ffmpeg on the finished files.</summary>
[Category("Integration")]
public sealed class SourceSoundTests
{
    [TestCase("good/bbb-720p25-aac51.mp4")]
    [TestCase("good/bbb-540p60-vp9-vorbis51.webm")]
    public async Task Surround_sound_stays_surround_when_six_channels_are_asked_for_and_each_channel_stays_in_its_place(string media)
    {
        using var bench = new EncodingBench();
        var audio = await EncodeSoundAsync(bench, media, channels: 6);
        var stream = await SoundOfAsync(audio);

        Assert.That((Text(stream, "channel_layout"), stream["channels"]!.GetValue<int>(), Text(stream, "sample_rate")), Is.EqualTo(("5.1", 6, "48000")));
        var (before, after) = (await Witness.LevelsAsync(SharedFiles.Media(media)), await Witness.LevelsAsync(audio.Path));
        TestContext.Out.WriteLine($"{string.Join(' ', before)} / {string.Join(' ', after)}");
        Assert.That(after, Has.Count.EqualTo(6));
        for (var channel = 0; channel < 6; channel++)
        {
            // What is as good as silence is not compared: an encoder may leave out what nobody hears.
            if (before[channel] > -70) Assert.That(after[channel], Is.EqualTo(before[channel]).Within(3), $"channel {channel}");
            else Assert.That(after[channel], Is.LessThan(-60), $"channel {channel}");
        }
    }

    [Test]
    public async Task A_voice_in_the_centre_of_surround_sound_is_heard_on_both_sides_of_stereo()
    {
        using var bench = new EncodingBench();
        var source = Path.Combine(bench.Folder, "centre.mkv");
        var made = await ToolRunner.RunAsync("ffmpeg", ["-v", "error", "-f", "lavfi", "-i", "sine=frequency=440:duration=2", "-af", "pan=5.1|FC=c0", "-c:a", "pcm_s16le", source]);
        Assert.That(made.Errors, Is.Empty);
        var output = await bench.EncodeAsync(source, "AACGoodQualityAudio");
        var levels = await Witness.LevelsAsync(output.Files.Single().Path);

        Assert.That(Text(await SoundOfAsync(output.Files.Single()), "channel_layout"), Is.EqualTo("stereo"));
        Assert.That(levels[0], Is.EqualTo(levels[1]).Within(0.5).And.GreaterThan(-40));
    }

    [Test]
    public async Task A_source_without_sound_becomes_pictures_alone()
    {
        using var bench = new EncodingBench();
        var output = await bench.EncodeAsync("good/video-only-640x272.mp4", "AdaptiveStreaming");
        foreach (var file in output.Files) Assert.That((await Witness.StreamsAsync(file.Path)).Select(stream => Text(stream, "codec_type")), Is.EqualTo(new[] { "video" }), file.Name);
    }

    [TestCase("good/music-stereo.mp3", 15.05)]
    [TestCase("good/speech-en-jfk.wav", 11.0)]
    [TestCase("good/eight-mono-aac-tracks.mp4", 61.46)]
    public async Task A_source_without_picture_becomes_sound_alone_in_its_length(string media, double seconds)
    {
        using var bench = new EncodingBench();
        var output = await bench.EncodeAsync(media, "AdaptiveStreaming");
        Assert.That(output.Files, Is.Not.Empty);
        foreach (var file in output.Files)
        {
            var stream = (await Witness.StreamsAsync(file.Path)).Single()!;
            Assert.That((Text(stream, "codec_name"), Text(stream, "profile"), Text(stream, "channel_layout"), Text(stream, "sample_rate")), Is.EqualTo(("aac", "LC", "stereo", "48000")), file.Name);
            Assert.That(file.Duration.TotalSeconds, Is.EqualTo(seconds).Within(0.1), file.Name);
        }
    }

    private static async Task<EncodedFile> EncodeSoundAsync(EncodingBench bench, string media, int channels)
    {
        var preset = new StandardEncoderPreset
        {
            Codecs = [new AacAudio { Channels = channels, SamplingRate = 48000, Bitrate = 384_000 }],
            Formats = [new Mp4Format { FilenamePattern = "{Basename}{Extension}" }],
        };
        return (await bench.EncodeAsync(media, preset)).Files.Single();
    }

    private static async Task<JsonNode> SoundOfAsync(EncodedFile file) => (await Witness.StreamsAsync(file.Path)).Single(stream => Text(stream, "codec_type") == "audio")!;

    private static string Text(JsonNode? stream, string name) => stream?[name]?.GetValue<string>() ?? "";
}

using MediaPlatform.Data.Transforms.Presets;

namespace MediaPlatform.Encoder.Tests.Outputs;

/// <summary>Still pictures beside the video of the same preset, and how both are turned.</summary>
[Category("Integration")]
public sealed class TurnedAndStillTests
{
    [TestCase("good/phone-rotated-h264.mov", Rotation.Auto, StretchMode.AutoSize)]
    [TestCase("good/phone-rotated-h264.mov", Rotation.Rotate0, StretchMode.AutoSize)]
    [TestCase("good/phone-rotated-h264.mov", Rotation.Rotate90, StretchMode.AutoSize)]
    [TestCase("good/bbb-anamorphic-320x240-sar4x3.mp4", Rotation.Auto, StretchMode.AutoFit)]
    [TestCase("good/bbb-anamorphic-320x240-sar4x3.mp4", Rotation.Rotate270, StretchMode.None)]
    public async Task A_still_shows_what_the_video_of_the_same_preset_shows(string media, Rotation rotation, StretchMode stretch)
    {
        using var bench = new EncodingBench();
        var output = await bench.EncodeAsync(media, new StandardEncoderPreset
        {
            Filters = new Filters { Rotation = rotation },
            Codecs =
            [
                new H264Video { StretchMode = stretch, Layers = [new H264Layer { Bitrate = 4_000_000, Width = "400", Height = "400" }] },
                new JpgImage { Start = "0", Range = "1", StretchMode = stretch, Layers = [new JpgLayer { Width = "400", Height = "400", Quality = 95 }] },
            ],
            Formats = [new Mp4Format { FilenamePattern = "{Basename}{Extension}" }, new JpgFormat { FilenamePattern = "{Basename}{Index}{Extension}" }],
        }, EncodingBench.Clip(2, 3));
        var (video, still) = (output.Files.Single(file => file.Video is not null), output.Files.Single(file => file.Video is null));

        Assert.That(await Witness.SimilarityAsync(still.Path, video.Path, "25"), Is.GreaterThan(0.9));
    }

    [TestCase(Rotation.Auto, 320, 568, false)]
    [TestCase(Rotation.None, 568, 320, true)]
    [TestCase(Rotation.Rotate0, 568, 320, false)]
    [TestCase(Rotation.Rotate90, 320, 568, false)]
    [TestCase(Rotation.Rotate180, 568, 320, false)]
    public async Task Only_a_picture_that_is_left_as_it_lies_tells_players_to_turn_it(Rotation rotation, int width, int height, bool tells)
    {
        using var bench = new EncodingBench();
        var output = await bench.EncodeAsync("good/phone-rotated-h264.mov", new StandardEncoderPreset
        {
            Filters = new Filters { Rotation = rotation },
            Codecs = [new H264Video { Layers = [new H264Layer { Bitrate = 500_000 }] }],
            Formats = [new Mp4Format { FilenamePattern = "{Basename}{Extension}" }],
        }, EncodingBench.Clip(0, 0.5));
        var video = (await Witness.StreamsAsync(output.Files.Single().Path)).Single()!;

        Assert.That((video["width"]!.GetValue<int>(), video["height"]!.GetValue<int>()), Is.EqualTo((width, height)));
        Assert.That(video["side_data_list"] is not null, Is.EqualTo(tells));
    }
}

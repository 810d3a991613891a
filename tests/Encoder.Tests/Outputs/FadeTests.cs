using MediaPlatform.Data.Transforms.Presets;

namespace MediaPlatform.Encoder.Tests.Outputs;

[Category("Integration")]
public sealed class FadeTests
{
    [Test]
    public async Task A_fade_that_is_longer_than_the_clip_begins_with_it()
    {
        using var bench = new EncodingBench();
        var output = await bench.EncodeAsync("good/one-frame.mp4", new StandardEncoderPreset
        {
            Filters = new Filters { FadeOut = new Fade { Duration = "PT10S", FadeColor = "black" } },
            Codecs = [new H264Video { Layers = [new H264Layer { Bitrate = 500_000 }] }],
            Formats = [new Mp4Format { FilenamePattern = "{Basename}{Extension}" }],
        });
        Assert.That(output.Files, Has.Count.EqualTo(1));
    }
}

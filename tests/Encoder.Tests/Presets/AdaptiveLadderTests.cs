using MediaPlatform.Encoder.Presets;

namespace MediaPlatform.Encoder.Tests.Presets;

public sealed class AdaptiveLadderTests
{
    // The three ladders that were published for this preset.
    [TestCase(1920, 1080, 30000, 1001, 0, "1920x1080:6780 1280x720:3520 960x540:2210 640x360:1150 480x270:720 320x180:380")]
    [TestCase(1280, 720, 24000, 1001, 0, "1280x720:2940 960x540:1850 640x360:960 480x270:600 320x180:320")]
    [TestCase(640, 360, 30000, 1001, 700_000, "640x360:700 480x270:440 320x180:230")]
    public void The_published_ladders_come_out(int width, int height, int rate, int scale, long bits, string rungs) =>
        Assert.That(Ladder(new PictureSize(width, height), (double)rate / scale, bits), Is.EqualTo(rungs));

    [Test]
    public void A_portrait_source_turns_the_boxes() =>
        Assert.That(Ladder(new PictureSize(1080, 1920), 29.97, 0), Does.StartWith("1080x1920:6780 720x1280:3520"));

    [TestCase(641, 361)]
    [TestCase(853, 479)]
    [TestCase(99, 57)]
    [TestCase(16, 16)]
    [TestCase(320, 240)]
    public void No_rung_is_larger_than_the_source_and_all_sides_are_even(int width, int height)
    {
        var ladder = AdaptiveLadder.For(new PictureSize(width, height), 25, 0);
        Assert.That(ladder, Is.Not.Empty);
        Assert.That(ladder.Select(rung => rung.Size.Width), Is.All.LessThanOrEqualTo(width).And.All.Matches<int>(side => side % 2 == 0));
        Assert.That(ladder.Select(rung => rung.Size.Height), Is.All.LessThanOrEqualTo(height).And.All.Matches<int>(side => side % 2 == 0));
        Assert.That(ladder.Select(rung => rung.Size).Distinct().Count(), Is.EqualTo(ladder.Count));
    }

    private static string Ladder(PictureSize size, double rate, long bits) =>
        string.Join(' ', AdaptiveLadder.For(size, rate, bits).Select(rung => $"{rung.Size}:{rung.Kbps}"));
}

using MediaPlatform.Encoder.Presets;

namespace MediaPlatform.Encoder.Tests.Presets;

public sealed class FrameRatesTests
{
    [TestCase("30000/1001", 30000)]
    [TestCase("24000/1001", 24000)]
    [TestCase("25", 25000)]
    [TestCase("60", 60000)]
    public void Every_frame_lasts_a_whole_number_of_ticks(string rate, long timescale)
    {
        var parsed = Rational.Parse(rate);
        Assert.That(FrameRates.Timescale(parsed), Is.EqualTo(timescale));
        Assert.That(timescale * parsed.Denominator % parsed.Numerator, Is.Zero);
    }

    [TestCase("30000/1001", 60)]
    [TestCase("24000/1001", 48)]
    [TestCase("25", 50)]
    [TestCase("60", 120)]
    public void A_group_of_pictures_is_two_seconds_long(string rate, int frames)
    {
        var rendition = new VideoRendition { Size = new PictureSize(320, 180), Bitrate = 1, MaxBitrate = 1, FrameRate = Rational.Parse(rate) };
        Assert.That(rendition.GopFrames, Is.EqualTo(frames));
    }
}

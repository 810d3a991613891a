using MediaPlatform.Media.Tracks;
using MediaPlatform.TestKit;

namespace MediaPlatform.Media.Tests.Tracks;

/// <summary>What manifests print beyond codec strings.</summary>
public sealed class TrackFormatTests
{
    [Test]
    public async Task Atmos_is_told_from_plain_eac3()
    {
        var (atmos, plain) = (await FormatAsync("good/atmos-eac3-joc.mp4"), await FormatAsync("good/eac3-51.mp4"));

        Assert.That((atmos.IsJoc, atmos.JocComplexity), Is.EqualTo((true, 16)));
        Assert.That((plain.IsJoc, plain.Channels, plain.ChannelMask), Is.EqualTo((false, 6, 0x3Fu)));
    }

    [Test]
    public async Task Hdr_is_read_from_the_stream_where_the_container_says_otherwise() =>
        Assert.That((await FormatAsync("good/hdr10-hevc-hev1-1080p.mp4")).Colour!.Value.IsPq);

    [TestCase("good/bbb-anamorphic-320x240-sar4x3.mp4", 320, 240, 427)]
    [TestCase("good/bbb-720p24-h264-aac.mp4", 1280, 720, 1280)]
    [TestCase("good/h264-hi422-1080i-separate-fields.mov", 1920, 1080, 1920)]
    public async Task Picture_sizes_are_cropped_and_stretched(string path, int width, int height, int displayWidth)
    {
        var format = await FormatAsync(path);

        Assert.That((format.Width, format.Height, format.DisplayWidth), Is.EqualTo((width, height, displayWidth)));
    }

    [TestCase("1190", "mp4a.40.2", 2, 48000)]
    [TestCase("131056E598", "mp4a.40.5", 2, 48000)]
    [TestCase("EB098800", "mp4a.40.29", 2, 48000)]
    [TestCase("2B118800", "mp4a.40.5", 2, 48000)]
    public void He_aac_is_recognised_in_every_way_of_saying_it(string hex, string codec, int channels, int rate)
    {
        var config = Media.Codecs.Aac.AudioSpecificConfig.Parse(Convert.FromHexString(hex));

        Assert.That((config.CodecString, config.Channels, config.SamplingRate), Is.EqualTo((codec, channels, rate)));
    }

    [Test]
    public async Task Aac_declared_as_that_of_MPEG2_is_written_under_the_object_type_it_is_announced_by()
    {
        using var reader = new FileMediaReader(SharedFiles.Media("ams-asset-smooth/BigBuckBunny.isma"));
        var format = (await Mp4Parser.ReadAsync(reader)).Tracks.First(track => track.Format.Kind == TrackKind.Audio).Format;

        Assert.That(format.CodecString, Is.EqualTo("mp4a.40.2"));
        Assert.That(Convert.ToHexString(format.CodecConfiguration.Span), Does.Contain("0480808014671500"), "as the file has it");
        Assert.That(Convert.ToHexString(format.SampleEntry.Span), Does.Contain("0480808014401500").And.Not.Contain("048080801467"));
    }

    private static async Task<TrackFormat> FormatAsync(string path)
    {
        using var reader = new FileMediaReader(SharedFiles.Media(path));
        return (await Mp4Parser.ReadAsync(reader)).Tracks.OrderBy(track => track.Format.Kind == TrackKind.Video ? 0 : 1).First().Format;
    }
}

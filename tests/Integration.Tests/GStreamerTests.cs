namespace MediaPlatform.Integration.Tests;

/// <summary>GStreamer's own HLS, DASH and Smooth Streaming demuxers as clients: every picture and sound frame of the source comes out decoded, once.</summary>
public sealed class GStreamerTests
{
    private static readonly string[] Files = [PublishedMedia.Mov, PublishedMedia.Mp4, PublishedMedia.AmsSet, PublishedMedia.AmsSmooth];
    private static readonly string[] Formats = ["(format=m3u8-cmaf)", "(format=mpd-time-csf)", "(format=mpd-time-cmaf)", ""];

    [Test]
    public Task The_lowest_rendition_decodes_whole([ValueSource(nameof(Files))] string file, [ValueSource(nameof(Formats))] string format) => DecodesWholeAsync(file, format);

    [TestCase(PublishedMedia.Mp4)]
    [TestCase(PublishedMedia.AmsSmooth)]
    public Task Transport_streams_decode_whole(string file) => DecodesWholeAsync(file, "(format=m3u8-aapl)");

    [TestCase("(format=m3u8-aapl)")]
    [TestCase("(format=m3u8-cmaf)")]
    [TestCase("(format=mpd-time-csf)")]
    [TestCase("")]
    public async Task An_archive_decodes_whole_on_both_sides_of_its_gap(string format)
    {
        var archive = await GappedArchive.GetAsync();
        var url = $"{archive.Address}/manifest{format}";

        Assert.That(await ChecksumsAsync(url, "video-sink", "audio-sink"), Is.EqualTo(archive.Pictures), "pictures");
        Assert.That(await ChecksumsAsync(url, "audio-sink", "video-sink"), Is.EqualTo(archive.Sounds).Within(1), "sound");
    }

    private static async Task DecodesWholeAsync(string file, string format)
    {
        var expected = await FfmpegTests.FramesOfFilesAsync(file);
        var url = PublishedMedia.ManifestUrl(file, format);
        var pictures = await ChecksumsAsync(url, "video-sink", "audio-sink");
        var sound = await ChecksumsAsync(url, "audio-sink", "video-sink");
        Assert.Multiple(() =>
        {
            Assert.That(pictures, Is.EqualTo(expected.Video.Distinct().Single()), "pictures");
            Assert.That(sound, Is.EqualTo(expected.Audio.Distinct().Single()).Within(1), "sound; a decoder may keep the priming frame");
        });
    }

    /// <summary>Counts what arrives at a sink: it prints one line for each buffer. The lowest connection speed keeps the demuxer on one rendition.</summary>
    private static async Task<int> ChecksumsAsync(string url, string counted, string other)
    {
        var (code, output, errors) = await Repository.RunAsync(
            "gst-launch-1.0",
            ["-q", "playbin", $"uri={url}", "connection-speed=1", "flags=0x3", $"{counted}=checksumsink sync=false", $"{other}=fakesink sync=false"],
            TimeSpan.FromMinutes(2));
        Assert.That(code, Is.Zero, errors);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length;
    }
}

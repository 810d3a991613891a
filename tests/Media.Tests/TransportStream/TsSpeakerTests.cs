using MediaPlatform.Media.Codecs.Aac;
using MediaPlatform.Media.Muxing;
using MediaPlatform.Media.Tracks;
using MediaPlatform.TestKit;

namespace MediaPlatform.Media.Tests.TransportStream;

/// <summary>
/// AAC whose speakers have no number (channel configuration 0), such as what ffmpeg makes of 5.1 with side speakers: ADTS has room for the
/// number only, so each frame begins with the element that lists them.
/// </summary>
[Category("Integration")]
public sealed class TsSpeakerTests
{
    [TestCase("5.1(side)", 6)]
    [TestCase("quad", 4)]
    [TestCase("2.1", 3)]
    public async Task Speakers_without_a_number_stand_in_the_frames(string layout, int channels)
    {
        using var folder = new TemporaryFolder();
        var (input, output, cmaf) = (folder.File("sound.mp4"), folder.File("sound.ts"), folder.File("cmaf.mp4"));
        await RunAsync("ffmpeg", ["-v", "error", "-nostdin", "-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000:duration=8", "-af", $"aformat=channel_layouts={layout}", "-c:a", "aac", input]);
        using var reader = new FileMediaReader(input);
        var set = PackagedTrack.Present(await Mp4Parser.ReadAsync(reader)).Sets.Single();
        var format = set.Renditions[0].Format;
        await using (var stream = File.Create(output))
        {
            foreach (var segment in await TsPackaging.SegmentsAsync(reader, set, set.Renditions[0]))
            {
                await stream.WriteAsync(segment);
            }
        }

        await PackagedTrack.WriteFmp4Async(input, set, set.Renditions[0], Fmp4Flavour.Cmaf, cmaf);
        Assert.That((format.Aac!.Value.ChannelConfiguration, format.Channels), Is.EqualTo((0, channels)));
        Assert.That(await LayoutAsync(output), Is.EqualTo(await LayoutAsync(input)));
        Assert.That(await DecodedAsync(output), Is.EqualTo(await DecodedAsync(cmaf)).And.Length.GreaterThan(30));
    }

    [TestCase("1188", 1)]
    [TestCase("11B8", 8)]
    [TestCase("11D8", 7)]
    [TestCase("11E0", 8)]
    [TestCase("11F0", 8)]
    [TestCase("118004C844002000C40D4C61766335392E33372E31303056E500", 6)]
    public void Channels_are_those_of_the_configuration_or_of_the_element(string hex, int channels) =>
        Assert.That(AudioSpecificConfig.Parse(Convert.FromHexString(hex)).Channels, Is.EqualTo(channels));

    // A transport stream is listed twice: in its program and by itself.
    private static async Task<string> LayoutAsync(string path)
    {
        var lines = await RunAsync("ffprobe", ["-v", "error", "-show_entries", "stream=channels,channel_layout,sample_rate", "-of", "csv=p=0", path]);
        return lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Distinct().Single();
    }

    private static Task<string> DecodedAsync(string path) => RunAsync("ffmpeg", ["-v", "error", "-nostdin", "-i", path, "-f", "md5", "-"]);

    private static async Task<string> RunAsync(string tool, string[] arguments)
    {
        var outcome = await ToolRunner.RunAsync(tool, arguments);
        Assert.That(outcome.Errors, Is.Empty);
        return outcome.Output;
    }
}

using System.Globalization;
using MediaPlatform.Media.Codecs;
using MediaPlatform.Media.Muxing;
using MediaPlatform.Media.Tracks;
using MediaPlatform.Media.TransportStream;
using MediaPlatform.TestKit;

namespace MediaPlatform.Media.Tests.TransportStream;

/// <summary>
/// ffmpeg is the judge: a transport stream holds the same coded pictures and sounds as the same track in CMAF, and, for
/// a few files, decodes to the same content.
/// </summary>
[Category("Integration")]
public sealed class TsDecodeTests
{
    private static IEnumerable<string> Files() => SampleMedia.PackageableFiles();

    [TestCaseSource(nameof(Files))]
    public Task Joined_segments_hold_the_coded_content_of_cmaf(string path) => CompareAsync(path, CodedAsync);

    [TestCase("good/bbb-anamorphic-320x240-sar4x3.mp4")]
    [TestCase("good/elephants-hevc-hvc1-360p.mp4")]
    [TestCase("good/one-frame.mp4")]
    [TestCase("good/fragmented-h264-aac.mp4")]
    [TestCase("good/eac3-51.mp4")]
    [TestCase("good/dts-core-dtsc.mp4")]
    [TestCase("good/phone-rotated-h264.mov")]
    public Task Joined_segments_decode_to_the_content_of_cmaf(string path) => CompareAsync(path, DecodedAsync);

    [TestCase("good/counter-320x240-60fps.mp4")]
    [TestCase("good/phone-vfr-portrait-thermal.mp4")]
    [TestCase("good/bbb-720p25-aac51.mp4")]
    public async Task A_frame_of_sound_keeps_its_time_where_the_one_before_it_is_short(string path)
    {
        using var folder = new TemporaryFolder();
        var (_, presentation) = await PackagedTrack.OpenAsync(path);
        using var reader = new FileMediaReader(SharedFiles.Media(path));
        var set = presentation.Sets.First(candidate => candidate.Kind == TrackKind.Audio);
        await using (var output = File.Create(folder.File("sound.ts")))
        {
            foreach (var segment in await TsPackaging.SegmentsAsync(reader, set, set.Renditions[0]))
            {
                await output.WriteAsync(segment);
            }
        }

        var probe = await ToolRunner.RunAsync("ffprobe", ["-v", "error", "-show_entries", "packet=pts", "-of", "csv=p=0", folder.File("sound.ts")]);
        var times = probe.Output.Split(['\n', ','], StringSplitOptions.RemoveEmptyEntries).Select(text => long.Parse(text, CultureInfo.InvariantCulture) - TsSegment.TimestampOffset).ToList();
        var expected = new List<long>();
        foreach (var sample in set.Renditions[0].Track.Samples(new(0, set.Renditions[0].Track.SampleCount)))
        {
            expected.Add(MediaTime.Convert(sample.PresentationTicks, set.Renditions[0].Track.Timescale, MediaTime.TransportStreamTimescale));
        }

        Assert.That(times, Is.EqualTo(expected).Within(180));
    }

    private static async Task CompareAsync(string path, Func<string, Codec, Task<ToolRunner.Outcome>> read)
    {
        using var folder = new TemporaryFolder();
        var (_, presentation) = await PackagedTrack.OpenAsync(path);
        using var reader = new FileMediaReader(SharedFiles.Media(path));
        foreach (var set in presentation.Sets.DistinctBy(set => set.Kind).Where(set => TsPackaging.Carries(set.Renditions[0].Format)))
        {
            var rendition = set.Renditions[0];
            var (stream, cmaf) = (folder.File($"{set.TrackName}.ts"), folder.File($"{set.TrackName}.mp4"));
            await using (var output = File.Create(stream))
            {
                foreach (var segment in await TsPackaging.SegmentsAsync(reader, set, rendition))
                {
                    await output.WriteAsync(segment);
                }
            }

            await PackagedTrack.WriteFmp4Async(SharedFiles.Media(path), set, rendition, Fmp4Flavour.Cmaf, cmaf);
            var (ours, expected) = (await read(stream, rendition.Format.Codec), await read(cmaf, rendition.Format.Codec));
            Assert.That(ours.Output, Is.EqualTo(expected.Output).And.StartsWith("MD5="));
            if (expected.Errors.Length == 0)
            {
                Assert.That(ours.Errors, Is.Empty);
            }
        }
    }

    private static Task<ToolRunner.Outcome> DecodedAsync(string path, Codec codec) =>
        HashAsync(path, ["-fps_mode", "passthrough", "-enc_time_base", "-1"]);

    /// <summary>Coded bytes without what only one of the containers has: delimiters, parameter sets, ADTS headers.</summary>
    private static Task<ToolRunner.Outcome> CodedAsync(string path, Codec codec)
    {
        var isStream = path.EndsWith(".ts", StringComparison.Ordinal);
        var filter = codec switch
        {
            Codec.Avc => (isStream ? "" : "h264_mp4toannexb,") + "filter_units=remove_types=7-9",
            Codec.Hevc => (isStream ? "" : "hevc_mp4toannexb,") + "filter_units=remove_types=32-35|39",
            Codec.Aac when isStream => "aac_adtstoasc",
            _ => "null",
        };
        return HashAsync(path, ["-c", "copy", "-bsf", filter]);
    }

    private static Task<ToolRunner.Outcome> HashAsync(string path, string[] arguments)
    {
        string[] input = path.EndsWith(".mp4", StringComparison.Ordinal) ? ["-ignore_editlist", "1"] : [];
        return ToolRunner.RunAsync(
            "ffmpeg", ["-v", "warning", "-nostdin", "-threads", "1", "-noautorotate", .. input, "-i", path, "-map", "0:0", .. arguments, "-f", "md5", "-"]);
    }
}

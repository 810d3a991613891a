using MediaPlatform.Media.Muxing;
using MediaPlatform.Media.Presentations;
using MediaPlatform.Media.Tracks;
using MediaPlatform.Media.TransportStream;
using MediaPlatform.TestKit;

namespace MediaPlatform.Media.Tests.Muxing;

/// <summary>Codecs that no shared sample has in MP4: made by ffmpeg, packaged by us, decoded by ffmpeg again.</summary>
[Category("Integration")]
public sealed class ModernCodecTests
{
    private const string Picture = "testsrc2=size=320x180:rate=24:duration=2";
    private const string Sound = "sine=frequency=440:sample_rate=48000:duration=2";

    [TestCase("av1", Picture, "-c:v libaom-av1 -cpu-used 8 -crf 50 -g 24", "av01.0.00M.08")]
    [TestCase("opus", Sound, "-c:a libopus -b:a 64k", "opus")]
    [TestCase("flac", Sound, "-c:a flac", "flac")]
    public async Task Cmaf_decodes_to_the_content_of_the_source(string name, string source, string encoder, string codec)
    {
        using var folder = new TemporaryFolder();
        var (input, output) = (folder.File($"{name}.mp4"), folder.File($"{name}.cmaf.mp4"));
        var made = await ToolRunner.RunAsync(
            "ffmpeg", ["-v", "error", "-nostdin", "-f", "lavfi", "-i", source, .. encoder.Split(' '), "-strict", "-2", input]);
        Assert.That(made.ExitCode, Is.Zero, made.Errors);

        using var reader = new FileMediaReader(input);
        var file = await Mp4Parser.ReadAsync(reader);
        var set = PackagedTrack.Present(file).Sets.Single();
        await PackagedTrack.WriteFmp4Async(input, set, set.Renditions[0], Fmp4Flavour.Cmaf, output);

        Assert.That(set.Renditions[0].Format.CodecString, Is.EqualTo(codec).IgnoreCase);
        Assert.That(await HashAsync(output), Is.EqualTo(await HashAsync(input)));
        Assert.That(
            () => new TsSegment([new TsStreamInput(set.Renditions[0].Track, set.Renditions[0].Samples(0), reader)], 0),
            Throws.TypeOf<PackagingRefusedException>().With.Property(nameof(PackagingRefusedException.Reason)).EqualTo(PackagingRefusal.CodecNotSupported));
    }

    private static async Task<string> HashAsync(string path)
    {
        var decoded = await ToolRunner.RunAsync(
            "ffmpeg", ["-v", "error", "-nostdin", "-threads", "1", "-i", path, "-fps_mode", "passthrough", "-enc_time_base", "-1", "-f", "md5", "-"]);
        Assert.That(decoded.Errors, Is.Empty);
        return decoded.Output;
    }
}

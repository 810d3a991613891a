using MediaPlatform.Media.Codecs;
using MediaPlatform.Media.Encryption;
using MediaPlatform.Media.Encryption.Aes128;
using MediaPlatform.Media.Encryption.SampleAes;
using MediaPlatform.Media.Tracks;
using MediaPlatform.Media.TransportStream;
using MediaPlatform.TestKit;

namespace MediaPlatform.Media.Tests.TransportStream;

/// <summary>Files that have access unit delimiters of their own, also behind what their encoder says of itself: each picture has one in a transport stream.</summary>
[Category("Integration")]
public sealed class TsDelimiterTests
{
    private const int Frames = 60;

    // x264 and x265 put a comment into the first sample; ffmpeg writes it in front of the delimiter.
    [TestCase("libx264", "-x264-params", "aud=1:repeat-headers=1:keyint=30")]
    [TestCase("libx265", "-x265-params", "aud=1:repeat-headers=1:keyint=30:log-level=error")]
    public async Task Every_picture_has_one_delimiter_in_front(string encoder, string option, string parameters)
    {
        using var folder = new TemporaryFolder();
        using var reader = await EncodeAsync(folder, encoder, option, parameters);
        var set = PackagedTrack.Present(await Mp4Parser.ReadAsync(reader)).Sets.Single();
        var segments = await TsPackaging.SegmentsAsync(reader, set, set.Renditions[0]);
        await File.WriteAllBytesAsync(folder.File("joined.ts"), segments.SelectMany(segment => segment).ToArray());
        var raw = folder.File("joined.raw");
        var copied = await ToolRunner.RunAsync("ffmpeg", ["-v", "error", "-nostdin", "-i", folder.File("joined.ts"), "-c", "copy", "-f", "data", "-map", "0:v", raw]);
        var decoded = await ToolRunner.RunAsync("ffprobe", ["-v", "error", "-count_frames", "-show_entries", "stream=nb_read_frames", "-of", "default=nw=1:nk=1", folder.File("joined.ts")]);

        Assert.That(copied.Errors, Is.Empty);
        Assert.That(Delimiters(await File.ReadAllBytesAsync(raw), set.Renditions[0].Format.Codec), Is.EqualTo(Frames));
        Assert.That((decoded.Errors, decoded.Output.Split('\n')[0]), Is.EqualTo(("", $"{Frames}")));
    }

    [Test]
    public async Task Samples_that_are_encrypted_have_none_of_their_own()
    {
        using var folder = new TemporaryFolder();
        using var reader = await EncodeAsync(folder, "libx264", "-x264-params", "aud=1:repeat-headers=1:keyint=30");
        var set = PackagedTrack.Present(await Mp4Parser.ReadAsync(reader)).Sets.Single();
        var encryption = new TrackEncryption(ProtectionScheme.Cbcs, Guid.Empty, new AesKey(new byte[16]), new byte[16]);
        using var samples = await SampleAesSamples.ReadAsync(new TsStreamInput(set.Renditions[0].Track, new SampleRange(0, Frames), reader), encryption, default);
        var types = new List<int>();
        var at = 0L;
        for (var number = 0; number < Frames; number++)
        {
            var sample = new byte[samples.Input.Rewritten!.Sizes.Span[number]];
            await samples.Input.Rewritten.Reader.ReadFullyAsync(at, sample, default);
            at += sample.Length;
            for (var rest = sample.AsMemory(); rest.Length > 4; rest = rest[(4 + (int)NalUnits.Length(rest.Span[..4]))..])
            {
                types.Add(rest.Span[4] & 31);
            }
        }

        Assert.That(types, Does.Contain(5).And.Contain(6).And.None.EqualTo(9));
    }

    private static async Task<FileMediaReader> EncodeAsync(TemporaryFolder folder, string encoder, string option, string parameters)
    {
        var made = await ToolRunner.RunAsync("ffmpeg",
            ["-v", "error", "-nostdin", "-f", "lavfi", "-i", "testsrc=size=128x96:rate=30:duration=2", "-pix_fmt", "yuv420p", "-preset", "ultrafast", "-c:v", encoder, option, parameters, folder.File("film.mp4")]);
        Assert.That(made.ExitCode, Is.Zero, made.Errors);
        return new FileMediaReader(folder.File("film.mp4"));
    }

    private static int Delimiters(ReadOnlySpan<byte> stream, Codec codec)
    {
        var count = 0;
        ReadOnlySpan<byte> code = [0, 0, 1];
        for (var at = stream.IndexOf(code); at >= 0 && at + 3 < stream.Length; at = stream.IndexOf(code))
        {
            count += NalUnits.IsDelimiter(stream[at + 3], codec) ? 1 : 0;
            stream = stream[(at + 3)..];
        }

        return count;
    }
}

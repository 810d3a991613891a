using System.Globalization;
using System.Text.RegularExpressions;
using MediaPlatform.Media.Encryption;
using MediaPlatform.Media.Encryption.Subsamples;
using MediaPlatform.Media.Tracks;
using MediaPlatform.TestKit;

namespace MediaPlatform.Media.Tests.Encryption;

/// <summary>Where the tiles of AV1 begin, against ffmpeg, which traces every field of every header (AV1 in ISO-BMFF 4).</summary>
[Category("Integration")]
public sealed partial class Av1MapTests
{
    private const string Moving = "testsrc2=size=320x192:rate=24";

    /// <summary>One unit as ffmpeg traced it; bytes.</summary>
    private sealed record Unit(int Type, int Length, int Traced, int TileSizeBytes);

    [TestCase("libaom-av1 -cpu-used 6 -lag-in-frames 8", Moving, 1, TestName = "reordered frames")]
    [TestCase("libaom-av1 -cpu-used 8 -tiles 2x2 -aom-params error-resilient=1", Moving, 4, TestName = "four tiles, error resilient")]
    [TestCase("libaom-av1 -cpu-used 6 -aom-params lossless=1:enable-restoration=1", "testsrc2=size=128x128:rate=24", 1, TestName = "lossless")]
    [TestCase("libaom-av1 -cpu-used 2 -crf 20", "mandelbrot=size=320x192:rate=24:end_scale=0.01:end_pts=100", 1, TestName = "global motion")]
    [TestCase("libsvtav1 -preset 8 -svtav1-params superres-mode=1:superres-denom=12:superres-kf-denom=10", Moving, 1, TestName = "scaled, another encoder")]
    [TestCase("libaom-av1 -cpu-used 6 -aom-params tune-content=screen:enable-intrabc=1 -pix_fmt yuv444p", Moving, 1, TestName = "screen content in 4:4:4")]
    [TestCase("libaom-av1 -cpu-used 6 -aom-params denoise-noise-level=20:aq-mode=1:deltaq-mode=1 -pix_fmt yuv420p10le", "mandelbrot=size=320x192:rate=24", 1, TestName = "film grain and segments in 10 bits")]
    [TestCase("libsvtav1 -preset 5 -svtav1-params enable-restoration=1:film-grain=8", "mandelbrot=size=320x192:rate=24", 1, TestName = "film grain, another encoder")]
    public async Task Tiles_begin_where_ffmpeg_sees_them(string encoder, string source, int tiles)
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("av1.mp4");
        var made = await ToolRunner.RunAsync(
            "ffmpeg", ["-v", "error", "-nostdin", "-f", "lavfi", "-i", source, "-frames:v", "10", "-c:v", .. encoder.Split(' '), path]);
        Assert.That(made.ExitCode, Is.Zero, made.Errors);
        var units = await TraceAsync(path);

        using var reader = new FileMediaReader(path);
        var track = (await Mp4Parser.ReadAsync(reader)).First(TrackKind.Video)!;
        foreach (var scheme in new[] { ProtectionScheme.Cenc, ProtectionScheme.Cbcs })
        {
            var left = new Queue<Unit>(units);
            var map = (await SubsampleReader.ReadAsync(reader, track, new SampleRange(0, track.SampleCount), scheme, default))!;
            for (var number = 0; number < track.SampleCount; number++)
            {
                var sample = new byte[track.SampleSizes[number]];
                await reader.ReadFullyAsync(track.OffsetOf(number), sample, default);
                Assert.That(map.Of(number).ToArray(), Is.EqualTo(Expected(sample, left, tiles)), $"sample {number}");
            }

            Assert.That(left, Is.Empty);
        }
    }

    [Test]
    public async Task Damaged_samples_are_refused_or_covered_but_never_crash()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("av1.mp4");
        var made = await ToolRunner.RunAsync(
            "ffmpeg", ["-v", "error", "-nostdin", "-f", "lavfi", "-i", Moving, "-frames:v", "4", "-c:v", "libaom-av1", "-cpu-used", "8", "-tiles", "2x2", path]);
        Assert.That(made.ExitCode, Is.Zero, made.Errors);
        using var reader = new FileMediaReader(path);
        var track = (await Mp4Parser.ReadAsync(reader)).First(TrackKind.Video)!;
        var samples = new List<byte[]>();
        for (var number = 0; number < track.SampleCount; number++)
        {
            samples.Add(new byte[track.SampleSizes[number]]);
            await reader.ReadFullyAsync(track.OffsetOf(number), samples[^1], default);
        }

        var refused = 0;
        for (var seed = 0; seed < 3000; seed++)
        {
            var mapper = new Av1Mapper(track.Format);
            try
            {
                foreach (var (sample, i) in samples.Select((sample, i) => (sample, i)))
                {
                    var damaged = i == seed % samples.Count ? Mutation.Of(sample, seed, 0, 64) : sample;
                    var spans = new List<ProtectedSpan>();
                    mapper.Map(damaged, spans);
                    Assert.That(spans.Sum(span => (long)span.Clear + span.Protected), Is.EqualTo(damaged.Length), $"seed {seed}");
                }
            }
            catch (InvalidMediaException)
            {
                refused++;
            }
        }

        Assert.That(refused, Is.InRange(100, 2999));
    }

    private static List<Subsample> Expected(byte[] sample, Queue<Unit> units, int tiles)
    {
        var subsamples = new List<Subsample>();
        var (at, clear) = (0, 0);
        while (at < sample.Length)
        {
            var unit = units.Dequeue();
            var (end, hasTiles) = (at + unit.Length, unit.Type is 4 or 6);
            clear += hasTiles ? unit.Traced : unit.Length;
            at += hasTiles ? unit.Traced : unit.Length;
            for (var tile = 0; hasTiles && tile < tiles; tile++)
            {
                var length = end - at;
                if (tile < tiles - 1)
                {
                    length = 1 + Enumerable.Range(0, unit.TileSizeBytes).Sum(i => sample[at + i] << (8 * i));
                    (at, clear) = (at + unit.TileSizeBytes, clear + unit.TileSizeBytes);
                }

                at += length;
                clear += length % 16;
                if (length >= 16)
                {
                    subsamples.Add(new Subsample((ushort)clear, (uint)(length - (length % 16))));
                    clear = 0;
                }
            }
        }

        return clear == 0 ? subsamples : [.. subsamples, new Subsample((ushort)clear, 0)];
    }

    private static async Task<List<Unit>> TraceAsync(string path)
    {
        var trace = await ToolRunner.RunAsync("ffmpeg", ["-nostdin", "-i", path, "-c", "copy", "-bsf:v", "trace_headers", "-f", "null", "-"]);
        var packets = trace.Errors[trace.Errors.IndexOf("Packet", StringComparison.Ordinal)..];
        var units = new List<Unit>();
        var tileSizeBytes = 0;
        foreach (var text in packets.Split("OBU header").Skip(1))
        {
            var fields = Field().Matches(text);
            int Value(string name) => int.Parse(fields.Last(field => field.Groups["name"].Value == name).Groups["value"].Value, CultureInfo.InvariantCulture);
            int EndOf(Match field) => (int.Parse(field.Groups["at"].Value, CultureInfo.InvariantCulture) + field.Groups["bits"].Length + 7) / 8;
            if (fields.Any(field => field.Groups["name"].Value == "tile_size_bytes_minus1"))
            {
                tileSizeBytes = Value("tile_size_bytes_minus1") + 1;
            }

            var header = EndOf(fields.Last(field => field.Groups["name"].Value.StartsWith("leb128_byte", StringComparison.Ordinal)));
            units.Add(new Unit(Value("obu_type"), header + Value("obu_size"), EndOf(fields[^1]), tileSizeBytes));
        }

        return units;
    }

    [GeneratedRegex(@"\] (?<at>\d+) +(?<name>[a-zA-Z_0-9\[\]]+) +(?<bits>[01]*) = (?<value>-?\d+)")]
    private static partial Regex Field();
}

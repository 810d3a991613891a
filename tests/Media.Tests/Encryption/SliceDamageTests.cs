using MediaPlatform.Media.Codecs;
using MediaPlatform.Media.Encryption;
using MediaPlatform.Media.Encryption.Aes128;
using MediaPlatform.Media.Encryption.SampleAes;
using MediaPlatform.Media.Encryption.Subsamples;
using MediaPlatform.Media.Presentations;
using MediaPlatform.Media.Tracks;
using MediaPlatform.Media.TransportStream;
using MediaPlatform.TestKit;

namespace MediaPlatform.Media.Tests.Encryption;

/// <summary>Damaged parameter sets, slice headers and frames: what is to be encrypted is told for every byte of the sample, or the sample is refused.</summary>
public sealed class SliceDamageTests
{
    private const int Samples = 6;
    private const int HeaderBytes = 160;

    [TestCase("good/bbb-720p24-h264-aac.mp4")]
    [TestCase("good/h264-hi422-1080i-separate-fields.mov")]
    [TestCase("good/bbb-hevc-hev1-720p.mp4")]
    public async Task A_damaged_sample_is_mapped_as_a_whole_or_refused(string path)
    {
        var (format, samples) = await OpenAsync(path, TrackKind.Video);
        var trial = new ParserTrial(sample => Map(format, sample), 1 << 20);
        foreach (var (sample, i) in samples.Select((sample, i) => (sample, i)))
        {
            Map(format, sample);
            for (var seed = 0; seed < 500; seed++)
            {
                trial.Run(Mutation.Of(sample, (i * 1000) + seed, 0, HeaderBytes), $"{i} seed {seed}");
            }
        }

        trial.EveryCut(samples[^1][..Math.Min(samples[^1].Length, 600)]);
        Assert.That(trial.Refused, Is.InRange(1, trial.Count - 1));
    }

    [TestCase("good/bbb-720p24-h264-aac.mp4")]
    [TestCase("good/bbb-hevc-hev1-720p.mp4")]
    public async Task Damaged_parameter_sets_leave_every_byte_told(string path)
    {
        var (format, samples) = await OpenAsync(path, TrackKind.Video);
        foreach (var isSequence in new[] { true, false })
        {
            var sets = isSequence ? format.SequenceParameterSets : format.PictureParameterSets;
            var trial = new ParserTrial(
                set => Map(isSequence ? format with { SequenceParameterSets = [set] } : format with { PictureParameterSets = [set] }, samples[1]), 1 << 20);
            trial.EveryDamage(sets[0].ToArray());
            Assert.That(trial.Refused, Is.Zero, "A set that cannot be read leaves a lead of fixed length.");
        }
    }

    [TestCase("good/bbb-720p24-h264-aac.mp4", TrackKind.Video)]
    [TestCase("good/bbb-720p24-h264-aac.mp4", TrackKind.Audio)]
    [TestCase("good/eac3-51.mp4", TrackKind.Audio)]
    public async Task A_damaged_sample_is_encrypted_for_transport_streams_or_refused(string path, TrackKind kind)
    {
        var (format, samples) = await OpenAsync(path, kind);
        var encryption = new TrackEncryption(ProtectionScheme.Cbcs, Guid.Empty, new AesKey(new byte[16]), new byte[16]);
        var trial = new ParserTrial(sample => Encrypt(format, encryption, sample), 1 << 20);
        foreach (var sample in samples)
        {
            var start = sample[..Math.Min(sample.Length, 900)];
            trial.EveryCut(start);
            trial.Mutations(start, 500, sample.Length);
        }

        trial.Noise([], 64, 2000, 3);
        Assert.That(trial.Refused, kind == TrackKind.Video || format.Codec == Codec.Eac3 ? Is.GreaterThan(0) : Is.Zero);
    }

    private static void Encrypt(TrackFormat format, TrackEncryption encryption, byte[] sample)
    {
        using var output = new PooledBytes(sample.Length + 64);
        try
        {
            new SampleAesCipher(encryption, format).Encrypt(sample, output);
        }
        catch (PackagingRefusedException exception)
        {
            throw new InvalidMediaException(exception.Message);
        }
    }

    private static void Map(TrackFormat format, byte[] sample)
    {
        var spans = new List<ProtectedSpan>();
        SampleMapper.For(format)!.Map(sample, spans);
        Assert.That(spans.Sum(span => (long)span.Clear + span.Protected), Is.EqualTo(sample.Length));
        foreach (var scheme in new[] { ProtectionScheme.Cenc, ProtectionScheme.Cbcs })
        {
            var builder = new SubsampleMapBuilder(scheme, 1);
            builder.Add(spans);
            var entries = builder.Build().Of(0).ToArray();
            Assert.That(entries.Sum(entry => (long)entry.Clear + entry.Protected), Is.EqualTo(sample.Length));
        }
    }

    private static async Task<(TrackFormat Format, List<byte[]> Samples)> OpenAsync(string path, TrackKind kind)
    {
        using var reader = new FileMediaReader(SharedFiles.Media(path));
        var track = (await Mp4Parser.ReadAsync(reader)).First(kind)!;
        var samples = new List<byte[]>();
        for (var number = 0; number < Math.Min(Samples, track.SampleCount); number++)
        {
            samples.Add(new byte[track.SampleSizes[number]]);
            await reader.ReadFullyAsync(track.OffsetOf(number), samples[^1], default);
        }

        return (track.Format, samples);
    }
}

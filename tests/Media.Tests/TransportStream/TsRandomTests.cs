using MediaPlatform.Media.Tracks;
using MediaPlatform.Media.TransportStream;
using MediaPlatform.TestKit;

namespace MediaPlatform.Media.Tests.TransportStream;

/// <summary>Whatever the sizes of the samples are, the packets carry them whole, in order and with unbroken counters.</summary>
public sealed class TsRandomTests
{
    [Test]
    public async Task Frames_of_any_size_come_out_as_they_went_in([Range(1, 40)] int seed)
    {
        const string path = "good/bbb-720p24-h264-aac.mp4";
        var random = new Random(seed);
        var (_, presentation) = await PackagedTrack.OpenAsync(path);
        using var file = new FileMediaReader(SharedFiles.Media(path));
        var rendition = presentation.OfKind(TrackKind.Audio).Single().Renditions[0];
        var samples = new SampleRange(random.Next(0, 50), random.Next(1, 60));
        // Around the payload of one packet, where stuffing is hardest, and up to the longest frame that ADTS can say.
        var sizes = Enumerable.Range(0, samples.Count).Select(_ => (uint)(random.Next(3) == 0 ? random.Next(1, 8184) : random.Next(150, 200))).ToArray();
        var media = new byte[sizes.Sum(size => size)];
        random.NextBytes(media);
        using var segment = new TsSegment(
            [new(rendition.Track, samples, file) { Rewritten = new TsRewrittenSamples(sizes, new MemoryMediaReader(media)), Protection = TsProtection.None }], random.Next(100));

        var written = await TsPackaging.SegmentAsync(segment);
        new TsProbe().Read(written);

        Assert.That(written, Has.Length.EqualTo(segment.Length));
        Assert.That(Frames(Elementary(written)), Is.EqualTo(Cut(media, sizes)));
    }

    /// <summary>The bytes of the first elementary stream: payloads joined, PES headers taken off.</summary>
    private static byte[] Elementary(byte[] segment)
    {
        var stream = new MemoryStream();
        for (var at = 0; at < segment.Length; at += 188)
        {
            var packet = segment.AsSpan(at, 188);
            if ((((packet[1] & 0x1F) << 8) | packet[2]) != 0x100 || (packet[3] & 0x10) == 0)
            {
                continue;
            }

            var payload = packet[((packet[3] & 0x20) != 0 ? 5 + packet[4] : 4)..];
            stream.Write((packet[1] & 0x40) != 0 ? payload[(9 + payload[8])..] : payload);
        }

        return stream.ToArray();
    }

    /// <summary>Splits ADTS by the length fields of its headers, ISO/IEC 13818-7 6.2.</summary>
    private static List<string> Frames(byte[] adts)
    {
        var frames = new List<string>();
        for (var at = 0; at < adts.Length;)
        {
            Assert.That(adts[at] == 0xFF && (adts[at + 1] & 0xF6) == 0xF0, "syncword");
            var header = (adts[at + 1] & 1) == 1 ? 7 : 9;
            var length = ((adts[at + 3] & 3) << 11) | (adts[at + 4] << 3) | (adts[at + 5] >> 5);
            frames.Add(Convert.ToHexString(adts, at + header, length - header));
            at += length;
        }

        return frames;
    }

    private static List<string> Cut(byte[] media, uint[] sizes)
    {
        var frames = new List<string>();
        var at = 0;
        foreach (var size in sizes)
        {
            frames.Add(Convert.ToHexString(media, at, (int)size));
            at += (int)size;
        }

        return frames;
    }
}

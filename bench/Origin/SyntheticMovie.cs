using MediaPlatform.Media.IsoBmff;

namespace MediaPlatform.Bench.Origin;

/// <summary>
/// Writes an MP4 file as our encoder lays it out: one track, samples in decode order without gaps. Its pictures are noise in
/// valid NAL units for the first minute and a hole in the file afterwards, so that hours cost no disk.
/// </summary>
internal sealed class SyntheticMovie(byte[] sampleEntry, bool isVideo, uint timescale, uint sampleDuration, int sampleCount, int bitsPerSecond)
{
    private const int KeyInterval = 50;
    private const double KeyWeight = 6;
    private const int FilledSeconds = 60;
    private const int HeaderBytes = 64;

    public async Task WriteAsync(string path, CancellationToken cancellationToken = default)
    {
        var sizes = Sizes();
        var mediaBytes = sizes.Sum(size => (long)size);
        await using var file = File.Create(path);
        await file.WriteAsync(Head(mediaBytes), cancellationToken);
        await WriteMediaAsync(file, sizes, cancellationToken);
        file.SetLength(HeaderBytes + mediaBytes);
        file.Position = file.Length;
        await file.WriteAsync(Movie(sizes), cancellationToken);
    }

    private uint[] Sizes()
    {
        var average = (double)bitsPerSecond / 8 * sampleDuration / timescale;
        var random = new Random(1);
        var sizes = new uint[sampleCount];
        for (var i = 0; i < sampleCount; i++)
        {
            var weight = !isVideo ? 1 : i % KeyInterval == 0 ? KeyWeight : (KeyInterval - KeyWeight) / (KeyInterval - 1);
            sizes[i] = (uint)(average * weight * (0.8 + (0.4 * random.NextDouble())));
        }

        return sizes;
    }

    private static byte[] Head(long mediaBytes)
    {
        var bytes = new byte[HeaderBytes];
        var writer = new BoxWriter(bytes);
        writer.BoxHeader("ftyp", 48);
        writer.FourCC("mp42");
        writer.UInt32(0);
        for (var i = 0; i < 8; i++)
        {
            writer.FourCC("isom");
        }

        writer.UInt32(1);
        writer.FourCC("mdat");
        writer.UInt64((ulong)mediaBytes + 16);
        return bytes;
    }

    private async Task WriteMediaAsync(FileStream file, uint[] sizes, CancellationToken cancellationToken)
    {
        var random = new Random(2);
        var filled = Math.Min(sampleCount, FilledSeconds * timescale / sampleDuration);
        for (var i = 0; i < filled; i++)
        {
            var sample = new byte[sizes[i]];
            random.NextBytes(sample);
            for (var j = 0; j < sample.Length; j++)
            {
                sample[j] |= 0x10; // no start codes
            }

            if (isVideo)
            {
                System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(sample, sample.Length - 4);
                sample[4] = i % KeyInterval == 0 ? (byte)0x65 : (byte)0x41;
            }

            await file.WriteAsync(sample, cancellationToken);
        }
    }

    private byte[] Movie(uint[] sizes)
    {
        var bytes = new byte[4096 + sampleEntry.Length + (sampleCount * 8)];
        var writer = new BoxWriter(bytes);
        var duration = (uint)(sampleCount * (long)sampleDuration);
        var moov = writer.Begin("moov");
        var mvhd = writer.Begin("mvhd", 0, 0);
        writer.Zeros(8);
        writer.UInt32(timescale);
        writer.UInt32(duration);
        writer.Zeros(80);
        writer.End(mvhd);
        var trak = writer.Begin("trak");
        var tkhd = writer.Begin("tkhd", 0, 3);
        writer.Zeros(8);
        writer.UInt32(1);
        writer.UInt32(0);
        writer.UInt32(duration);
        writer.Zeros(60);
        writer.End(tkhd);
        WriteMedia(ref writer, sizes, duration);
        writer.End(trak);
        writer.End(moov);
        return bytes[..writer.Position];
    }

    private void WriteMedia(ref BoxWriter writer, uint[] sizes, uint duration)
    {
        var mdia = writer.Begin("mdia");
        var mdhd = writer.Begin("mdhd", 0, 0);
        writer.Zeros(8);
        writer.UInt32(timescale);
        writer.UInt32(duration);
        writer.UInt32(0x15C70000);
        writer.End(mdhd);
        var hdlr = writer.Begin("hdlr", 0, 0);
        writer.UInt32(0);
        writer.FourCC(isVideo ? "vide" : "soun");
        writer.Zeros(13);
        writer.End(hdlr);
        var minf = writer.Begin("minf");
        var stbl = writer.Begin("stbl");
        WriteTables(ref writer, sizes);
        writer.End(stbl);
        writer.End(minf);
        writer.End(mdia);
    }

    private void WriteTables(ref BoxWriter writer, uint[] sizes)
    {
        var stsd = writer.Begin("stsd", 0, 0);
        writer.UInt32(1);
        writer.Bytes(sampleEntry);
        writer.End(stsd);
        var stts = writer.Begin("stts", 0, 0);
        writer.UInt32(1);
        writer.UInt32((uint)sampleCount);
        writer.UInt32(sampleDuration);
        writer.End(stts);
        if (isVideo)
        {
            var stss = writer.Begin("stss", 0, 0);
            writer.UInt32((uint)((sampleCount + KeyInterval - 1) / KeyInterval));
            for (var i = 0; i < sampleCount; i += KeyInterval)
            {
                writer.UInt32((uint)i + 1);
            }

            writer.End(stss);
        }

        var stsc = writer.Begin("stsc", 0, 0);
        writer.UInt32(1);
        writer.UInt32(1);
        writer.UInt32((uint)sampleCount);
        writer.UInt32(1);
        writer.End(stsc);
        var stsz = writer.Begin("stsz", 0, 0);
        writer.UInt32(0);
        writer.UInt32((uint)sampleCount);
        foreach (var size in sizes)
        {
            writer.UInt32(size);
        }

        writer.End(stsz);
        var stco = writer.Begin("stco", 0, 0);
        writer.UInt32(1);
        writer.UInt32(HeaderBytes);
        writer.End(stco);
    }
}

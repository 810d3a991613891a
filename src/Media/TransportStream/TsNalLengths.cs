using System.Buffers.Binary;
using MediaPlatform.Media.Codecs;
using MediaPlatform.Media.Presentations;
using MediaPlatform.Media.Tracks;

namespace MediaPlatform.Media.TransportStream;

/// <summary>
/// Lengths in front of NAL units, ISO/IEC 14496-15 4.3.2. A start code has the size of the usual four bytes and takes their place on the way out;
/// samples with shorter fields grow by an amount that only their bytes tell, so they are rewritten before a segment is laid out.
/// </summary>
public static class TsNalLengths
{
    /// <summary>Bytes of the field that samples of a transport stream have.</summary>
    internal const int Size = 4;

    /// <summary>Whether samples have to be rewritten before a transport stream can carry them.</summary>
    public static bool AreShort(TrackFormat format)
    {
        ArgumentNullException.ThrowIfNull(format);
        return format.Codec is Codec.Avc or Codec.Hevc && format.NalLengthSize is > 0 and < Size;
    }

    /// <summary>Reads the samples of a segment and gives each NAL unit a length of four bytes.</summary>
    /// <exception cref="InvalidMediaException">A sample is not what its track says.</exception>
    /// <exception cref="PackagingRefusedException">A NAL unit does not fit its sample.</exception>
    public static ValueTask<TsMemorySamples> LengthenAsync(TsStreamInput input, CancellationToken cancellationToken)
    {
        var size = input.Track.Format.NalLengthSize;
        return TsMemorySamples.ReadAsync(input, Lengthen, cancellationToken);

        void Lengthen(Span<byte> sample, PooledBytes output)
        {
            while (!sample.IsEmpty)
            {
                Add(Take(ref sample, size), output);
            }
        }
    }

    /// <summary>Takes the next NAL unit off a sample, its length left out.</summary>
    internal static Span<byte> Take(ref Span<byte> sample, int size)
    {
        if (sample.Length < size || NalUnits.Length(sample[..size]) is var length && length > sample.Length - size)
        {
            throw new PackagingRefusedException(PackagingRefusal.InvalidNalUnitSize, "A NAL unit is longer than its sample.");
        }

        var nal = sample.Slice(size, (int)length);
        sample = sample[(size + nal.Length)..];
        return nal;
    }

    /// <summary>Writes a NAL unit behind its length.</summary>
    internal static void Add(ReadOnlySpan<byte> nal, PooledBytes output)
    {
        var start = Begin(output);
        output.Add(nal);
        End(start, output);
    }

    /// <summary>Leaves room for the length of a NAL unit that is written next; what is answered goes to <see cref="End"/>.</summary>
    internal static int Begin(PooledBytes output)
    {
        ReadOnlySpan<byte> room = [0, 0, 0, 0];
        output.Add(room);
        return output.Length;
    }

    /// <summary>Fills in the length of the NAL unit that was written since <see cref="Begin"/>.</summary>
    internal static void End(int start, PooledBytes output) =>
        BinaryPrimitives.WriteInt32BigEndian(output.Written[(start - Size)..], output.Length - start);
}

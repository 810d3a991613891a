using MediaPlatform.Media.Codecs;

namespace MediaPlatform.Media.Encryption.Subsamples.Av1;

/// <summary>Header of an open bitstream unit, AV1 specification 5.3.</summary>
/// <param name="Type">obu_type.</param>
/// <param name="HeaderLength">Bytes in front of the payload.</param>
/// <param name="Length">Bytes of the payload.</param>
/// <param name="Layers">Bit of its temporal and bit of its spatial layer, as operating points have them; 0 when it is in all.</param>
internal readonly record struct Av1Obu(int Type, int HeaderLength, int Length, uint Layers)
{
    private const int MaxSizeBytes = 8;
    private const int SpatialShift = 8;

    /// <summary>Reads the header of the unit at the start of the bytes; the last unit of a sample may leave out its size.</summary>
    public static Av1Obu Read(ReadOnlySpan<byte> data)
    {
        var bits = new BitReader(data);
        bits.Skip(1);
        var type = (int)bits.Bits(4);
        var (hasExtension, hasSize) = (bits.Flag(), bits.Flag());
        bits.Skip(1);
        var layers = 0u;
        if (hasExtension)
        {
            layers = (1u << (int)bits.Bits(3)) | (1u << (SpatialShift + (int)bits.Bits(2)));
            bits.Skip(3);
        }

        var size = hasSize ? Leb128(ref bits) : (ulong)(bits.Remaining / 8);
        var header = bits.Position / 8;
        return size <= (ulong)(data.Length - header)
            ? new Av1Obu(type, header, (int)size, layers)
            : throw new InvalidMediaException("An AV1 unit is longer than its sample");
    }

    private static ulong Leb128(ref BitReader bits)
    {
        ulong value = 0;
        for (var i = 0; i < MaxSizeBytes; i++)
        {
            var part = bits.Bits(8);
            value |= (ulong)(part & 127) << (7 * i);
            if (part < 128)
            {
                return value;
            }
        }

        throw new InvalidMediaException("The size of an AV1 unit is too long");
    }
}

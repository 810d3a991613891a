using MediaPlatform.Media.Codecs;

namespace MediaPlatform.Media.Encryption.Subsamples;

/// <summary>What slice headers depend on in an H.264 sequence parameter set, ITU-T H.264 7.3.2.1.1.</summary>
internal sealed record AvcSequence(
    uint Id, uint ChromaArrayType, bool SeparateColourPlanes, int FrameNumberBits, uint OrderType, int OrderBits, bool OrderAlwaysZero, bool FramesOnly)
{
    /// <param name="bits">Stands after the NAL header.</param>
    public static AvcSequence Parse(ref BitReader bits)
    {
        var profile = bits.Bits(8);
        bits.Skip(16);
        var id = bits.Ue();
        var (chroma, separate) = (1u, false);
        if (profile is 100 or 110 or 122 or 244 or 44 or 83 or 86 or 118 or 128 or 138 or 139 or 134 or 135)
        {
            (chroma, separate) = ReadHighProfile(ref bits);
        }

        var frameBits = Bounded(bits.Ue(), 12) + 4;
        var orderType = bits.Ue();
        var orderBits = 0;
        var alwaysZero = false;
        if (orderType == 0)
        {
            orderBits = Bounded(bits.Ue(), 12) + 4;
        }
        else if (orderType == 1)
        {
            alwaysZero = bits.Flag();
            bits.Se();
            bits.Se();
            for (var count = Bounded(bits.Ue(), 255); count > 0; count--)
            {
                bits.Se();
            }
        }

        bits.Ue();
        bits.Skip(1);
        bits.Ue();
        bits.Ue();
        return new AvcSequence(id, separate ? 0 : chroma, separate, frameBits, orderType, orderBits, alwaysZero, bits.Flag());
    }

    private static (uint Chroma, bool Separate) ReadHighProfile(ref BitReader bits)
    {
        var chroma = bits.Ue();
        var separate = chroma == 3 && bits.Flag();
        bits.Ue();
        bits.Ue();
        bits.Skip(1);
        if (bits.Flag())
        {
            for (var i = 0; i < (chroma == 3 ? 12 : 8); i++)
            {
                if (bits.Flag())
                {
                    SkipScalingList(ref bits, i < 6 ? 16 : 64);
                }
            }
        }

        return (chroma, separate);
    }

    private static void SkipScalingList(ref BitReader bits, int size)
    {
        int last = 8, next = 8;
        for (var i = 0; i < size && next != 0; i++)
        {
            next = (last + bits.Se() + 256) % 256;
            last = next == 0 ? last : next;
        }
    }

    private static int Bounded(uint value, uint limit) =>
        value <= limit ? (int)value : throw new InvalidMediaException("H.264 parameter set holds an impossible value");
}

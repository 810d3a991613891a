using MediaPlatform.Media.Codecs.Avc;

namespace MediaPlatform.Media.Codecs.Hevc;

/// <summary>The parts of an HEVC sequence parameter set that packaging needs, ITU-T H.265 7.3.2.2 and E.2.1.</summary>
internal sealed record HevcSequenceParameterSet(
    int Width, int Height, (int X, int Y) SampleAspectRatio, ColourDescription? Colour)
{
    // Largest values of log2_max_pic_order_cnt_lsb_minus4 and num_long_term_ref_pics_sps, ITU-T H.265 7.4.3.2.1.
    private const uint MaxOrderBits = 12;
    private const uint MaxLongTerm = 32;

    /// <param name="nal">The NAL unit with its two-byte header.</param>
    public static HevcSequenceParameterSet Parse(ReadOnlySpan<byte> nal)
    {
        Span<byte> raw = stackalloc byte[Math.Min(nal.Length, 2048)];
        raw = raw[..NalUnits.Unescape(nal, raw)];
        var bits = new BitReader(raw);
        bits.Skip(16 + 4);
        var subLayers = (int)bits.Bits(3);
        bits.Skip(1);
        SkipProfileTierLevel(ref bits, subLayers);
        bits.Ue();
        var chroma = bits.Ue();
        if (chroma == 3)
        {
            bits.Skip(1);
        }

        long width = bits.Ue(), height = bits.Ue();
        if (bits.Flag())
        {
            var unitX = chroma is 1 or 2 ? 2 : 1;
            var unitY = chroma == 1 ? 2 : 1;
            width -= ((long)bits.Ue() + bits.Ue()) * unitX;
            height -= ((long)bits.Ue() + bits.Ue()) * unitY;
        }

        if (width is <= 0 or > 65535 || height is <= 0 or > 65535)
        {
            throw new InvalidMediaException("HEVC picture size is impossible");
        }

        var (ratio, colour) = ReadTail(ref bits, subLayers);
        return new HevcSequenceParameterSet((int)width, (int)height, ratio, colour);
    }

    private static void SkipProfileTierLevel(ref BitReader bits, int subLayers)
    {
        bits.Skip(88 + 8);
        Span<bool> profiles = stackalloc bool[8];
        Span<bool> levels = stackalloc bool[8];
        for (var i = 0; i < subLayers; i++)
        {
            profiles[i] = bits.Flag();
            levels[i] = bits.Flag();
        }

        bits.Skip(subLayers > 0 ? (8 - subLayers) * 2 : 0);
        for (var i = 0; i < subLayers; i++)
        {
            bits.Skip((profiles[i] ? 88 : 0) + (levels[i] ? 8 : 0));
        }
    }

    private static ((int X, int Y) Ratio, ColourDescription? Colour) ReadTail(ref BitReader bits, int subLayers)
    {
        bits.Ue();
        bits.Ue();
        var orderBits = Bounded(bits.Ue(), MaxOrderBits) + 4;
        var perLayer = bits.Flag();
        for (var i = perLayer ? 0 : subLayers; i <= subLayers; i++)
        {
            bits.Ue();
            bits.Ue();
            bits.Ue();
        }

        for (var i = 0; i < 6; i++)
        {
            bits.Ue();
        }

        if (bits.Flag() && bits.Flag())
        {
            SkipScalingLists(ref bits);
        }

        bits.Skip(2);
        if (bits.Flag())
        {
            bits.Skip(8);
            bits.Ue();
            bits.Ue();
            bits.Skip(1);
        }

        SkipReferenceSets(ref bits);
        if (bits.Flag())
        {
            bits.Skip(Bounded(bits.Ue(), MaxLongTerm) * (orderBits + 1));
        }

        bits.Skip(2);
        return bits.Flag() ? ReadUsability(ref bits) : ((1, 1), null);
    }

    private static void SkipScalingLists(ref BitReader bits)
    {
        for (var size = 0; size < 4; size++)
        {
            for (var matrix = 0; matrix < 6; matrix += size == 3 ? 3 : 1)
            {
                if (!bits.Flag())
                {
                    bits.Ue();
                    continue;
                }

                if (size > 1)
                {
                    bits.Se();
                }

                for (var i = 0; i < Math.Min(64, 1 << (4 + (size << 1))); i++)
                {
                    bits.Se();
                }
            }
        }
    }

    private static void SkipReferenceSets(ref BitReader bits)
    {
        var sets = bits.Ue();
        if (sets > 64)
        {
            throw new InvalidMediaException("HEVC parameter set declares too many reference picture sets");
        }

        var previous = 0u;
        for (var i = 0; i < sets; i++)
        {
            if (i > 0 && bits.Flag())
            {
                bits.Skip(1);
                bits.Ue();
                var kept = 0u;
                for (var j = 0; j <= previous; j++)
                {
                    if (bits.Flag() || bits.Flag())
                    {
                        kept++;
                    }
                }

                previous = kept;
                continue;
            }

            var (negative, positive) = (bits.Ue(), bits.Ue());
            if (negative > 16 || positive > 16)
            {
                throw new InvalidMediaException("HEVC reference picture set is too large");
            }

            previous = negative + positive;
            for (var j = 0; j < previous; j++)
            {
                bits.Ue();
                bits.Skip(1);
            }
        }
    }

    private static ((int X, int Y) Ratio, ColourDescription? Colour) ReadUsability(ref BitReader bits)
    {
        var ratio = bits.Flag() ? AvcSequenceParameterSet.AspectRatio(ref bits) : (1, 1);
        if (bits.Flag())
        {
            bits.Skip(1);
        }

        ColourDescription? colour = null;
        if (bits.Flag())
        {
            bits.Skip(3);
            var fullRange = bits.Flag();
            if (bits.Flag())
            {
                colour = new ColourDescription((byte)bits.Bits(8), (byte)bits.Bits(8), (byte)bits.Bits(8), fullRange);
            }
        }

        return (ratio, colour);
    }

    private static int Bounded(uint value, uint limit) =>
        value <= limit ? (int)value : throw new InvalidMediaException("HEVC parameter set holds an impossible value");
}

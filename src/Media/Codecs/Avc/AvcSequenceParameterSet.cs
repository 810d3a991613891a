namespace MediaPlatform.Media.Codecs.Avc;

/// <summary>The parts of an H.264 sequence parameter set that packaging needs, ITU-T H.264 7.3.2.1.1 and E.1.1.</summary>
internal sealed record AvcSequenceParameterSet(
    int Width, int Height, (int X, int Y) SampleAspectRatio, ColourDescription? Colour, bool IsInterlaced)
{
    private static readonly (int X, int Y)[] AspectRatios =
    [
        (0, 0), (1, 1), (12, 11), (10, 11), (16, 11), (40, 33), (24, 11), (20, 11), (32, 11), (80, 33), (18, 11),
        (15, 11), (64, 33), (160, 99), (4, 3), (3, 2), (2, 1),
    ];

    /// <param name="nal">The NAL unit with its one-byte header.</param>
    public static AvcSequenceParameterSet Parse(ReadOnlySpan<byte> nal)
    {
        Span<byte> raw = stackalloc byte[Math.Min(nal.Length, 1024)];
        raw = raw[..NalUnits.Unescape(nal, raw)];
        var bits = new BitReader(raw);
        bits.Skip(8);
        var profile = bits.Bits(8);
        bits.Skip(16);
        bits.Ue();
        var chroma = 1u;
        if (profile is 100 or 110 or 122 or 244 or 44 or 83 or 86 or 118 or 128 or 138 or 139 or 134 or 135)
        {
            chroma = SkipHighProfile(ref bits);
        }

        bits.Ue();
        SkipPictureOrder(ref bits);
        bits.Ue();
        bits.Skip(1);
        var widthInMacroblocks = bits.Ue() + 1;
        var heightInMapUnits = bits.Ue() + 1;
        var framesOnly = bits.Flag();
        if (!framesOnly)
        {
            bits.Skip(1);
        }

        bits.Skip(1);
        var (cropX, cropY) = Crop(ref bits, chroma, framesOnly);
        var (ratio, colour) = bits.Remaining > 0 && bits.Flag() ? ReadUsability(ref bits) : ((1, 1), null);
        var width = (widthInMacroblocks * 16L) - cropX;
        var height = (heightInMapUnits * (framesOnly ? 16L : 32L)) - cropY;
        return width is > 0 and <= 65535 && height is > 0 and <= 65535
            ? new AvcSequenceParameterSet((int)width, (int)height, ratio, colour, !framesOnly)
            : throw new InvalidMediaException("H.264 picture size is impossible");
    }

    /// <summary>Sample aspect ratio by aspect_ratio_idc, ITU-T H.273 8.6; 1:1 when unspecified.</summary>
    internal static (int X, int Y) AspectRatio(ref BitReader bits)
    {
        var code = bits.Bits(8);
        if (code == 255)
        {
            var (x, y) = ((int)bits.Bits(16), (int)bits.Bits(16));
            return x > 0 && y > 0 ? (x, y) : (1, 1);
        }

        return code is > 0 and <= 16 ? AspectRatios[code] : (1, 1);
    }

    private static uint SkipHighProfile(ref BitReader bits)
    {
        var chroma = bits.Ue();
        if (chroma == 3)
        {
            bits.Skip(1);
        }

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

        return chroma;
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

    private static void SkipPictureOrder(ref BitReader bits)
    {
        var type = bits.Ue();
        if (type == 0)
        {
            bits.Ue();
        }
        else if (type == 1)
        {
            bits.Skip(1);
            bits.Se();
            bits.Se();
            var count = bits.Ue();
            for (var i = 0u; i < count; i++)
            {
                bits.Se();
            }
        }
    }

    private static (long X, long Y) Crop(ref BitReader bits, uint chroma, bool framesOnly)
    {
        if (!bits.Flag())
        {
            return (0, 0);
        }

        var horizontal = (long)bits.Ue() + bits.Ue();
        var vertical = (long)bits.Ue() + bits.Ue();
        var unitX = chroma is 1 or 2 ? 2 : 1;
        var unitY = (chroma == 1 ? 2 : 1) * (framesOnly ? 1 : 2);
        return (horizontal * unitX, vertical * unitY);
    }

    private static ((int X, int Y) Ratio, ColourDescription? Colour) ReadUsability(ref BitReader bits)
    {
        var ratio = bits.Flag() ? AspectRatio(ref bits) : (1, 1);
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
}

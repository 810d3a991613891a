using MediaPlatform.Media.Codecs;

namespace MediaPlatform.Media.Encryption.Subsamples;

/// <summary>Length of the bytes at the start of a slice that must stay clear: NAL header and slice header.</summary>
internal static class ClearLead
{
    /// <summary>Bytes of a NAL unit in which its slice header is looked for.</summary>
    public const int Window = 1024;

    // A slice header that cannot be read (unknown parameter sets, slice groups, extensions) is nearly always shorter than this.
    private const int Fallback = 128;

    public delegate bool SliceHeader(ref BitReader bits);

    /// <summary>Bytes from the start of the NAL unit, emulation prevention bytes included.</summary>
    public static int Of(ReadOnlySpan<byte> nal, SliceHeader skip)
    {
        var window = nal[..Math.Min(nal.Length, Window)];
        Span<byte> raw = stackalloc byte[Window];
        raw = raw[..NalUnits.Unescape(window, raw)];
        var bits = new BitReader(raw);
        try
        {
            if (skip(ref bits))
            {
                return Escaped(window, (bits.Position + 7) / 8);
            }
        }
        catch (InvalidMediaException)
        {
            // Falls through: the lead is then a fixed length, the same on every node.
            return Math.Min(nal.Length, Fallback);
        }

        return Math.Min(nal.Length, Fallback);
    }

    /// <summary>Bytes of the NAL unit that hold a number of unescaped bytes.</summary>
    private static int Escaped(ReadOnlySpan<byte> nal, int unescaped)
    {
        var zeros = 0;
        var at = 0;
        while (unescaped > 0)
        {
            var value = nal[at++];
            if (zeros >= 2 && value == 3)
            {
                zeros = 0;
                continue;
            }

            zeros = value == 0 ? zeros + 1 : 0;
            unescaped--;
        }

        return at;
    }
}

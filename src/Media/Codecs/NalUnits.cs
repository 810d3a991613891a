namespace MediaPlatform.Media.Codecs;

/// <summary>Common ground of H.264 and HEVC network abstraction layer units.</summary>
internal static class NalUnits
{
    /// <summary>Reads the length in front of a NAL unit, ISO/IEC 14496-15 4.3.2.</summary>
    /// <param name="field">All of the length field and nothing else, up to four bytes.</param>
    public static uint Length(ReadOnlySpan<byte> field)
    {
        uint length = 0;
        foreach (var value in field)
        {
            length = (length << 8) | value;
        }

        return length;
    }

    /// <summary>True for the first byte of a slice of H.264 (or a part of one), or of HEVC.</summary>
    public static bool IsPicture(byte header, Codec codec) => codec == Codec.Avc ? (header & 31) is >= 1 and <= 5 : TypeOfHevc(header) < 32;

    /// <summary>True for the first byte of an access unit delimiter.</summary>
    public static bool IsDelimiter(byte header, Codec codec) => codec == Codec.Avc ? (header & 31) == 9 : TypeOfHevc(header) == 35;

    /// <summary>True for the first byte of a video, sequence or picture parameter set.</summary>
    public static bool IsParameterSet(byte header, Codec codec) =>
        codec == Codec.Avc ? (header & 31) is 7 or 8 : TypeOfHevc(header) is >= 32 and <= 34;

    private static int TypeOfHevc(byte header) => (header >> 1) & 63;

    /// <summary>Removes emulation prevention bytes, ITU-T H.264 7.3.1; returns the bytes written.</summary>
    public static int Unescape(ReadOnlySpan<byte> nal, Span<byte> destination)
    {
        var written = 0;
        var zeros = 0;
        foreach (var value in nal)
        {
            if (written >= destination.Length)
            {
                break;
            }

            if (zeros >= 2 && value == 3)
            {
                zeros = 0;
                continue;
            }

            zeros = value == 0 ? zeros + 1 : 0;
            destination[written++] = value;
        }

        return written;
    }
}

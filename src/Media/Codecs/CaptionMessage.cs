using System.Buffers.Binary;
using MediaPlatform.Media.Tracks;

namespace MediaPlatform.Media.Codecs;

/// <summary>
/// Finds caption data in supplemental enhancement information: ATSC A/53 part 4 6.2.3 user data (<c>GA94</c>) in a
/// message of type 4, ITU-T H.264 D.1.6 and H.265 D.2.6.
/// </summary>
internal static class CaptionMessage
{
    private const int RegisteredUserData = 4;
    private const int CaptionType = 3;
    private const int MaxMessage = 1024;

    /// <summary>Looks through the start of a sample with lengths in front of its NAL units; it may be cut anywhere.</summary>
    public static CaptionServices In(ReadOnlySpan<byte> sample, Codec codec, int lengthSize)
    {
        var found = CaptionServices.None;
        while (sample.Length > lengthSize)
        {
            var length = NalUnits.Length(sample[..lengthSize]);
            var nal = sample[lengthSize..(int)Math.Min(sample.Length, lengthSize + (long)length)];
            var header = codec == Codec.Avc ? 1 : 2;
            if (nal.Length > header && (codec == Codec.Avc ? (nal[0] & 31) == 6 : ((nal[0] >> 1) & 63) == 39))
            {
                found |= InMessages(nal[header..]);
            }

            sample = sample[(lengthSize + nal.Length)..];
        }

        return found;
    }

    private static CaptionServices InMessages(ReadOnlySpan<byte> nal)
    {
        Span<byte> raw = stackalloc byte[Math.Min(nal.Length, MaxMessage)];
        ReadOnlySpan<byte> left = raw[..NalUnits.Unescape(nal, raw)];
        var found = CaptionServices.None;
        while (left.Length > 2)
        {
            var type = Number(ref left);
            var size = Math.Min(Number(ref left), left.Length);
            if (type == RegisteredUserData)
            {
                found |= InUserData(left[..size]);
            }

            left = left[size..];
        }

        return found;
    }

    private static int Number(ref ReadOnlySpan<byte> bytes)
    {
        var value = 0;
        while (bytes.Length > 0)
        {
            var part = bytes[0];
            bytes = bytes[1..];
            value += part;
            if (part != 0xFF)
            {
                break;
            }
        }

        return value;
    }

    private static CaptionServices InUserData(ReadOnlySpan<byte> data)
    {
        // Country United States, provider ATSC, identifier GA94, caption data, flags with the count, one reserved byte.
        if (data.Length < 10 || data[0] != 0xB5 || BinaryPrimitives.ReadUInt16BigEndian(data[1..]) != 0x31
            || !data[3..7].SequenceEqual("GA94"u8) || data[7] != CaptionType)
        {
            return CaptionServices.None;
        }

        var found = CaptionServices.None;
        var triplets = data[10..];
        for (var count = data[8] & 31; count > 0 && triplets.Length >= 3; count--, triplets = triplets[3..])
        {
            var isValid = (triplets[0] & 4) != 0;
            found |= !isValid ? CaptionServices.None : (triplets[0] & 3) < 2 ? CaptionServices.Cea608 : CaptionServices.Cea708;
        }

        return found;
    }
}

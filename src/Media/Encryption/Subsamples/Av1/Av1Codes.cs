using System.Numerics;
using MediaPlatform.Media.Codecs;

namespace MediaPlatform.Media.Encryption.Subsamples.Av1;

/// <summary>The codes of AV1 headers that are no plain bit fields, AV1 specification 4.10 and 5.9.26 to 5.9.29.</summary>
internal static class Av1Codes
{
    private const int MaxLeadingZeros = 32;

    /// <summary>Skips an unsigned variable length code, <c>uvlc()</c>.</summary>
    public static void SkipVariable(ref BitReader bits)
    {
        var zeros = 0;
        while (!bits.Flag())
        {
            if (++zeros > MaxLeadingZeros)
            {
                throw new InvalidMediaException("An AV1 variable length code is too long");
            }
        }

        bits.Skip(zeros < MaxLeadingZeros ? zeros : 0);
    }

    /// <summary>Two's complement in a number of bits, <c>su(n)</c>.</summary>
    public static int Signed(ref BitReader bits, int count)
    {
        var value = (int)bits.Bits(count);
        return (value & (1 << (count - 1))) != 0 ? value - (1 << count) : value;
    }

    /// <summary>One of so many values, <c>ns(n)</c>.</summary>
    public static int OneOf(ref BitReader bits, int values)
    {
        var width = BitOperations.Log2((uint)values) + 1;
        var shorter = (1 << width) - values;
        var value = (int)bits.Bits(width - 1);
        return value < shorter ? value : (value << 1) - shorter + (int)bits.Bits(1);
    }

    /// <summary>A value from low up to and without high, coded as its distance from another one, <c>decode_signed_subexp_with_ref</c>.</summary>
    public static int Near(ref BitReader bits, int low, int high, int reference) =>
        Near(ref bits, high - low, reference - low) + low;

    private static int Near(ref BitReader bits, int values, int reference)
    {
        var distance = SubExponential(ref bits, values);
        return reference << 1 <= values ? Recentre(reference, distance) : values - 1 - Recentre(values - 1 - reference, distance);
    }

    private static int SubExponential(ref BitReader bits, int values)
    {
        const int K = 3;
        var start = 0;
        for (var i = 0; ; i++)
        {
            var width = i == 0 ? K : K + i - 1;
            var count = 1 << width;
            if (values <= start + (3 * count))
            {
                return OneOf(ref bits, values - start) + start;
            }

            if (!bits.Flag())
            {
                return (int)bits.Bits(width) + start;
            }

            start += count;
        }
    }

    private static int Recentre(int reference, int distance) =>
        distance > 2 * reference ? distance
        : (distance & 1) != 0 ? reference - ((distance + 1) >> 1)
        : reference + (distance >> 1);
}

using System.Buffers.Binary;

namespace MediaPlatform.Media.Tests;

/// <summary>Damages copies of valid bytes in reproducible ways: flips, extreme fields, cuts, removed and repeated spans.</summary>
internal static class Mutation
{
    private static readonly uint[] Extremes = [0, 1, 7, 8, 0x7FFFFFFF, 0x80000000, 0xFFFFFFF0, 0xFFFFFFFF, 0x10000, 0xFFFF];

    /// <param name="valid">Bytes to start from; left as they are.</param>
    /// <param name="seed">Same seed, same damage.</param>
    /// <param name="from">First byte that may change.</param>
    /// <param name="to">First byte that stays.</param>
    public static byte[] Of(ReadOnlySpan<byte> valid, int seed, int from, int to)
    {
        var random = new Random(seed);
        var bytes = valid.ToArray();
        for (var count = random.Next(1, 4); count > 0; count--)
        {
            bytes = Once(bytes, random, from, Math.Min(to, bytes.Length));
        }

        return bytes;
    }

    private static byte[] Once(byte[] bytes, Random random, int from, int to)
    {
        if (to - from < 16)
        {
            return bytes;
        }

        var at = random.Next(from, to - 8);
        switch (random.Next(8))
        {
            case 0 or 1:
                bytes[at] ^= (byte)(1 << random.Next(8));
                return bytes;
            case 2:
                bytes[at] = (byte)random.Next(256);
                return bytes;
            case 3 or 4 or 5:
                BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(at), Extremes[random.Next(Extremes.Length)]);
                return bytes;
            case 6:
                return bytes[..at];
            default:
                var length = random.Next(1, Math.Min(64, to - at));
                return random.Next(2) == 0 ? [.. bytes[..at], .. bytes[(at + length)..]] : [.. bytes[..(at + length)], .. bytes[at..]];
        }
    }
}

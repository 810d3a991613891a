using System.Buffers.Binary;

namespace MediaPlatform.TestKit;

/// <summary>Damaged forms of a good message, the same in every run.</summary>
public static class Mutations
{
    private static readonly uint[] s_lengths = [0, 1, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFF0, uint.MaxValue];

    /// <summary>All of the below.</summary>
    public static IEnumerable<byte[]> Of(byte[] good, int seed, int rounds) =>
        Cut(good).Concat(Flipped(good)).Concat(Inflated(good)).Concat(Spliced(good, seed, rounds)).Concat(Noise(seed, rounds, 2 * good.Length));

    /// <summary>Every proper beginning.</summary>
    public static IEnumerable<byte[]> Cut(byte[] good) => Enumerable.Range(0, good.Length).Select(length => good[..length]);

    /// <summary>One bit of each byte the other way.</summary>
    public static IEnumerable<byte[]> Flipped(byte[] good) => Enumerable.Range(0, good.Length).Select(at =>
    {
        var bytes = good.ToArray();
        bytes[at] ^= (byte)(1 << (at % 8));
        return bytes;
    });

    /// <summary>At each place four bytes that, read as a length, say none or more than there is.</summary>
    public static IEnumerable<byte[]> Inflated(byte[] good) =>
        from at in Enumerable.Range(0, Math.Max(0, good.Length - 3))
        from length in s_lengths
        select Patched(good, at, length);

    /// <summary>A part taken out, doubled, or put in another place.</summary>
    public static IEnumerable<byte[]> Spliced(byte[] good, int seed, int rounds)
    {
        var random = new Random(seed);
        for (var round = 0; round < rounds; round++)
        {
            var from = random.Next(good.Length);
            var part = good[from..random.Next(from, good.Length + 1)];
            var at = random.Next(good.Length + 1);
            yield return (round % 3) switch
            {
                0 => [.. good[..from], .. good[(from + part.Length)..]],
                1 => [.. good[..from], .. part, .. good[from..]],
                _ => [.. good[..at], .. part, .. good[at..]],
            };
        }
    }

    /// <summary>Bytes that mean nothing.</summary>
    public static IEnumerable<byte[]> Noise(int seed, int rounds, int longest)
    {
        var random = new Random(seed);
        for (var round = 0; round < rounds; round++)
        {
            var bytes = new byte[random.Next(longest + 1)];
            random.NextBytes(bytes);
            yield return bytes;
        }
    }

    private static byte[] Patched(byte[] good, int at, uint length)
    {
        var bytes = good.ToArray();
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(at), length);
        return bytes;
    }
}

using System.Buffers.Binary;
using System.Text;

namespace MediaPlatform.StreamingEndpoint.Tests.Protection;

/// <summary>The samples of a media segment with one track, by the test's own reading of ISO/IEC 14496-12 and 23001-7.</summary>
internal static class EncryptedFragment
{
    private static readonly string[] s_parents = ["moof", "traf"];

    /// <summary>A sample, and how many of its bytes are clear and protected in turn; no parts where the track has no subsamples.</summary>
    internal sealed record Sample(byte[] Bytes, IReadOnlyList<(int Clear, int Protected)> Parts);

    public static List<Sample> SamplesOf(byte[] segment, int ivSize)
    {
        var samples = new List<Sample>();
        var (sizes, parts, usual) = (new List<int>(), new List<List<(int, int)>>(), 0);
        foreach (var (type, body) in Boxes(segment))
        {
            if (type == "tfhd")
            {
                usual = UsualSizeOf(body);
            }
            else if (type == "trun")
            {
                sizes = SizesOf(body, usual);
                parts = [.. sizes.Select(_ => new List<(int, int)>())];
            }
            else if (type == "senc")
            {
                parts = PartsOf(body, ivSize);
            }
            else if (type == "mdat")
            {
                var at = 0;
                for (var i = 0; i < sizes.Count; at += sizes[i++])
                {
                    samples.Add(new(body[at..(at + sizes[i])], parts[i]));
                }

                Assert.That(at, Is.EqualTo(body.Length), "the samples fill the box");
            }
        }

        return samples;
    }

    private static IEnumerable<(string Type, byte[] Body)> Boxes(byte[] bytes)
    {
        for (var at = 0; at < bytes.Length;)
        {
            var size = BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(at));
            var (type, body) = (Encoding.ASCII.GetString(bytes, at + 4, 4), bytes[(at + 8)..(at + size)]);
            foreach (var box in s_parents.Contains(type) ? Boxes(body) : [(type, body)])
            {
                yield return box;
            }

            at += size;
        }
    }

    private static int UsualSizeOf(byte[] tfhd)
    {
        var flags = BinaryPrimitives.ReadInt32BigEndian(tfhd) & 0xFFFFFF;
        var at = 8 + (8 * (flags & 1)) + (4 * ((flags >> 1) & 1)) + (4 * ((flags >> 3) & 1));
        return (flags & 0x10) != 0 ? BinaryPrimitives.ReadInt32BigEndian(tfhd.AsSpan(at)) : 0;
    }

    private static List<int> SizesOf(byte[] trun, int usual)
    {
        var flags = BinaryPrimitives.ReadInt32BigEndian(trun) & 0xFFFFFF;
        var (count, at) = (BinaryPrimitives.ReadInt32BigEndian(trun.AsSpan(4)), 8 + (4 * ((flags & 1) + ((flags >> 2) & 1))));
        var (before, step) = ((flags >> 8) & 1, 4 * System.Numerics.BitOperations.PopCount((uint)(flags & 0xF00)));
        return [.. Enumerable.Range(0, count).Select(i => (flags & 0x200) == 0 ? usual : BinaryPrimitives.ReadInt32BigEndian(trun.AsSpan(at + (i * step) + (4 * before))))];
    }

    private static List<List<(int, int)>> PartsOf(byte[] senc, int ivSize)
    {
        var (hasParts, at) = ((senc[3] & 2) != 0, 8);
        var samples = new List<List<(int, int)>>();
        for (var i = BinaryPrimitives.ReadInt32BigEndian(senc.AsSpan(4)); i > 0; i--)
        {
            at += ivSize;
            var parts = new List<(int, int)>();
            for (var count = hasParts ? Number16(senc, ref at) : 0; count > 0; count--)
            {
                var clear = Number16(senc, ref at);
                parts.Add((clear, BinaryPrimitives.ReadInt32BigEndian(senc.AsSpan(at))));
                at += 4;
            }

            samples.Add(parts);
        }

        Assert.That(at, Is.EqualTo(senc.Length), "the entries fill the box");
        return samples;
    }

    private static int Number16(byte[] bytes, ref int at)
    {
        at += 2;
        return BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(at - 2));
    }
}

using System.Buffers.Binary;
using MediaPlatform.Media.Presentations;
using MediaPlatform.TestKit;

namespace MediaPlatform.Media.Tests;

/// <summary>
/// Tries a parser on bytes that may be anything. It may give a value or refuse with <see cref="InvalidMediaException"/>
/// or <see cref="PackagingRefusedException"/>, soon, and without spending memory on what the bytes merely claim.
/// </summary>
internal sealed class ParserTrial(Action<byte[]> parse, long mostAllocated = 256 << 10, int mostSeconds = 1)
{
    private static readonly uint[] Extremes = [0, 1, 0x7FFFFFFF, 0x80000000, 0xFFFFFFF0, 0xFFFFFFFF];

    /// <summary>How many of the trials ended in a refusal.</summary>
    public int Refused { get; private set; }

    /// <summary>How many trials there were.</summary>
    public int Count { get; private set; }

    /// <summary>Every cut, every flipped bit, and every aligned or unaligned field at its extremes.</summary>
    /// <param name="valid">Bytes to start from.</param>
    /// <param name="step">Only every so-manyth bit and field, where a trial takes long; no multiple of 2.</param>
    public void EveryDamage(byte[] valid, int step = 1)
    {
        Run(valid, "valid");
        EveryCut(valid);
        for (var bit = 0; bit < valid.Length * 8; bit += step)
        {
            var damaged = valid.ToArray();
            damaged[bit / 8] ^= (byte)(0x80 >> (bit % 8));
            Run(damaged, $"bit {bit}");
        }

        for (var at = 0; at + 4 <= valid.Length; at += step)
        {
            foreach (var extreme in Extremes)
            {
                var damaged = valid.ToArray();
                BinaryPrimitives.WriteUInt32BigEndian(damaged.AsSpan(at), extreme);
                Run(damaged, $"{extreme:X} at {at}");
            }
        }
    }

    /// <summary>The first bytes only, of every number.</summary>
    public void EveryCut(byte[] valid)
    {
        for (var length = 0; length < valid.Length; length++)
        {
            Run(valid[..length], $"cut at {length}");
        }
    }

    /// <summary>Several damages at once.</summary>
    public void Mutations(byte[] valid, int rounds, int firstSeed)
    {
        for (var seed = firstSeed; seed < firstSeed + rounds; seed++)
        {
            Run(Mutation.Of(valid, seed, 0, valid.Length), $"seed {seed}");
        }
    }

    /// <summary>Bytes of chance behind fixed first ones.</summary>
    public void Noise(byte[] first, int most, int rounds, int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < rounds; round++)
        {
            var bytes = new byte[first.Length + random.Next(most)];
            random.NextBytes(bytes);
            first.CopyTo(bytes, 0);
            Run(bytes, $"noise {round}");
        }
    }

    /// <summary>One trial.</summary>
    public void Run(byte[] bytes, string what)
    {
        Count++;
        var start = ThreadTime.Now;
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            parse(bytes);
        }
        catch (Exception exception) when (exception is InvalidMediaException or PackagingRefusedException)
        {
            Refused++;
        }
        catch (Exception exception) when (exception is not AssertionException)
        {
            Assert.Fail($"{what}: {exception}");
        }

        // Assertions are slow where there are thousands of them: the usual case is told apart first.
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        if (allocated > mostAllocated || (ThreadTime.Now - start).TotalSeconds > mostSeconds)
        {
            Assert.Fail($"{what}: {allocated} bytes and {ThreadTime.Now - start} were spent");
        }
    }
}

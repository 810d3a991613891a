using System.Runtime.InteropServices;

namespace MediaPlatform.Media.Tracks;

/// <summary>The samples that can be decoded alone, with where their bytes lie among those of all samples: what manifests ask of sizes.</summary>
/// <param name="Numbers">Numbers of the samples, u32.</param>
/// <param name="BytesBefore">Bytes of all samples in front of each, i64.</param>
/// <param name="Sizes">Bytes of each, u32.</param>
internal readonly record struct KeyFrameTables(ReadOnlyMemory<byte> Numbers, ReadOnlyMemory<byte> BytesBefore, ReadOnlyMemory<byte> Sizes)
{
    public static KeyFrameTables Of(ReadOnlySpan<uint> numbers, ReadOnlySpan<uint> sampleSizes)
    {
        var (before, sizes) = (new long[numbers.Length], new uint[numbers.Length]);
        var (first, total) = (0, 0L);
        for (var i = 0; i < numbers.Length; i++)
        {
            total += TrackIndex.Sum(sampleSizes[first..(int)numbers[i]]);
            first = (int)numbers[i];
            (before[i], sizes[i]) = (total, sampleSizes[first]);
        }

        return new(MemoryMarshal.AsBytes(numbers).ToArray(), MemoryMarshal.AsBytes(before.AsSpan()).ToArray(), MemoryMarshal.AsBytes(sizes.AsSpan()).ToArray());
    }
}

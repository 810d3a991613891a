using System.Buffers;
using MediaPlatform.Media.Tracks;
using MediaPlatform.TestKit;

namespace MediaPlatform.Media.Tests.Tracks;

/// <summary>Columns are rented while a file is read: what their last user left in them must not show.</summary>
public sealed class RentedColumnTests
{
    private const int LargestColumn = 1 << 17;
    private const int ArraysOfASize = 12;

    private static IEnumerable<string> Files() => SampleMedia.Mp4Files().Concat(SharedFiles.MediaNames("bad").Select(name => "bad/" + name));

    [TestCaseSource(nameof(Files))]
    public async Task What_a_column_held_before_does_not_show(string path)
    {
        var media = await File.ReadAllBytesAsync(SharedFiles.Media(path));
        Litter(0);
        var before = await ReadAsync(media);
        Litter(0xD7);
        Assert.That(await ReadAsync(media), Is.EqualTo(before));
    }

    /// <summary>The index as it is stored, or what is wrong with the file.</summary>
    private static async Task<string> ReadAsync(byte[] media)
    {
        try
        {
            return Convert.ToHexString(IndexSidecar.Write(await Mp4Parser.ReadAsync(new MemoryMediaReader(media)), "a"));
        }
        catch (InvalidMediaException exception)
        {
            return exception.Message;
        }
    }

    // Reading from memory stays on the thread, which keeps what was given back last.
    private static void Litter(byte value)
    {
        for (var size = 16; size <= LargestColumn; size *= 2)
        {
            Litter<byte>(size, value);
            Litter<bool>(size, value != 0);
            Litter<int>(size, value * 0x01010101);
            Litter<uint>(size, value * 0x01010101u);
            Litter<long>(size, value * 0x01010101L);
        }
    }

    private static void Litter<T>(int size, T value)
    {
        var arrays = Enumerable.Range(0, ArraysOfASize).Select(_ => ArrayPool<T>.Shared.Rent(size)).ToList();
        foreach (var array in arrays)
        {
            array.AsSpan().Fill(value);
            ArrayPool<T>.Shared.Return(array);
        }
    }
}

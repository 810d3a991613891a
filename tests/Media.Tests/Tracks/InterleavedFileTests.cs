using MediaPlatform.Media.Tracks;
using MediaPlatform.TestKit;
using static MediaPlatform.Media.Tests.Tracks.HostileMovie;

namespace MediaPlatform.Media.Tests.Tracks;

/// <summary>Files that change to another track with every sample, as muxers write them that put sound and pictures together in the order of time.</summary>
public sealed class InterleavedFileTests
{
    private const int Samples = 200_000;

    [Test]
    public async Task The_size_of_an_index_counts_where_each_sample_lies()
    {
        var file = await Mp4Parser.ReadAsync(new MemoryMediaReader(Interleaved()));

        // Size, then number, position, time and duration of a run for each.
        Assert.That(file.Tracks[0].MemorySize, Is.GreaterThanOrEqualTo(Samples * 28L));
    }

    [Test]
    public async Task Reading_one_takes_little_more_memory_than_its_index_keeps()
    {
        var bytes = Interleaved();
        await ReadAsync(bytes); // what is rented is there from now on

        var (allocated, _, fault) = await ReadAsync(bytes);

        Assert.That(fault, Is.Empty);
        Assert.That(allocated, Is.LessThan(Samples * 36L));
    }

    private static byte[] Interleaved()
    {
        var positions = Enumerable.Range(0, Samples).Select(i => 64 + ((uint)i * 8));
        byte[][] tables =
        [
            Full("stts", 0, 1, Samples, 1024), Full("stsz", 0, 4, Samples), Full("stsc", 0, 1, 1, 1, 1), Full("stco", 0, [Samples, .. positions]),
        ];
        return File([Track(1, tables)], false, Box("mdat", new byte[Samples * 8]));
    }
}

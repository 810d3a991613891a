using MediaPlatform.Media.Tracks;
using static MediaPlatform.Media.Tests.Tracks.HostileMovie;

namespace MediaPlatform.Media.Tests.Tracks;

/// <summary>Few bytes that claim many samples: memory and time stay in proportion to the file.</summary>
public sealed class ClaimedSampleTests
{
    private const int Length = 256 << 10;
    private static readonly byte[] Data = Box("mdat", new byte[Length]);

    [Test]
    public async Task Samples_of_one_size_are_read()
    {
        var (_, _, fault) = await ReadAsync(File([Track(1, Alike(Length / 4, 4, 100))], false, Data));

        Assert.That(fault, Is.Empty);
    }

    [Test]
    public async Task Tracks_that_claim_the_same_bytes_over_and_over_are_refused()
    {
        var file = File(Enumerable.Range(1, 200).Select(id => Track((uint)id, Alike(Length, 1, 100))), false, Data);

        await CheckAsync(file, "do not fit in the file");
    }

    [Test]
    public async Task Runs_that_claim_the_same_bytes_over_and_over_are_refused()
    {
        var trafs = Enumerable.Range(0, 100).Select(_ => TrackFragment(1, 1, Length));

        await CheckAsync(File([Track(1, None())], true, Fragment(trafs), Data), "do not fit in the file");
    }

    [Test]
    public async Task Runs_of_a_track_that_is_not_there_cost_nothing()
    {
        var trafs = Enumerable.Range(0, 4000).Select(_ => TrackFragment(7, 1, Length));
        var (allocated, time, fault) = await ReadAsync(File([Track(1, None())], true, Fragment(trafs), Data));

        Assert.That(fault, Is.Empty);
        Assert.That(allocated, Is.LessThan(2 << 20));
        Assert.That(time, Is.LessThan(TimeSpan.FromSeconds(1)));
    }

    [Test]
    public async Task Times_of_fragments_that_are_not_there_cost_no_more_than_their_bytes()
    {
        const int Count = 400_000;
        uint[] entries = [1, 0, Count, .. Enumerable.Range(0, Count).SelectMany(i => new uint[] { (uint)i, (uint)i, 0x01010100 })];
        var table = Full("tfra", 0, entries)[..(12 + 12 + (Count * 11))];
        var times = Box("mfra", Box("tfra", table[8..]));
        var (allocated, _, fault) = await ReadAsync(File([Track(1, None())], true, Fragment([TrackFragment(1, 4, 10)]), Data, times));

        Assert.That(fault, Is.Empty);
        Assert.That(allocated, Is.LessThan(times.Length + (2 << 20)));
    }

    [Test]
    public async Task A_fragment_without_time_has_the_one_that_is_listed_for_it()
    {
        var fragments = new[] { Fragment([TrackFragment(1, 4, 10)]), Fragment([TrackFragment(1, 4, 10)]) };
        var before = File([Track(1, None())], true).Length;
        var times = Box("mfra", Full("tfra", 0, 1, 0x3F, 2, 700, (uint)before, 1, 1, 1, 90_000, (uint)(before + fragments[0].Length), 1, 1, 1));
        var file = await Mp4Parser.ReadAsync(new MemoryMediaReader(File([Track(1, None())], true, [.. fragments, Data, times])));

        Assert.That(file.Tracks[0].FragmentStarts.ToArray().Select(sample => file.Tracks[0].DecodeTime((int)sample).Ticks), Is.EqualTo(new long[] { 700, 90_000 }));
    }

    [Test]
    public async Task Empty_samples_without_number_are_refused()
    {
        var runs = Enumerable.Repeat(4096u, 3000).ToArray();

        await CheckAsync(File([Track(1, None())], true, Fragment([TrackFragment(1, 0, runs)])), "do not fit in the file");
    }

    [Test]
    public async Task A_file_has_no_more_samples_than_its_limit()
    {
        var file = File([Track(1, Alike(600, 1, 100)), Track(2, Alike(600, 1, 100))], false, Data);
        var limits = new MediaLimits { MaxFileSamples = 1000 };

        Assert.That(
            async () => await Mp4Parser.ReadAsync(new MemoryMediaReader(file), limits),
            Throws.TypeOf<InvalidMediaException>().With.Message.Contains("more than 1000 samples"));
    }

    private static async Task CheckAsync(byte[] file, string expected)
    {
        var (allocated, time, fault) = await ReadAsync(file);

        Assert.Multiple(() =>
        {
            Assert.That(fault, Does.Contain(expected));
            Assert.That(allocated, Is.LessThan(64 << 20));
            Assert.That(time, Is.LessThan(TimeSpan.FromSeconds(1)));
        });
    }
}

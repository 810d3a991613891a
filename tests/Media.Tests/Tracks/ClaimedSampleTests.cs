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

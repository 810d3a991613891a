using MediaPlatform.Media.Tracks;
using MediaPlatform.TestKit;
using static MediaPlatform.Media.Tests.Tracks.HostileMovie;

namespace MediaPlatform.Media.Tests.Tracks;

/// <summary>Tracks with several sample entries: samples are described by the one that they name.</summary>
public sealed class SampleDescriptionTests
{
    private static readonly byte[] Data = Box("mdat", new byte[4096]);

    [TestCase(1u, 2)]
    [TestCase(2u, 1)]
    public async Task The_entry_that_the_samples_name_is_the_format(uint named, int channels)
    {
        var file = await ReadAsync(File([Track(1, [Stereo, Mono], Tables([1, 4, named]))], false, Data));

        Assert.That(file.Tracks.Single().Format.Channels, Is.EqualTo(channels));
    }

    [Test]
    public async Task Entries_that_are_named_in_turn_may_be_the_same()
    {
        var file = await ReadAsync(File([Track(1, [Stereo, Stereo], Tables([1, 2, 1], [2, 2, 2]))], false, Data));

        Assert.That(file.Tracks.Single().SampleCount, Is.EqualTo(4));
    }

    [Test]
    public void Samples_that_need_different_entries_are_refused_by_name()
    {
        var file = File([Track(1, [Stereo, Mono], Tables([1, 2, 1], [2, 2, 2]))], false, Data);

        Assert.That(() => ReadAsync(file), Throws.TypeOf<InvalidMediaException>().With.Message.Contains("different sample descriptions"));
    }

    [TestCase(0u, 2)]
    [TestCase(9u, 2)]
    public async Task A_number_that_is_not_there_means_the_first(uint named, int channels)
    {
        var file = await ReadAsync(File([Track(1, [Stereo, Mono], Tables([1, 4, named]))], false, Data));

        Assert.That(file.Tracks.Single().Format.Channels, Is.EqualTo(channels));
    }

    [Test]
    public async Task Fragments_name_it_too()
    {
        var fragment = Box("moof", Full("mfhd", 0, 1), Box("traf", Full("tfhd", 0x20002, 1, 2), Full("trun", 0x301, 1, 200, 1024, 16)));
        var file = await ReadAsync(File([Track(1, [Stereo, Mono], None())], true, fragment, Data));

        Assert.That(file.Tracks.Single().Format.Channels, Is.EqualTo(1));
    }

    private static byte[] Stereo => Entry("1190");

    private static byte[] Mono => Entry("1188");

    // Four samples in two chunks unless one run says that the first chunk holds them all.
    private static byte[][] Tables(params uint[][] runs) =>
    [
        Full("stts", 0, 1, 4, 1024), Full("stsz", 0, 16, 4), Full("stsc", 0, [(uint)runs.Length, .. runs.SelectMany(run => run)]), Full("stco", 0, 2, 100, 200),
    ];

    private static async Task<MediaFile> ReadAsync(byte[] file)
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("media.mp4");
        await System.IO.File.WriteAllBytesAsync(path, file);
        using var reader = new FileMediaReader(path);
        return await Mp4Parser.ReadAsync(reader);
    }
}

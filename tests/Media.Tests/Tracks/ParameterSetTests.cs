using MediaPlatform.Media.Tracks;
using MediaPlatform.TestKit;

namespace MediaPlatform.Media.Tests.Tracks;

/// <summary>Parameter sets that stand in the samples only are read once, kept in the sidecar, and never make a file unreadable.</summary>
public sealed class ParameterSetTests
{
    private const string Source = "good/h264-hi422-1080i-separate-fields.mov";

    [Test]
    public async Task The_sidecar_keeps_them()
    {
        var file = await LearnAsync(InBandFile.Strip(File.ReadAllBytes(SharedFiles.Media(Source)), isBare: true));

        Assert.That(StoredIndex.TryRead(IndexSidecar.Write(file, "a"), file.Length, "a", out var loaded), Is.EqualTo(SidecarOutcome.Loaded));
        var stored = (await Mp4Parser.ReadAsync(new MemoryMediaReader(File.ReadAllBytes(SharedFiles.Media(Source))))).First(TrackKind.Video)!.Format;
        var (before, after) = (file.First(TrackKind.Video)!.Format, loaded!.First(TrackKind.Video)!.Format);
        Assert.That((before.Width, before.Height, before.CodecString), Is.EqualTo((1920, 1080, stored.CodecString.Replace("avc1", "avc3"))));
        Assert.That((after.Width, after.Height, after.CodecString), Is.EqualTo((before.Width, before.Height, before.CodecString)));
        Assert.That(before.SequenceParameterSets[0].ToArray(), Is.EqualTo(stored.SequenceParameterSets[0].ToArray()));
        Assert.That(after.SequenceParameterSets[0].ToArray(), Is.EqualTo(before.SequenceParameterSets[0].ToArray()));
        Assert.That((after.PictureParameterSets.Length, after.ParameterSetsComplete), Is.EqualTo((1, false)));
    }

    [Test]
    public async Task Sets_of_the_sample_entry_are_not_looked_for()
    {
        var bytes = File.ReadAllBytes(SharedFiles.Media(Source));
        var file = await Mp4Parser.ReadAsync(new MemoryMediaReader(bytes));

        Assert.That((await ParameterSets.LearnAsync(file, new MemoryMediaReader(Array.Empty<byte>()), default)).First(TrackKind.Video), Is.SameAs(file.First(TrackKind.Video)));
    }

    [Test]
    public async Task Damaged_samples_leave_the_track_as_it_is_described()
    {
        var bytes = InBandFile.Strip(File.ReadAllBytes(SharedFiles.Media(Source)), isBare: false);
        var video = (await Mp4Parser.ReadAsync(new MemoryMediaReader(bytes))).First(TrackKind.Video)!;
        var start = (int)video.OffsetOf(0);
        foreach (var damage in Mutations.Flipped(bytes[start..(start + 200)]).Concat(Mutations.Noise(5, 100, 200)))
        {
            byte[] damaged = [.. bytes[..start], .. damage, .. bytes[(start + damage.Length)..]];
            var learned = (await LearnAsync(damaged)).First(TrackKind.Video)!;

            Assert.That(learned.SampleCount, Is.EqualTo(video.SampleCount));
            Assert.That(learned.Format.Width, Is.GreaterThan(0));
        }
    }

    private static async Task<MediaFile> LearnAsync(byte[] bytes)
    {
        var reader = new MemoryMediaReader(bytes);
        return await ParameterSets.LearnAsync(await Mp4Parser.ReadAsync(reader), reader, default);
    }
}

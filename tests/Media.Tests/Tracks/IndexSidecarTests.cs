using MediaPlatform.Media.Manifests;
using MediaPlatform.Media.Manifests.Hls;
using MediaPlatform.Media.Tracks;
using MediaPlatform.TestKit;

namespace MediaPlatform.Media.Tests.Tracks;

public sealed class IndexSidecarTests
{
    private static readonly ManifestOptions s_options = new() { Parameters = "format=m3u8-cmaf" };

    private static IEnumerable<string> Files() => SampleMedia.Mp4Files();

    [TestCaseSource(nameof(Files))]
    public async Task Sidecar_gives_back_every_sample(string path)
    {
        var file = await ParseAsync(path);
        var bytes = IndexSidecar.Write(file, "\"etag\"");

        Assert.That(StoredIndex.TryRead(bytes, file.Length, "\"etag\"", out var loaded), Is.EqualTo(SidecarOutcome.Loaded));
        Assert.That(loaded!.IsFragmented, Is.EqualTo(file.IsFragmented));
        foreach (var (before, after) in file.Tracks.Zip(loaded.Tracks))
        {
            Assert.That(Samples(after), Is.EqualTo(Samples(before)));
            Assert.That(after.FragmentStarts.ToArray(), Is.EqualTo(before.FragmentStarts.ToArray()));
            Assert.That(
                (after.TrackId, after.Language, after.Title, after.Format.CodecString, after.End, after.PeakBitrate, after.FirstPresentation),
                Is.EqualTo((before.TrackId, before.Language, before.Title, before.Format.CodecString, before.End, before.PeakBitrate, before.FirstPresentation)));
        }

        Assert.That(IndexSidecar.Write(loaded, "\"etag\""), Is.EqualTo(bytes), "written again it is the same");
    }

    /// <summary>The columns of the samples wait until one is asked for: manifests of cut video do without.</summary>
    [Test]
    public async Task What_manifests_need_is_read_at_once_and_the_rest_when_a_sample_is_asked_for()
    {
        var file = await ParseAsync("good/bbb-720p24-h264-aac.mp4");
        var bytes = IndexSidecar.Write(file, "a");
        var sidecar = new StoredIndex(bytes);

        Assert.That(IndexSidecar.TryOpen(sidecar, file.Length, "a", out var opened), Is.EqualTo(SidecarOutcome.Loaded));
        var (before, after) = (file.First(TrackKind.Video)!, opened!.First(TrackKind.Video)!);
        var presentation = PackagedTrack.Present(opened with { Tracks = [after] });
        foreach (var set in presentation.Sets)
        {
            _ = HlsPlaylistWriter.Write(set, set.Renditions[0], HlsForm.Cmaf, s_options);
        }

        var keys = before.SyncSamples.ToArray();
        Assert.That(HlsMasterWriter.Write(presentation, HlsForm.Cmaf, s_options), Is.EqualTo(HlsMasterWriter.Write(PackagedTrack.Present(file with { Tracks = [before] }), HlsForm.Cmaf, s_options)));
        Assert.That(
            keys.Zip(keys.Skip(1), (key, next) => after.BytesOf(new((int)key, (int)(next - key)))),
            Is.EqualTo(keys.Zip(keys.Skip(1), (key, next) => before.BytesOf(new((int)key, (int)(next - key))))));
        Assert.That((after.IsLoaded, opened.Tracks.All(track => track.IsLoaded)), Is.EqualTo((false, false)));
        Assert.That(sidecar.BytesRead, Is.LessThan(bytes.Length / 2));

        Assert.That(Samples(after), Is.EqualTo(Samples(before)));
        Assert.That((after.IsLoaded, after.IsLost), Is.EqualTo((true, false)));
    }

    [Test]
    public async Task Columns_that_are_damaged_are_noticed_when_they_are_read_and_the_index_is_lost()
    {
        var file = await ParseAsync("good/bbb-720p24-h264-aac.mp4");
        var bytes = IndexSidecar.Write(file, "a");
        bytes[^9] ^= 1; // of the last track

        Assert.That(IndexSidecar.TryOpen(new StoredIndex(bytes), file.Length, "a", out var opened), Is.EqualTo(SidecarOutcome.Loaded));
        Assert.That(() => Samples(opened!.Tracks[^1]), Throws.InstanceOf<IOException>());
        Assert.That(opened!.Tracks.Select(track => track.IsLost), Is.EqualTo(file.Tracks.Select((_, i) => i == file.Tracks.Length - 1)));
        Assert.That(Samples(opened.Tracks[0]), Is.EqualTo(Samples(file.Tracks[0])));
    }

    [Test]
    public async Task Sidecar_of_other_bytes_is_stale()
    {
        var file = await ParseAsync("good/one-frame.mp4");
        var bytes = IndexSidecar.Write(file, "a");

        Assert.That(StoredIndex.TryRead(bytes, file.Length, "b", out _), Is.EqualTo(SidecarOutcome.Stale));
        Assert.That(StoredIndex.TryRead(bytes, file.Length + 1, "a", out _), Is.EqualTo(SidecarOutcome.Stale));
    }

    [Test]
    public async Task Any_flipped_bit_or_cut_is_noticed()
    {
        var file = await ParseAsync("good/fragmented-h264-aac.mp4");
        var bytes = IndexSidecar.Write(file, "a");
        for (var bit = 0; bit < bytes.Length * 8; bit += 37)
        {
            var damaged = (byte[])bytes.Clone();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.That(StoredIndex.TryRead(damaged, file.Length, "a", out _), Is.Not.EqualTo(SidecarOutcome.Loaded), $"bit {bit}");
        }

        for (var length = 0; length < bytes.Length; length += 41)
        {
            Assert.That(StoredIndex.TryRead(bytes.AsMemory(0, length), file.Length, "a", out _), Is.Not.EqualTo(SidecarOutcome.Loaded));
        }
    }

    /// <summary>As from a writer gone wrong, or from somebody who knows how the checksum is made.</summary>
    [Test]
    public async Task What_is_wrong_under_a_right_checksum_is_noticed_or_harmless()
    {
        var file = await ParseAsync("good/fragmented-h264-aac.mp4");
        var bytes = IndexSidecar.Write(file, "a");
        var outcomes = new Dictionary<SidecarOutcome, int>();
        var heads = bytes[16..160];
        foreach (var head in Mutations.Flipped(heads).Concat(Mutations.Inflated(heads)).Concat(Mutations.Noise(3, 200, heads.Length)))
        {
            byte[] damaged = [.. bytes[..16], .. head, .. bytes[(16 + head.Length)..]];
            IndexSidecar.Seal(damaged);
            var outcome = StoredIndex.TryRead(damaged, file.Length, "a", out var loaded);
            outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
            foreach (var track in loaded?.Tracks ?? [])
            {
                Assert.That(Samples(track).Select(sample => sample.Offset + sample.Size), Is.All.LessThanOrEqualTo(file.Length));
            }
        }

        Assert.That(outcomes.Keys, Is.EquivalentTo(new[] { SidecarOutcome.Damaged, SidecarOutcome.Stale, SidecarOutcome.Loaded }));
    }

    private static async Task<MediaFile> ParseAsync(string path)
    {
        using var reader = new FileMediaReader(SharedFiles.Media(path));
        return await Mp4Parser.ReadAsync(reader);
    }

    private static List<Sample> Samples(TrackIndex track)
    {
        var samples = new List<Sample>();
        foreach (var sample in track.Samples())
        {
            samples.Add(sample);
        }

        return samples;
    }
}

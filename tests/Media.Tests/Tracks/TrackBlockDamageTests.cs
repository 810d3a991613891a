using MediaPlatform.Media.Tests.Manifests;
using MediaPlatform.Media.Tracks;
using MediaPlatform.TestKit;

namespace MediaPlatform.Media.Tests.Tracks;

/// <summary>The blocks inside of sidecars are checked for themselves: a checksum only tells that nothing changed since they were written.</summary>
public sealed class TrackBlockDamageTests
{
    [TestCase("good/one-frame.mp4", 1)]
    [TestCase("good/edit-list-positive-shift.mp4", 13)]
    [TestCase("good/fragmented-h264-aac.mp4", 13)]
    public async Task A_damaged_block_is_refused_or_used(string path, int step)
    {
        using var reader = new FileMediaReader(SharedFiles.Media(path));
        foreach (var track in (await Mp4Parser.ReadAsync(reader)).Tracks)
        {
            var valid = track.Block.ToBytes();
            Use(valid, reader.Length);
            var trial = new ParserTrial(bytes => Use(bytes, reader.Length), 4 << 20);
            trial.EveryDamage(valid.Length > 4000 ? valid[..4000] : valid, step);
            trial.Mutations(valid, 1000, valid.Length);

            Assert.That(trial.Refused, Is.InRange(1, trial.Count - 1));
        }
    }

    private static void Use(byte[] bytes, long sourceLength)
    {
        var block = TrackIndexBlock.Load(bytes, sourceLength);
        var track = new TrackIndex(block, SampleEntryParser.Parse(block.Kind, block.SampleEntry, block.Traits));
        var end = 0L;
        foreach (var sample in track.Samples())
        {
            end = Math.Max(end, sample.Offset + sample.Size);
        }

        Assert.That(end, Is.LessThanOrEqualTo(sourceLength));
        if (track.SampleCount > 0)
        {
            EveryManifest.Check(PackagedTrack.Present(new MediaFile(sourceLength, track.IsFragmented, [track])));
        }
    }
}

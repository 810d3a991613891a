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
            var (block, columns) = (track.Block.ToBytes(), new byte[track.Block.Columns.Length]);
            track.Block.Columns.CopyTo(columns);
            Use(block, columns, reader.Length);
            Try(block, step, bytes => Use(bytes, columns, reader.Length));
            Try(columns, step, bytes => Use(block, bytes, reader.Length));
        }
    }

    private static void Try(byte[] valid, int step, Action<byte[]> use)
    {
        var trial = new ParserTrial(
            bytes =>
            {
                try
                {
                    use(bytes);
                }
                catch (IOException exception) when (exception.InnerException is InvalidMediaException invalid)
                {
                    throw invalid;
                }
            },
            4 << 20);
        trial.EveryDamage(valid.Length > 4000 ? valid[..4000] : valid, step);
        trial.Mutations(valid, 1000, valid.Length);

        Assert.That(trial.Refused, Is.InRange(1, trial.Count - 1));
    }

    private static void Use(byte[] bytes, byte[] columns, long sourceLength)
    {
        var block = TrackIndexBlock.Load(bytes, sourceLength, () => columns);
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

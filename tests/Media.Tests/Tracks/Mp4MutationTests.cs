using MediaPlatform.Media.Muxing;
using MediaPlatform.Media.Presentations;
using MediaPlatform.Media.Tests.Manifests;
using MediaPlatform.Media.Tests.TransportStream;
using MediaPlatform.Media.Tracks;
using MediaPlatform.Media.TransportStream;
using MediaPlatform.TestKit;

namespace MediaPlatform.Media.Tests.Tracks;

/// <summary>
/// Damaged files are refused or packaged: never another exception, never more memory than a small multiple of the
/// file, never long.
/// </summary>
public sealed class Mp4MutationTests
{
    private const int Rounds = 400;
    private const long MaxAllocation = 24 << 20;

    [TestCase("good/one-frame.mp4", 1)]
    [TestCase("good/dts-core-dtsc.mp4", 2)]
    [TestCase("good/edit-list-positive-shift.mp4", 3)]
    [TestCase("good/elephants-hevc-hvc1-360p.mp4", 4)]
    [TestCase("good/fragmented-h264-aac.mp4", 5)]
    [TestCase("good/portrait-720x1080.mp4", 6)]
    [TestCase("ams-asset-smooth/BigBuckBunny.isma", 7)]
    [TestCase("refuse/ac3-51.mp4", 8)]
    public async Task Damaged_boxes_are_refused_or_packaged(string path, int seed)
    {
        var valid = await File.ReadAllBytesAsync(SharedFiles.Media(path));
        var (from, to) = BoxesOf(valid);
        for (var round = 0; round < Rounds; round++)
        {
            await PackageAsync(Mutation.Of(valid, (seed * 100_000) + round, from, to), $"{path} round {round}");
        }
    }

    [TestCase("good/one-frame.mp4", 11)]
    [TestCase("good/elephants-hevc-hvc1-360p.mp4", 12)]
    [TestCase("good/dts-core-dtsc.mp4", 13)]
    public async Task Damaged_media_is_refused_or_packaged(string path, int seed)
    {
        var valid = await File.ReadAllBytesAsync(SharedFiles.Media(path));
        for (var round = 0; round < Rounds / 2; round++)
        {
            await PackageAsync(Mutation.Of(valid, (seed * 100_000) + round, 0, valid.Length), $"{path} round {round}");
        }
    }

    private static async Task PackageAsync(byte[] bytes, string what)
    {
        var start = ThreadTime.Now;
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            var reader = new MemoryMediaReader(bytes);
            var file = await Mp4Parser.ReadAsync(reader);
            var presentation = PackagedTrack.Present(file);
            EveryManifest.Check(presentation);
            foreach (var set in presentation.Sets)
            {
                await PackageAsync(reader, set);
            }
        }
        catch (Exception exception) when (exception is InvalidMediaException or PackagingRefusedException)
        {
            // The clean outcomes; anything else fails the test.
        }
        catch (Exception exception)
        {
            Assert.Fail($"{what}: {exception}");
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(MaxAllocation), what);
        Assert.That(ThreadTime.Now - start, Is.LessThan(TimeSpan.FromSeconds(2)), what);
    }

    private static async Task PackageAsync(IMediaReader reader, SwitchingSet set)
    {
        var rendition = set.Renditions[0];
        Fmp4Muxer.InitSegment(rendition.Track, new InitSegmentOptions(Fmp4Flavour.Cmaf));
        for (var i = 0; i < Math.Min(set.Plan.Count, 3); i++)
        {
            var samples = rendition.Samples(i);
            if (samples.Count == 0)
            {
                continue;
            }

            foreach (var flavour in new[] { Fmp4Flavour.Cmaf, Fmp4Flavour.Smooth })
            {
                var layout = Fmp4Muxer.LayOut(rendition.Track, samples, new SegmentOptions(flavour, 1));
                layout.WriteHeader(new byte[layout.HeaderLength]);
            }

            using var segment = new TsSegment([new TsStreamInput(rendition.Track, samples, reader)], i);
            if (segment.Length < 4 << 20)
            {
                await TsPackaging.SegmentAsync(segment);
            }
        }
    }

    /// <summary>The span from the first to the last byte of moov and moof boxes.</summary>
    private static (int From, int To) BoxesOf(byte[] file)
    {
        var (from, to) = (file.Length, 0);
        for (var at = 0; at + 8 <= file.Length;)
        {
            var size = System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            if (file.AsSpan(at + 4, 4).SequenceEqual("moov"u8) || file.AsSpan(at + 4, 4).SequenceEqual("moof"u8))
            {
                (from, to) = (Math.Min(from, at), Math.Max(to, at + size));
            }

            at += size;
        }

        return (from, to);
    }
}

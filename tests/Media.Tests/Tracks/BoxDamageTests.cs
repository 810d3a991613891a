using MediaPlatform.Media.Muxing;
using MediaPlatform.Media.Presentations;
using MediaPlatform.Media.Tests.Manifests;
using MediaPlatform.Media.Tracks;
using MediaPlatform.Media.TransportStream;
using static MediaPlatform.Media.Tests.Tracks.HostileMovie;

namespace MediaPlatform.Media.Tests.Tracks;

/// <summary>
/// Small files with every box that is read (stts, ctts, stss, stsc, stco, co64, stsz, stz2, elst, elng, trex, sidx, tfhd, tfdt, trun, sdtp,
/// tfxd, tfra), cut at every byte, with every bit flipped and every field at its extremes: refused, or packaged in all formats.
/// </summary>
public sealed class BoxDamageTests
{
    private const long MostAllocated = 4 << 20;

    private static readonly byte[] Data = Box("mdat", new byte[400]);

    private static readonly (string Name, byte[] File)[] Files =
    [
        ("tables", Stored(
            Full("stts", 0, 2, 3, 1024, 5, 1000), Full("ctts", 0, 2, 4, 10, 4, 0xFFFFFFF0), Full("stss", 0, 2, 1, 5), Full("stsc", 0, 2, 1, 3, 1, 2, 5, 1),
            Full("stsz", 0, 0, 8, 30, 31, 32, 33, 34, 35, 36, 37), Full("stco", 0, 2, 100, 300))),
        ("long and compact tables", Stored(
            Full("stts", 0, 1, 8, 1024), Full("stsc", 0, 1, 1, 8, 1), Full("stz2", 0, 4, 8, 0x12345678), Full("co64", 0, 1, 0, 100))),
        ("fragments", Fragmented()),
    ];

    private static IEnumerable<string> Names() => Files.Select(file => file.Name);

    [TestCaseSource(nameof(Names))]
    public void Damaged_boxes_are_refused_or_packaged(string name)
    {
        var file = Files.Single(file => file.Name == name).File;
        Package(file);
        var trial = new ParserTrial(Package, MostAllocated);
        trial.EveryDamage(file[..^400], 7);
        trial.Mutations(file, 500, file.Length);

        Assert.That(trial.Refused, Is.InRange(trial.Count / 10, trial.Count * 9 / 10));
    }

    private static void Package(byte[] bytes)
    {
        // Nothing that is read from memory is waited for.
        var file = Mp4Parser.ReadAsync(new MemoryMediaReader(bytes)).AsTask().GetAwaiter().GetResult();
        if (file.Tracks.Any(track => track.SampleCount > 0))
        {
            var presentation = PackagedTrack.Present(file);
            EveryManifest.Check(presentation);
            foreach (var set in presentation.Sets)
            {
                LayOut(set.Renditions[0], set.Plan.Count);
            }
        }

        Assert.That(StoredIndex.TryRead(IndexSidecar.Write(file, "a"), file.Length, "a", out _), Is.EqualTo(SidecarOutcome.Loaded));
    }

    /// <summary>The heads of some fragments in all forms; the media behind them is of no interest here.</summary>
    private static void LayOut(Rendition rendition, int fragments)
    {
        Fmp4Muxer.InitSegment(rendition.Track, new InitSegmentOptions(Fmp4Flavour.Cmaf));
        for (var i = 0; i < Math.Min(fragments, 3); i++)
        {
            if (rendition.Samples(i) is { Count: > 0 } samples)
            {
                var layout = Fmp4Muxer.LayOut(rendition.Track, samples, new SegmentOptions(i == 0 ? Fmp4Flavour.Smooth : Fmp4Flavour.Cmaf, 1));
                layout.WriteHeader(new byte[layout.HeaderLength]);
                using var segment = new TsSegment([new TsStreamInput(rendition.Track, samples, new MemoryMediaReader(default))], i);
                Assert.That(segment.Length, Is.GreaterThan(0));
            }
        }
    }

    private static byte[] Stored(params byte[][] tables) => File([Track(1, tables), Edited(2)], false, Data);

    /// <summary>A track whose edit list delays it and starts inside of it.</summary>
    private static byte[] Edited(uint id)
    {
        var track = Track(id, Alike(4, 50, 100));
        var edits = Box("edts", Box("elst", U32(0x01000000), U32(2), U32(0), U32(500), U32(0xFFFFFFFF), U32(0xFFFFFFFF), U32(0x10000), U32(0), U32(70), U32(0), U32(1024), U32(0x10000)));
        byte[] body = [.. track[8..], .. edits];
        return Box("trak", body);
    }

    private static byte[] Fragmented()
    {
        var trex = Full("trex", 0, 1, 1, 1024, 20, 0x02000000);
        var moov = Box("moov", Full("mvhd", 0, 0, 0, 1000, 0), Track(1, None()), Box("mvex", trex));
        var times = Box("uuid", Convert.FromHexString("6D1D9B0542D544E680E2141DAFF757B2"), U32(0x01000000), U32(0), U32(4096), U32(0), U32(4096));
        var first = Fragment([Box("traf", Full("tfhd", 0x3B, 1, 0, 100, 1, 1024, 20, 0x02000000), Box("tfdt", U32(0x01000000), U32(0), U32(0)),
            Full("trun", 0xF05, 3, 200, 0x02000000, 1024, 20, 0, 5, 1024, 21, 0, 0, 1024, 22, 0, 0xFFFFFFF0), Full("sdtp", 0, 0x20101000))]);
        var second = Fragment([Box("traf", Full("tfhd", 0x20000, 1), times, Full("trun", 1, 4, 8)), Box("traf", Full("tfhd", 0, 9), Full("trun", 0x200, 2, 7, 8))]);
        var third = Fragment([Box("traf", Full("tfhd", 0, 1), Full("trun", 0, 2))]);
        return
        [
            .. Box("ftyp", "iso6"u8.ToArray(), U32(0)), .. moov, .. Full("sidx", 0, 1, 48000, 0, 0, 1, 500, 4096, 0x90000000), .. first, .. Full("styp", 0), .. second, .. third,
            .. Box("mfra", Full("tfra", 0, 1, 0x3F, 1, 8192, 900, 1, 1, 1)), .. Data,
        ];
    }
}

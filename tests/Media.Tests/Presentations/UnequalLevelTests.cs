using System.Buffers.Binary;
using System.Text;
using MediaPlatform.Media.Codecs;
using MediaPlatform.Media.Manifests;
using MediaPlatform.Media.Manifests.Dash;
using MediaPlatform.Media.Manifests.Hls;
using MediaPlatform.Media.Manifests.Smooth;
using MediaPlatform.Media.Muxing;
using MediaPlatform.Media.Presentations;
using MediaPlatform.Media.Tests.Manifests;
using MediaPlatform.Media.Tracks;

namespace MediaPlatform.Media.Tests.Presentations;

/// <summary>Levels of one stream of which one ends long before the others: what there is of each is cut as usual, and only that is listed.</summary>
public sealed class UnequalLevelTests
{
    private static readonly ManifestOptions Options = new() { Parameters = "format=x" };

    [TestCase(100, 40)]
    [TestCase(40, 100)]
    [TestCase(100, 37)]
    public void The_longer_level_is_cut_to_its_end(int first, int second)
    {
        var set = Present(first, second);
        var (longer, shorter) = (Level(set, 100), Level(set, Math.Min(first, second)));

        Assert.That(set.Plan.Count, Is.EqualTo(17));
        Assert.That(set.Plan.LongestDuration, Is.EqualTo(6 * MediaTime.PresentationTimescale));
        Assert.That((longer.FragmentCount, shorter.FragmentCount), Is.EqualTo((17, 7)));
        Assert.That(Enumerable.Range(0, 17).Sum(number => shorter.Samples(number).Count), Is.EqualTo(shorter.Track.SampleCount));
        Assert.That(Enumerable.Range(0, 17).Sum(number => longer.Samples(number).Count), Is.EqualTo(longer.Track.SampleCount));
    }

    [TestCase(100)]
    [TestCase(40)]
    public void A_playlist_lists_what_its_level_has(int seconds)
    {
        var set = Present(100, 40);
        var playlist = Encoding.UTF8.GetString(HlsPlaylistWriter.Write(set, Level(set, seconds), HlsForm.Cmaf, Options));
        var durations = playlist.Split('\n').Where(line => line.StartsWith("#EXTINF:", StringComparison.Ordinal))
            .Select(line => decimal.Parse(line[8..^8], System.Globalization.CultureInfo.InvariantCulture)).ToList();

        Assert.That(durations.Sum(), Is.EqualTo(seconds));
        Assert.That(durations, Is.All.GreaterThan(0));
    }

    [Test]
    public void A_representation_that_ends_before_the_others_has_a_timeline_of_its_own()
    {
        var mpd = System.Xml.Linq.XDocument.Parse(Encoding.UTF8.GetString(MpdWriter.Write(Build(100, 40), isCmaf: true, Options)));
        var ns = mpd.Root!.Name.Namespace;
        var lengths = mpd.Descendants(ns + "Representation")
            .Select(representation => representation.Descendants(ns + "SegmentTimeline").SingleOrDefault() ?? representation.Parent!.Element(ns + "SegmentTemplate")!.Element(ns + "SegmentTimeline")!)
            .Select(timeline => timeline.Elements().Sum(run => 1 + ((int?)run.Attribute("r") ?? 0)));

        Assert.That(lengths, Is.EquivalentTo([17, 7]));
    }

    [Test]
    public void A_level_that_has_ended_before_a_range_is_not_offered_in_it()
    {
        var second = MediaTime.PresentationTimescale;
        var (before, behind) = (new PresentationTimeRange(30 * second, 50 * second), new PresentationTimeRange(60 * second, 80 * second));

        Assert.That(before.Apply(Build(100, 40)).Sets.Single().Renditions, Has.Length.EqualTo(2));
        Assert.That(behind.Apply(Build(100, 40)).Sets.Single().Renditions.Single().Track.End.Seconds, Is.EqualTo(100));
    }

    [Test]
    public void Smooth_lists_the_levels_that_have_every_chunk()
    {
        var stream = Smooth(Build(100, 40));

        Assert.That(stream.Elements("QualityLevel").Select(level => (int)level.Attribute("Bitrate")!), Is.EqualTo([1000]));
        Assert.That((Chunks(stream), (int)stream.Attribute("QualityLevels")!), Is.EqualTo((17, 1)));
    }

    [TestCase(2, true, 40, 40_0000000)]
    [TestCase(1, false, 100, 100_0000000)]
    public void A_filter_that_leaves_one_level_leaves_its_length(int number, bool isShort, int seconds, long duration)
    {
        var only = new TrackSelection([[new TrackCondition(TrackProperty.Bitrate, true, $"{1000 * number}")]]).Apply(Build(100, 40));
        var stream = Smooth(only);

        Assert.That(Chunks(stream), Is.EqualTo(isShort ? 7 : 17));
        Assert.That((long)stream.Parent!.Attribute("Duration")!, Is.EqualTo(duration));
        Assert.That(Encoding.UTF8.GetString(MpdWriter.Write(only, isCmaf: true, Options)), Does.Contain($"mediaPresentationDuration=\"PT{(seconds == 40 ? "40.000S" : "1M40.000S")}\""));
        Assert.That(new PresentationTimeRange(60 * MediaTime.PresentationTimescale, 80 * MediaTime.PresentationTimescale).Apply(only).Sets, Has.Length.EqualTo(isShort ? 0 : 1));
    }

    [TestCase(72, 74, 2, 12)]
    [TestCase(74, 72, 2, 12)]
    [TestCase(72, 78, 2, 12)]
    [TestCase(78, 72, 2, 12)]
    [TestCase(72, 80, 1, 14)]
    [TestCase(80, 72, 1, 14)]
    [TestCase(74, 76, 2, 13)]
    public void A_level_that_ends_a_little_before_the_others_has_a_last_fragment_with_them(int first, int second, int levels, int fragments)
    {
        var set = Present(first, second);
        var stream = Smooth(Build(first, second));

        Assert.That((set.Plan.Count, Chunks(stream), stream.Elements("QualityLevel").Count()), Is.EqualTo((fragments, fragments, levels)));
        foreach (var level in set.Renditions)
        {
            Assert.That(Enumerable.Range(0, set.Plan.Count).Sum(number => level.Samples(number).Count), Is.EqualTo(level.Track.SampleCount));
        }
    }

    [Test]
    public void What_a_level_lacks_in_front_or_in_the_middle_is_one_fragment_with_what_it_has()
    {
        // Sound of which the second level begins at 13 s and has nothing from 30 to 47 s.
        var (whole, holed) = (Sound((0, 90)), Sound((13, 17), (47, 43)));
        var set = PresentationBuilder.Build([new RenditionSource("a", whole, "audio") { Bitrate = 1000 }, new RenditionSource("b", holed, "audio") { Bitrate = 2000 }]).Sets.Single();

        foreach (var level in set.Renditions)
        {
            Assert.That(Enumerable.Range(0, set.Plan.Count).Select(number => level.Samples(number).Count), Is.All.GreaterThan(0));
            Assert.That(Enumerable.Range(0, set.Plan.Count).Sum(number => level.Samples(number).Count), Is.EqualTo(level.Track.SampleCount));
        }

        Assert.That(set.Plan.Count, Is.InRange(9, 12));
    }

    [TestCase(Fmp4Flavour.Cmaf)]
    [TestCase(Fmp4Flavour.Smooth)]
    public void Samples_behind_a_gap_keep_their_times(Fmp4Flavour flavour)
    {
        // Sounds of which a fragment lacks what is between.
        var (whole, holed) = (Sound((0, 8), (10, 20)), Sound((0, 3), (5, 2), (16, 14)));
        var set = PresentationBuilder.Build([new RenditionSource("a", whole, "audio") { Bitrate = 1000 }, new RenditionSource("b", holed, "audio") { Bitrate = 2000 }]).Sets.Single();
        foreach (var level in set.Renditions)
        {
            var starts = new List<long>();
            for (var number = 0; number < set.Plan.Count; number++)
            {
                var samples = level.Samples(number);
                var layout = Fmp4Muxer.LayOut(level.Track, samples, new SegmentOptions(flavour, 1));
                var header = new byte[layout.HeaderLength];
                layout.WriteHeader(header);
                var at = Ticks(level.Track.DecodeTime(samples.First));
                foreach (var duration in Durations(header, samples.Count))
                {
                    starts.Add(at);
                    at += duration;
                }
            }

            Assert.That(starts, Is.EqualTo(Enumerable.Range(0, level.Track.SampleCount).Select(sample => Ticks(level.Track.DecodeTime(sample)))));
        }

        long Ticks(MediaTime time) => flavour == Fmp4Flavour.Smooth ? time.PresentationTicks : time.Ticks;
    }

    /// <summary>Durations by trun, or the one of tfhd for all, ISO/IEC 14496-12 8.8.7 and 8.8.8.</summary>
    private static IEnumerable<uint> Durations(byte[] header, int count)
    {
        var (tfhd, trun) = (header.AsSpan().IndexOf("tfhd"u8) + 4, header.AsSpan().IndexOf("trun"u8) + 4);
        var flags = BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(trun)) & 0xFFFFFF;
        var size = 4 * System.Numerics.BitOperations.PopCount(flags & 0xF00);
        for (var i = 0; i < count; i++)
        {
            yield return BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan((flags & 0x100) == 0 ? tfhd + 8 : trun + 12 + (i * size)));
        }
    }

    private static System.Xml.Linq.XElement Smooth(Presentation presentation) =>
        System.Xml.Linq.XDocument.Parse(Encoding.UTF8.GetString(SmoothManifestWriter.Write(presentation, version20: false, Options))).Descendants("StreamIndex").Single();

    private static int Chunks(System.Xml.Linq.XElement stream) => stream.Elements("c").Sum(chunk => (int?)chunk.Attribute("r") ?? 1);

    private static Rendition Level(SwitchingSet set, int seconds) =>
        set.Renditions.Single(rendition => rendition.Track.End.ToTimeSpan() == TimeSpan.FromSeconds(seconds));

    private static SwitchingSet Present(int first, int second) => Build(first, second).Sets.Single();

    private static Presentation Build(int first, int second) =>
        PresentationBuilder.Build([new RenditionSource("a", Track(first), "video") { Bitrate = 1000 }, new RenditionSource("b", Track(second), "video") { Bitrate = 2000 }]);

    /// <summary>Sound in some spans of seconds; each second is one of the runs that a track is made of.</summary>
    private static TrackIndex Sound(params (int Start, int Seconds)[] spans)
    {
        var seconds = spans.SelectMany(span => Enumerable.Range(span.Start, span.Seconds)).ToArray();
        var track = SyntheticTrack.Create(
            new TrackFormat { Kind = TrackKind.Audio, Codec = Codec.Aac, SampleEntryType = IsoBmff.FourCC.Mp4a, SampleEntry = default, CodecString = "mp4a.40.2" },
            timescale: TrackIndex.MaxRunLength, sampleDuration: 1, samples: seconds.Length * TrackIndex.MaxRunLength, syncEvery: 1, totalBytes: seconds.Length * 1000);
        var times = seconds.Select(second => (long)second * TrackIndex.MaxRunLength).ToArray();
        return new TrackIndex(
            track.Block with { RunTimes = System.Runtime.InteropServices.MemoryMarshal.AsBytes(times.AsSpan()).ToArray(), EndTicks = (seconds[^1] + 1L) * TrackIndex.MaxRunLength }, track.Format);
    }

    private static TrackIndex Track(int seconds) => SyntheticTrack.Create(
        new TrackFormat { Kind = TrackKind.Video, Codec = Codec.Avc, SampleEntryType = IsoBmff.FourCC.Avc1, SampleEntry = default, CodecString = "avc1.42c00d", Width = 64, Height = 64 },
        timescale: 25, sampleDuration: 1, samples: seconds * 25, syncEvery: 50, totalBytes: seconds * 1000);
}

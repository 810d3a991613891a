using System.Text;
using MediaPlatform.Media.Codecs;
using MediaPlatform.Media.Manifests;
using MediaPlatform.Media.Manifests.Dash;
using MediaPlatform.Media.Manifests.Hls;
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

    private static Rendition Level(SwitchingSet set, int seconds) =>
        set.Renditions.Single(rendition => rendition.Track.End.ToTimeSpan() == TimeSpan.FromSeconds(seconds));

    private static SwitchingSet Present(int first, int second) => Build(first, second).Sets.Single();

    private static Presentation Build(int first, int second) =>
        PresentationBuilder.Build([new RenditionSource("a", Track(first), "video") { Bitrate = 1000 }, new RenditionSource("b", Track(second), "video") { Bitrate = 2000 }]);

    private static TrackIndex Track(int seconds) => SyntheticTrack.Create(
        new TrackFormat { Kind = TrackKind.Video, Codec = Codec.Avc, SampleEntryType = IsoBmff.FourCC.Avc1, SampleEntry = default, CodecString = "avc1.42c00d", Width = 64, Height = 64 },
        timescale: 25, sampleDuration: 1, samples: seconds * 25, syncEvery: 50, totalBytes: seconds * 1000);
}

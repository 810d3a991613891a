using System.Text;
using System.Xml.Linq;
using MediaPlatform.Media.Manifests.Dash;
using MediaPlatform.Media.Manifests.Hls;
using MediaPlatform.Media.Manifests.Smooth;
using MediaPlatform.Media.Presentations;
using MediaPlatform.Media.TimedMetadata;
using MediaPlatform.Media.Tracks;
using MediaPlatform.TestKit;

namespace MediaPlatform.Media.Tests.Manifests;

/// <summary>Messages that nest, repeat and follow each other closely are told apart in manifests.</summary>
public sealed class EventManifestTests
{
    private const long Second = MediaTime.PresentationTimescale;

    private Presentation _film = null!;

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        using var reader = new FileMediaReader(SharedFiles.Media("ams-asset-mbr/BigBuckBunny_400.mp4"));
        _film = PresentationBuilder.Build([new RenditionSource("film", (await Mp4Parser.ReadAsync(reader)).First(TrackKind.Video)!, "video")]);
        _film = _film with { Timeline = new(0, 60 * Second) };
    }

    [Test]
    public void An_mpd_gives_each_instance_of_an_event_its_own_identifier()
    {
        var events = Mpd(Event(2, 1026, SpliceSections.Insert(1026, true)), Event(4, 1026, SpliceSections.Insert(1026, false)), Event(6, 1, [1]), Event(8, 1026, [2]));

        Assert.That(events.Select(one => (string)one.Attribute("id")!), Is.EqualTo(new[] { "1026", "2", "1", "3" }));
    }

    [Test]
    public void Identifiers_in_an_mpd_are_the_same_in_a_clip()
    {
        var clip = _film with { Timeline = new(3 * Second, 60 * Second) };

        Assert.That((string)Mpd(clip, Event(2, 7, [1]), Event(4, 7, [2])).Single().Attribute("id")!, Is.EqualTo("1"));
    }

    [Test]
    public void Both_ways_to_tell_of_one_break_close_their_own_range_in_hls()
    {
        var ranges = Hls(
            Event(2, 1, SpliceSections.Insert(5, true)), Event(3, 2, SpliceSections.Signal((5, 0x34))),
            Event(6, 3, SpliceSections.Insert(5, false)), Event(7, 4, SpliceSections.Signal((5, 0x35))));

        Assert.That(ranges.Select(Name), Is.EqualTo(new[] { "1 4.000000 OUT IN", "2 4.000000 OUT IN" }));
    }

    [Test]
    public void A_break_and_the_advertisement_in_it_may_have_one_identifier_in_hls()
    {
        var ranges = Hls(
            Event(1, 1, SpliceSections.Signal((5, 0x22))), Event(2, 2, SpliceSections.Signal((5, 0x30))),
            Event(4, 3, SpliceSections.Signal((5, 0x31))), Event(8, 4, SpliceSections.Signal((5, 0x23))));

        Assert.That(ranges.Select(Name), Is.EqualTo(new[] { "1 7.000000 OUT IN", "2 2.000000 OUT IN" }));
    }

    [Test]
    public void An_advertisement_that_begins_where_another_ends_has_its_own_range_in_hls()
    {
        var ranges = Hls(Event(1, 1, SpliceSections.Signal((1, 0x30))), Event(3, 2, SpliceSections.Signal((1, 0x31), (2, 0x30))), Event(7, 3, SpliceSections.Signal((2, 0x31))));

        Assert.That(ranges.Select(Name), Is.EqualTo(new[] { "1 2.000000 OUT IN", "2 4.000000 OUT IN" }));
    }

    [TestCase("urn:scte:scte35:2013:bin")]
    [TestCase("urn:scte:scte35:2013a:bin")]
    public void Splices_are_known_by_the_scheme_that_AMS_asked_for_until_2019_too(string scheme)
    {
        var film = _film with { Events = [new EventTrack("ads", scheme, "video", [Event(1, 1, SpliceSections.Insert(1, true))])] };

        Assert.That(Playlist(film), Does.Contain("SCTE35-OUT="));
        Assert.That(Encoding.UTF8.GetString(MpdWriter.Write(film, isCmaf: true, new() { Parameters = "" })), Does.Contain("\"urn:scte:scte35:2014:xml+bin\"").And.Contain("<scte35:Binary>"));
    }

    [Test]
    public void A_break_that_was_over_early_is_not_in_a_clip_behind_it()
    {
        var events = new[] { Event(1, 1, SpliceSections.Insert(1, true), 30), Event(5, 2, SpliceSections.Insert(1, false)) };

        Assert.That(Playlist(With(_film with { Timeline = new(4 * Second, 60 * Second) }, events)), Does.Contain("DATERANGE").And.Contain(",ELAPSED=3.000000"));
        Assert.That(Playlist(With(_film with { Timeline = new(6 * Second, 60 * Second) }, events)), Does.Not.Contain("DATERANGE").And.Not.Contain("CUE"));
        Assert.That(Mpd(_film with { Timeline = new(4 * Second, 60 * Second) }, events), Has.Count.EqualTo(2));
        Assert.That(Mpd(_film with { Timeline = new(6 * Second, 60 * Second) }, events), Is.Empty);
    }

    [Test]
    public void A_break_that_lasts_longer_than_planned_has_no_duration_in_a_clip_behind_its_planned_end()
    {
        var events = new[] { Event(1, 1, SpliceSections.Insert(1, true), 2), Event(20, 2, SpliceSections.Insert(1, false)) };
        var breaks = Mpd(_film with { Timeline = new(5 * Second, 60 * Second) }, events);

        Assert.That(breaks, Has.Count.EqualTo(2));
        Assert.That(((long)breaks[0].Attribute("presentationTime")!, (string?)breaks[0].Attribute("duration")), Is.EqualTo((0L, (string?)null)));
    }

    [TestCase("VIDEO", "video")]
    [TestCase("elsewhere", null)]
    [TestCase("", null)]
    public void A_smooth_manifest_names_a_parent_that_it_has(string parent, string? expected)
    {
        var film = _film with { Events = [new EventTrack("ads", EventTrack.SpliceScheme, parent, [Event(1, 1, [1])])] };

        var root = XDocument.Parse(Encoding.UTF8.GetString(SmoothManifestWriter.Write(film, version20: false, new() { Parameters = "" }))).Root!;

        Assert.That((string?)root.Elements().Last().Attribute("ParentStreamIndex"), Is.EqualTo(expected));
    }

    private static string Name(string range)
    {
        var values = range.Split(':', 2)[1].Split(',').Select(part => part.Split('=', 2)).ToDictionary(part => part[0], part => part[1].Trim('"'));
        return string.Join(' ', new[] { values["ID"], values.GetValueOrDefault("DURATION", "-") }.Concat(values.Keys.Where(key => key.StartsWith("SCTE35-", StringComparison.Ordinal)).Select(key => key[7..])));
    }

    private static TimedEvent Event(int second, uint id, byte[] message, int duration = 0) => new(second * Second, duration * Second, id, message);

    private List<XElement> Mpd(params TimedEvent[] events) => Mpd(_film, events);

    private static List<XElement> Mpd(Presentation film, params TimedEvent[] events) =>
        [.. XDocument.Parse(Encoding.UTF8.GetString(MpdWriter.Write(With(film, events), isCmaf: true, new() { Parameters = "" }))).Descendants().Where(one => one.Name.LocalName == "Event")];

    private List<string> Hls(params TimedEvent[] events) =>
        [.. Playlist(With(_film, events)).Split('\n').Where(line => line.StartsWith("#EXT-X-DATERANGE:", StringComparison.Ordinal))];

    private static string Playlist(Presentation film) =>
        Encoding.UTF8.GetString(HlsPlaylistWriter.Write(film.Sets[0], film.Sets[0].Renditions[0], HlsForm.Ts, new() { Parameters = "", Marks = film }));

    private static Presentation With(Presentation film, TimedEvent[] events) => film with { Events = [new EventTrack("ads", EventTrack.SpliceScheme, "video", [.. events])] };
}

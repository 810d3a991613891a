using System.Text;
using System.Xml.Linq;
using MediaPlatform.Media.Manifests.Dash;
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

    private static TimedEvent Event(int second, uint id, byte[] message, int duration = 0) => new(second * Second, duration * Second, id, message);

    private List<XElement> Mpd(params TimedEvent[] events) => Mpd(_film, events);

    private static List<XElement> Mpd(Presentation film, params TimedEvent[] events) =>
        [.. XDocument.Parse(Encoding.UTF8.GetString(MpdWriter.Write(With(film, events), isCmaf: true, new() { Parameters = "" }))).Descendants().Where(one => one.Name.LocalName == "Event")];

    private static Presentation With(Presentation film, TimedEvent[] events) => film with { Events = [new EventTrack("ads", EventTrack.SpliceScheme, "video", [.. events])] };
}

using System.Text;
using MediaPlatform.Media.Captions;
using MediaPlatform.TestKit;

namespace MediaPlatform.Media.Tests.Captions;

public sealed class TtmlTests
{
    [TestCase("talk-480p30-42s.en.ttml", 10)]
    [TestCase("imsc1-color001.ttml", 1)]
    [TestCase("imsc1-displayalign001.ttml", 1)]
    [TestCase("ttml-frame_rate.ttml", 2)]
    [TestCase("ttml-simple.ttml", 3)]
    [TestCase("ttml-overlapping_times.ttml", 3)]
    public void Paragraphs_become_cues(string name, int cues) => Assert.That(Load(name).Cues, Has.Length.EqualTo(cues));

    [Test]
    public void Talk_says_the_same_in_both_formats()
    {
        var (ttml, vtt) = (Load("talk-480p30-42s.en.ttml"), Load("talk-480p30-42s.en.vtt"));

        Assert.That(ttml.Cues.Select(cue => (cue.Start, cue.End, cue.Payload)), Is.EqualTo(vtt.Cues.Select(cue => (cue.Start, cue.End, cue.Payload))));
        Assert.That(ttml.Language, Is.EqualTo("en"));
    }

    [Test]
    public void Frames_and_ticks_follow_the_parameters_of_the_root()
    {
        var cues = Load("ttml-frame_rate.ttml").Cues;

        Assert.That((cues[0].Start, cues[0].End), Is.EqualTo((TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1.01))));
        Assert.That((cues[1].Start, cues[1].End), Is.EqualTo((TimeSpan.FromSeconds(1001), TimeSpan.FromSeconds(2002))));
    }

    [Test]
    public void Styles_breaks_and_nested_times_are_carried_over()
    {
        var cue = Parse(
            """
            <tt xmlns="http://www.w3.org/ns/ttml" xmlns:tts="http://www.w3.org/ns/ttml#styling">
            <head><styling><style xml:id="s" tts:color="#FFFF00"/></styling><layout><region xml:id="r" tts:origin="10% 5%"/></layout></head>
            <body begin="10s"><div begin="1s" region="r"><p begin="0.5s" dur="2s" style="s">  One &amp;
              <span tts:fontStyle="italic">two</span><br/>three</p></div></body></tt>
            """).Cues.Single();

        Assert.That(cue, Is.EqualTo(new CaptionCue(TimeSpan.FromSeconds(11.5), TimeSpan.FromSeconds(13.5),
            "<c.yellow>One &amp; </c><c.yellow><i>two</i></c><c.yellow>\n</c><c.yellow>three</c>")
        { Settings = "line:0" }));
    }

    [Test]
    public void Times_in_a_sequence_count_from_the_element_before()
    {
        var cues = Parse(
            """
            <tt xmlns="http://www.w3.org/ns/ttml"><body begin="10s"><div timeContainer="seq">
            <p dur="1s">one</p><p begin="2s" end="3s">two</p><p dur="4s">three</p></div><div><p begin="1s" end="2s">beside</p></div></body></tt>
            """).Cues;

        Assert.That(cues.Select(cue => (cue.Payload, cue.Start.TotalSeconds, cue.End.TotalSeconds)), Is.EqualTo(new[] { ("one", 10d, 11d), ("beside", 11, 12), ("two", 13, 14), ("three", 14, 18) }));
    }

    [Test]
    public void Spans_have_the_times_where_the_paragraph_has_none()
    {
        var cues = Parse(
            """
            <tt xmlns="http://www.w3.org/ns/ttml"><body><div><p><span begin="1s" end="2s">one</span><span begin="3s" dur="1s">t<span>w</span>o</span></p>
            <p begin="10s" end="12s"><span begin="1s" end="2s">all</span> of it</p></div></body></tt>
            """).Cues;

        Assert.That(cues.Select(cue => (cue.Payload, cue.Start.TotalSeconds, cue.End.TotalSeconds)), Is.EqualTo(new[] { ("one", 1d, 2d), ("two", 3, 4), ("all of it", 10, 12) }));
    }

    [TestCase("<!DOCTYPE tt [<!ENTITY a 'b'>]><tt xmlns='http://www.w3.org/ns/ttml'><body>&a;</body></tt>")]
    [TestCase("<tt xmlns='http://www.w3.org/ns/ttml'><body>")]
    [TestCase("<html/>")]
    [TestCase("")]
    [TestCase("<tt xmlns='http://www.w3.org/ns/ttml'><body><div><p begin='soon' end='2s'>x</p></div></body></tt>")]
    public void Unreadable_documents_are_refused(string text) => Assert.That(() => Parse(text), Throws.TypeOf<InvalidMediaException>());

    [Test]
    public void Deep_nesting_is_refused() => Assert.That(
        () => Parse("<tt><body>" + string.Concat(Enumerable.Repeat("<div>", 5000)) + string.Concat(Enumerable.Repeat("</div>", 5000)) + "</body></tt>"),
        Throws.TypeOf<InvalidMediaException>());

    [TestCase("bad/mpd-entity-expansion.mpd")]
    [TestCase("bad/server-manifest-entity.ism")]
    public void Entity_bombs_are_refused(string path) =>
        Assert.That(() => CaptionParser.Parse(File.ReadAllBytes(SharedFiles.Media(path))), Throws.TypeOf<InvalidMediaException>());

    [TestCase("ttml-simple.ttml")]
    [TestCase("ttml-inherit_multiple_styles.ttml")]
    [TestCase("ttml-rubies.ttml")]
    public void Damaged_files_are_read_or_refused(string name)
    {
        var valid = File.ReadAllBytes(SharedFiles.Media($"captions/{name}"));
        for (var seed = 0; seed < 300; seed++)
        {
            CaptionTests.ReadOrRefuse(Mutation.Of(valid, seed, 0, valid.Length));
        }
    }

    private static CaptionDocument Parse(string text) => CaptionParser.Parse(Encoding.UTF8.GetBytes(text));

    private static CaptionDocument Load(string name) => CaptionParser.Parse(File.ReadAllBytes(SharedFiles.Media($"captions/{name}")));
}

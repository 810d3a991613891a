using System.Text;
using MediaPlatform.Media.Captions;
using MediaPlatform.Media.Captions.WebVtt;
using MediaPlatform.TestKit;

namespace MediaPlatform.Media.Tests.Captions;

public sealed class WebVttTests
{
    [TestCase("webvtt-typical.vtt", 2)]
    [TestCase("webvtt-typical_with_comments.vtt", 2)]
    [TestCase("webvtt-with_bom.vtt", 2)]
    [TestCase("webvtt-with_bad_cue_header.vtt", 2)]
    [TestCase("webvtt-typical_with_bad_timestamps.vtt", 0)]
    [TestCase("webvtt-with_tags.vtt", 4)]
    [TestCase("talk-480p30-42s.en.vtt", 10)]
    public void Cues_that_can_be_read_are_kept(string name, int cues)
    {
        Assert.That(Load(name).Cues, Has.Length.EqualTo(cues));
    }

    [Test]
    public void A_cue_has_its_id_times_settings_and_text()
    {
        var cue = Parse("WEBVTT\nLanguage: de\n\nintro\n01:02:03.004 --> 01:02:05.000 line:0 align:start\n<b>Ja</b>\nnein\n").Cues.Single();

        Assert.That(cue, Is.EqualTo(new CaptionCue(new TimeSpan(0, 1, 2, 3, 4), new TimeSpan(1, 2, 5), "<b>Ja</b>\nnein") { Id = "intro", Settings = "line:0 align:start" }));
    }

    [Test]
    public void The_language_line_is_read() => Assert.That(Parse("WEBVTT\nLanguage: de\n\n").Language, Is.EqualTo("de"));

    [Test]
    public void A_written_file_reads_back_the_same()
    {
        var document = Load("webvtt-with_css_styles.vtt");

        Assert.That(document.Blocks, Is.Not.Empty);
        var again = CaptionParser.Parse(WebVttWriter.File(document));
        Assert.That(again.Cues, Is.EqualTo(document.Cues));
        Assert.That(again.Blocks, Is.EqualTo(document.Blocks));
    }

    [Test]
    public void A_segment_maps_its_times_and_repeats_cues_that_cross_an_edge()
    {
        var document = Parse("WEBVTT\n\n00:01.000 --> 00:02.000\na\n\n00:05.000 --> 00:07.000\nb\n\n00:08.000 --> 00:09.000\nc\n");

        Assert.That(Segment(document, 0, 6), Is.EqualTo(
            "WEBVTT\nX-TIMESTAMP-MAP=MPEGTS:63000,LOCAL:00:00:00.000\n\n00:00:01.000 --> 00:00:02.000\na\n\n00:00:05.000 --> 00:00:07.000\nb\n"));
        Assert.That(Segment(document, 6, 12), Is.EqualTo(
            "WEBVTT\nX-TIMESTAMP-MAP=MPEGTS:63000,LOCAL:00:00:00.000\n\n00:00:05.000 --> 00:00:07.000\nb\n\n00:00:08.000 --> 00:00:09.000\nc\n"));
        Assert.That(Segment(document, 12, 18), Is.EqualTo("WEBVTT\nX-TIMESTAMP-MAP=MPEGTS:63000,LOCAL:00:00:00.000\n"));
    }

    [Test]
    public void Something_else_is_refused() =>
        Assert.That(() => Parse("WEBVTTX\n\n00:01.000 --> 00:02.000\na\n"), Throws.TypeOf<InvalidMediaException>());

    [Test]
    public void Damaged_files_are_read_or_refused()
    {
        var valid = File.ReadAllBytes(SharedFiles.Media("captions/webvtt-with_positioning.vtt"));
        for (var seed = 0; seed < 500; seed++)
        {
            CaptionTests.ReadOrRefuse(Mutation.Of(valid, seed, 0, valid.Length));
        }
    }

    /// <summary>26:30:43.7176888 is a turn of the timestamps.</summary>
    [Test]
    public void Times_are_counted_from_the_last_turn_of_the_timestamps()
    {
        var document = new CaptionDocument([new(TimeSpan.FromSeconds(95_440), TimeSpan.FromSeconds(95_450), "over"), new(TimeSpan.FromSeconds(1_657_800_001), TimeSpan.FromSeconds(1_657_800_002), "late")]);

        Assert.That(Segment(document, 95_438, 95_442), Does.Contain("26:30:40.000 --> 26:30:50.000\nover"));
        Assert.That(Segment(document, 95_444, 95_448), Does.Contain("00:00:00.000 --> 00:00:06.282\nover"));
        Assert.That(Segment(document, 1_657_800_000, 1_657_800_006), Does.Contain("10:34:28.461 --> 10:34:29.461").And.Contain("late").And.Contain("MPEGTS:63000,LOCAL:00:00:00.000"));
    }

    private static string Segment(CaptionDocument document, int start, int end) =>
        Encoding.UTF8.GetString(WebVttWriter.Segment(document, start * TimeSpan.TicksPerSecond, end * TimeSpan.TicksPerSecond, 63_000));

    private static CaptionDocument Parse(string text) => CaptionParser.Parse(Encoding.UTF8.GetBytes(text));

    private static CaptionDocument Load(string name) => CaptionParser.Parse(File.ReadAllBytes(SharedFiles.Media($"captions/{name}")));
}

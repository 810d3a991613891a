using System.Text;
using MediaPlatform.Media.Captions;
using MediaPlatform.Media.Tracks;
using MediaPlatform.TestKit;

namespace MediaPlatform.Media.Tests.Captions;

/// <summary>Caption files that are damaged everywhere, or made so that little text means much work.</summary>
public sealed class HostileCaptionTests
{
    // Of megabytes of text on a busy machine; what these files are about took minutes and gigabytes.
    private const long MostAllocated = 160 << 20;
    private const int MostSeconds = 20;

    [TestCase("webvtt-with_positioning.vtt")]
    [TestCase("webvtt-with_css_styles.vtt")]
    [TestCase("ttml-inherit_multiple_styles.ttml")]
    [TestCase("ttml-frame_rate.ttml")]
    [TestCase("imsc1-displayalign001.ttml")]
    public void A_file_cut_or_changed_anywhere_is_read_or_refused(string name)
    {
        var valid = File.ReadAllBytes(SharedFiles.Media($"captions/{name}"));
        var trial = new ParserTrial(Pack, 32 << 20);
        trial.Run(valid, "valid");
        trial.EveryCut(valid[..Math.Min(valid.Length, 1500)]);
        trial.Mutations(valid, 300, 1000);
        trial.Noise("WEBVTT\n"u8.ToArray(), 300, 500, 1);
        trial.Noise("<tt xmlns='http://www.w3.org/ns/ttml'>"u8.ToArray(), 300, 500, 1);
        Assert.That(trial.Refused, Is.GreaterThan(0));
    }

    [TestCase(CaptionForm.Imsc)]
    [TestCase(CaptionForm.WebVtt)]
    public async Task A_damaged_cmft_file_is_read_or_refused(CaptionForm form)
    {
        var document = CaptionParser.Parse(await File.ReadAllBytesAsync(SharedFiles.Media("captions/talk-480p30-42s.en.vtt")));
        var valid = CaptionTrack.Create(document, form, new CaptionTrackOptions { Language = "en" }).ToFile();
        var trial = new ParserTrial(Read, 4 << 20);
        trial.EveryDamage(valid[..Math.Min(valid.Length, 2500)], 31);
        trial.Mutations(valid, 300, 1);
        Assert.That(trial.Refused, Is.InRange(1, trial.Count - 1));
    }

    [Test]
    public void A_fragment_without_its_header_is_given_one_or_refused()
    {
        var document = CaptionParser.Parse("WEBVTT\n\n00:01.000 --> 00:02.000\nx\n"u8.ToArray());
        var file = CaptionTrack.Create(document, CaptionForm.Imsc, new CaptionTrackOptions()).ToFile();
        var moof = file.AsSpan().IndexOf("moof"u8) - 4;
        var trial = new ParserTrial(bytes => CaptionTrack.BeginningFor(bytes, 10_000_000, "en"));
        trial.EveryDamage(file[moof..(moof + 200)]);
        trial.Noise([], 100, 500, 1);
        Assert.That(trial.Refused, Is.InRange(1, trial.Count - 1));
    }

    /// <summary>Each style had all attributes of those before it, which made gigabytes of a few hundred kilobytes.</summary>
    [Test]
    public void Styles_that_refer_to_styles_cost_what_they_are_long() => Pack(
        "<tt xmlns='http://www.w3.org/ns/ttml'><head><styling>",
        Enumerable.Range(0, 20_000).Select(i => $"<style xml:id='s{i}' style='s{i - 1}' a{i}='' color='red'/>"),
        "</styling></head><body><div><p begin='0s' end='1s' style='s19999'>x</p></div></body></tt>");

    /// <summary>Every reference looked at every attribute of the style.</summary>
    [Test]
    public void Paragraphs_with_many_references_cost_what_they_are_long() => Pack(
        $"<tt xmlns='http://www.w3.org/ns/ttml'><head><styling><style xml:id='s' {string.Concat(Enumerable.Range(0, 5000).Select(i => $"a{i}='' "))}/></styling></head><body><div>",
        Enumerable.Repeat($"<p begin='0s' end='1s' style='{string.Concat(Enumerable.Repeat("s ", 2000))}'>x</p>", 200),
        "</div></body></tt>");

    /// <summary>With one cue that lasts throughout, every fragment looked at all cues before it.</summary>
    [Test]
    public void A_cue_that_lasts_throughout_does_not_multiply_the_others() => Pack(
        "WEBVTT\n\n00:00.000 --> 122:00:00.000\nx\n",
        Enumerable.Range(0, 40_000).Select(i => $"\n{i * 11 / 3600:00}:{i * 11 / 60 % 60:00}:{i * 11 % 60:00}.000 --> {i * 11 / 3600:00}:{i * 11 / 60 % 60:00}:{i * 11 % 60:00}.900\nx\n"),
        "");

    /// <summary>Every edge of a fragment looked at all its cues.</summary>
    [Test]
    public void Many_cues_within_a_fragment_are_not_multiplied_by_its_edges() => Pack(
        "WEBVTT\n",
        Enumerable.Range(0, 40_000).Select(i => $"\n00:0{i / 1000 % 6}.{i % 1000:000} --> 00:0{(i + 1) / 1000 % 6}.{(i + 1) % 1000:000}\nx\n"),
        "");

    /// <summary>A long text that is shown for long stood in memory once for each fragment.</summary>
    [Test]
    public void A_long_text_over_many_fragments_is_refused()
    {
        var document = CaptionParser.Parse(Encoding.UTF8.GetBytes($"WEBVTT\n\n00:00.000 --> 99:00:00.000\n{new string('x', 60_000)}\n"));
        var trial = new ParserTrial(_ => CaptionTrack.Create(document, CaptionForm.WebVtt, new CaptionTrackOptions()), 3 * MostAllocated, MostSeconds);
        trial.Run([], "long text");
        Assert.That(trial.Refused, Is.EqualTo(1));
    }

    private static void Pack(string start, IEnumerable<string> parts, string end)
    {
        var text = Encoding.UTF8.GetBytes(start + string.Concat(parts) + end);
        new ParserTrial(bytes => CaptionParser.Parse(bytes), MostAllocated, MostSeconds).Run(text, "parsing");
        var document = CaptionParser.Parse(text);
        new ParserTrial(_ => CaptionTrack.Create(document, CaptionForm.WebVtt, new CaptionTrackOptions()), 3 * MostAllocated, MostSeconds).Run([], "packing");
    }

    private static void Pack(byte[] bytes)
    {
        var document = CaptionParser.Parse(bytes);
        CaptionTrack.Create(document, CaptionForm.Imsc, new CaptionTrackOptions());
        CaptionTrack.Create(document, CaptionForm.WebVtt, new CaptionTrackOptions());
    }

    private static void Read(byte[] bytes)
    {
        // Nothing that is read from memory is waited for.
        var reader = new MemoryMediaReader(bytes);
        foreach (var track in Mp4Parser.ReadAsync(reader).AsTask().GetAwaiter().GetResult().Tracks)
        {
            CaptionReader.ReadAsync(track, reader, default).AsTask().GetAwaiter().GetResult();
        }
    }
}

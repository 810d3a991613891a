using System.Text;
using MediaPlatform.Media.Captions;
using MediaPlatform.Media.Presentations;
using MediaPlatform.Media.Tracks;
using MediaPlatform.TestKit;

namespace MediaPlatform.Media.Tests.Captions;

/// <summary>Caption tracks in fragmented MP4: what is written reads back, and files of others are read.</summary>
public sealed class CaptionTests
{
    [TestCase(CaptionForm.Imsc, "stpp.ttml.im1t")]
    [TestCase(CaptionForm.WebVtt, "wvtt")]
    public async Task A_cmft_file_gives_back_the_cues(CaptionForm form, string codec)
    {
        var document = CaptionParser.Parse(await File.ReadAllBytesAsync(SharedFiles.Media("captions/talk-480p30-42s.en.vtt")));
        var bytes = CaptionTrack.Create(document, form, new CaptionTrackOptions { Language = "eng", Duration = TimeSpan.FromSeconds(42) }).ToFile();

        var reader = new MemoryMediaReader(bytes);
        var track = (await Mp4Parser.ReadAsync(reader)).Tracks.Single();
        var again = await CaptionReader.ReadAsync(track, reader, default);

        Assert.That((track.Format.Kind, track.Format.CodecString, track.Language), Is.EqualTo((TrackKind.Text, codec, "eng")));
        Assert.That((track.FragmentStarts.Length, track.End.Seconds), Is.EqualTo((7, 42d)));
        Assert.That(again.Cues.Select(cue => (cue.Start, cue.End, cue.Payload)), Is.EqualTo(document.Cues.Select(cue => (cue.Start, cue.End, cue.Payload))));
    }

    [Test]
    public async Task Styles_and_places_survive_imsc()
    {
        var document = CaptionParser.Parse(Encoding.UTF8.GetBytes(
            "WEBVTT\n\n00:05.000 --> 00:13.000 line:0\n<i>a &lt; b</i>\n<c.red>red</c>\n\n00:06.000 --> 00:07.000\nbottom\n"));
        var track = CaptionTrack.Create(document, CaptionForm.Imsc, new CaptionTrackOptions());

        var again = await CaptionReader.ReadAsync(track.Track, track.Reader, default);

        Assert.That(again.Cues.Select(cue => (cue.Start, cue.End, cue.Settings)), Is.EqualTo(document.Cues.Select(cue => (cue.Start, cue.End, cue.Settings))));
        Assert.That(again.Cues[0].Payload, Is.EqualTo("<i>a &lt; b</i>\n<c.red>red</c>"));
    }

    [TestCase("stpp_prog.mp4")]
    [TestCase("stpp_combined.mp4")]
    [TestCase("sample_short.ismt")]
    public async Task Text_tracks_of_other_packagers_are_read(string name)
    {
        var reader = new MemoryMediaReader(await File.ReadAllBytesAsync(SharedFiles.Spec($"vectors/text/{name}")));
        var track = (await Mp4Parser.ReadAsync(reader)).First(TrackKind.Text)!;

        var document = await CaptionReader.ReadAsync(track, reader, default);

        Assert.That(document.Cues, Is.Not.Empty);
        Assert.That(document.Cues.All(cue => cue.Payload.Length > 0 && cue.End > cue.Start));
    }

    [Test]
    public async Task Captions_do_not_change_the_timeline_of_the_media_beside_them()
    {
        using var reader = new FileMediaReader(SharedFiles.Media("good/talk-480p30-42s.mp4"));
        var file = await Mp4Parser.ReadAsync(reader);
        var media = file.Tracks.Select(track => new RenditionSource("talk.mp4", track, track.Format.Kind.ToString())).ToList();
        var document = CaptionParser.Parse(await File.ReadAllBytesAsync(SharedFiles.Media("captions/talk-480p30-42s.en.ttml")));
        var captions = CaptionTrack.Create(document, CaptionForm.Imsc, new CaptionTrackOptions { Duration = TimeSpan.FromSeconds(42) });

        var without = PresentationBuilder.Build(media);
        var with = PresentationBuilder.Build([.. media, new RenditionSource("talk.ttml", captions.Track, "captions")]);

        Assert.That(with.Sets.SkipLast(1).Select(set => set.Plan.Starts.ToArray()), Is.EqualTo(without.Sets.Select(set => set.Plan.Starts.ToArray())));
        Assert.That((with.Timeline, with.Sets[^1].Plan.Count, with.Sets[^1].Plan.End), Is.EqualTo((without.Timeline, 7, 420_000_000L)));
    }

    [TestCase(42, 42)]
    [TestCase(0, 360_001)]
    public void A_cue_far_behind_the_film_does_not_make_it_longer(int film, int expected)
    {
        var document = CaptionParser.Parse("WEBVTT\n\n00:40.000 --> 00:45.000\nOver the end\n\n100:00:00.000 --> 100:00:01.000\nStray\n"u8.ToArray());
        var options = new CaptionTrackOptions { Duration = TimeSpan.FromSeconds(film), Fragment = TimeSpan.FromSeconds(60) };

        Assert.That(CaptionTrack.Create(document, CaptionForm.Imsc, options).Track.End.Seconds, Is.EqualTo(expected));
    }

    /// <summary>Reads captions that may be damaged and packs them; only a clean refusal is accepted.</summary>
    internal static void ReadOrRefuse(byte[] bytes)
    {
        try
        {
            var document = CaptionParser.Parse(bytes);
            CaptionTrack.Create(document, CaptionForm.Imsc, new CaptionTrackOptions());
            CaptionTrack.Create(document, CaptionForm.WebVtt, new CaptionTrackOptions());
        }
        catch (InvalidMediaException exception)
        {
            Assert.That(exception.Message, Is.Not.Empty);
        }
    }
}

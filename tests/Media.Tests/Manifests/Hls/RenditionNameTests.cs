using System.Text;
using System.Text.RegularExpressions;
using MediaPlatform.Media.Captions;
using MediaPlatform.Media.Manifests;
using MediaPlatform.Media.Manifests.Dash;
using MediaPlatform.Media.Manifests.Hls;
using MediaPlatform.Media.Presentations;
using MediaPlatform.Media.Tracks;
using MediaPlatform.TestKit;

namespace MediaPlatform.Media.Tests.Manifests.Hls;

/// <summary>What manifests call renditions, and what they say these are for.</summary>
public sealed class RenditionNameTests
{
    private static readonly ManifestOptions Options = new() { Parameters = "" };

    private TrackIndex _audio = null!;

    [OneTimeSetUp]
    public async Task ReadAsync()
    {
        using var reader = new FileMediaReader(SharedFiles.Media("ams-asset-mbr/BigBuckBunny_400.mp4"));
        _audio = (await Mp4Parser.ReadAsync(reader)).First(TrackKind.Audio)!;
    }

    [Test]
    public void Names_of_a_group_are_distinct_whatever_the_labels_are()
    {
        var presentation = PresentationBuilder.Build(
            [Audio("a", "English"), Audio("b", "English"), Audio("c", "English (b)"), Audio("d", "English (b)"), Audio("e", "English (b) (c)")]);
        var master = Encoding.UTF8.GetString(HlsMasterWriter.Write(presentation, HlsForm.Cmaf, Options));

        var names = Regex.Matches(master, "TYPE=AUDIO[^\n]* ?,NAME=\"([^\"]*)\"").Select(match => match.Groups[1].Value).ToList();

        Assert.That(names, Has.Count.EqualTo(5).And.Unique);
        Assert.That(names.Take(2), Is.EqualTo(new[] { "English", "English (b)" }));
    }

    [TestCase("", "public.accessibility.transcribes-spoken-dialog", "caption")]
    [TestCase("subtitle", "public.accessibility.transcribes-spoken-dialog", "subtitle")]
    [TestCase("", "", null)]
    public void Text_that_hls_says_is_for_those_who_do_not_hear_is_a_caption_in_dash(string role, string characteristics, string? expected)
    {
        var document = CaptionParser.Parse("WEBVTT\n\n00:01.000 --> 00:02.000\nHello\n"u8.ToArray());
        var text = CaptionTrack.Create(document, CaptionForm.Imsc, new() { Duration = TimeSpan.FromSeconds(6) }).Track;
        var presentation = PresentationBuilder.Build([Audio("a", "English"), new("words", text, "words") { Role = role, Characteristics = characteristics }]);
        var mpd = Encoding.UTF8.GetString(MpdWriter.Write(presentation, isCmaf: true, Options));

        Assert.That(Regex.Match(mpd, "contentType=\"text\".*?<Role schemeIdUri=\"urn:mpeg:dash:role:2011\" value=\"([a-z]*)\"", RegexOptions.Singleline) is { Success: true } match ? match.Groups[1].Value : null, Is.EqualTo(expected));
    }

    private RenditionSource Audio(string name, string label) => new("file", _audio, name) { Label = label };
}

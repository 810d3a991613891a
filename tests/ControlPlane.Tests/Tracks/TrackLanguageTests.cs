using System.Net;
using System.Text;
using MediaPlatform.ControlPlane.Tests.Support;
using MediaPlatform.ControlPlane.Tests.Traps;

namespace MediaPlatform.ControlPlane.Tests.Tracks;

/// <summary>The language of a text track is the one that its file states, as the origin reads it.</summary>
[TestFixture]
public sealed class TrackLanguageTests : TrapFixture
{
    [SetUp]
    public async Task Arrange()
    {
        await World.AssetAsync("a");
        await World.TracksAsync("a");
    }

    [TestCase("WEBVTT\nLanguage: fr-CA \n\n00:01.000 --> 00:02.000\nbonjour\n", "fr-CA")]
    [TestCase("WEBVTT\nlanguage: de\n\n00:01.000 --> 00:02.000\nhallo\n", "de")]
    [TestCase("WEBVTT\rLanguage: it\r\r00:01.000 --> 00:02.000\rciao\r", "it")]
    [TestCase("WEBVTT\n\n00:01.000 --> 00:02.000\nLanguage: xx\n", null)]
    [TestCase("WEBVTT\n\nNOTE\nLanguage: xx\n\n00:01.000 --> 00:02.000\nhello\n", null)]
    public async Task Of_WebVTT_it_is_in_the_header(string content, string? language) => Assert.That(await LanguageAsync("a.vtt", Encoding.UTF8, content), Is.EqualTo(language));

    [TestCase("<tt xmlns='http://www.w3.org/ns/ttml' xml:lang = 'nl'/>", "nl")]
    [TestCase("<!-- xml:lang='xx' --><tt xmlns='http://www.w3.org/ns/ttml' xml:lang='sv'/>", "sv")]
    public async Task Of_TTML_it_is_at_the_root(string content, string language)
    {
        Assert.That(await LanguageAsync("a.ttml", Encoding.UTF8, content), Is.EqualTo(language));
        Assert.That(await LanguageAsync("b.ttml", Encoding.Unicode, "<?xml version='1.0' encoding='utf-16'?>" + content), Is.EqualTo(language));
        Assert.That(await LanguageAsync("c.ttml", Encoding.UTF8, $"<!-- {new string('x', 5000)} -->{content}"), Is.EqualTo(language));
    }

    [Test]
    public async Task A_file_that_states_none_does_not_keep_that_of_the_file_before()
    {
        Assert.That(await LanguageAsync("de.vtt", Encoding.UTF8, "WEBVTT\nLanguage: de\n"), Is.EqualTo("de"));

        Assert.That(await LanguageAsync("none.vtt", Encoding.UTF8, "WEBVTT\n"), Is.Null);
    }

    private async Task<string?> LanguageAsync(string file, Encoding encoding, string content)
    {
        await World.UploadAsync("a", (file, [.. encoding.Preamble, .. encoding.GetBytes(content)]));
        var reply = await Put("assets/a/tracks/t", $$"""{"properties":{"track":{"@odata.type":"#Microsoft.Media.TextTrack","fileName":"{{file}}"} } }""");
        Assert.That(reply.Status, Is.AnyOf(HttpStatusCode.Created, HttpStatusCode.OK), reply.ToString());
        return (string?)reply.Json["properties"]!["track"]!["languageCode"];
    }
}

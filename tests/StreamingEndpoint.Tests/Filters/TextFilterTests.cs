using System.Text;
using MediaPlatform.Data.Filters;
using MediaPlatform.TestKit;

namespace MediaPlatform.StreamingEndpoint.Tests.Filters;

/// <summary>Filters that leave captions alone, or captions beside sound.</summary>
public sealed class TextFilterTests
{
    private string _film = "";
    private string _words = "";

    private static OriginServer Server => SharedOrigin.Server;

    [OneTimeSetUp]
    public async Task PublishAsync()
    {
        await Server.AddFilterAsync("textonly", filter => filter.Tracks = [new([new("Type", "Equal", "text")])]);
        await Server.AddFilterAsync("nopictures", filter => filter.Tracks = [new([new("Type", "NotEqual", "video")])]);
        var asset = await Server.AddAssetAsync();
        await Server.UploadAsync(asset, "film.mp4", await File.ReadAllBytesAsync(SharedFiles.Media("good/talk-480p30-42s.mp4")));
        await Server.UploadAsync(asset, "film.vtt", await File.ReadAllBytesAsync(SharedFiles.Media("captions/talk-480p30-42s.en.vtt")));
        await Server.UploadAsync(asset, "film.ism", Manifest("<video src=\"film.mp4\"/><audio src=\"film.mp4\"/>"));
        await Server.UploadAsync(asset, "words.ism", Manifest(""));
        var locator = await Server.PublishAsync(asset);
        (_film, _words) = ($"/{locator}/film.ism", $"/{locator}/words.ism");
    }

    [TestCase("m3u8-aapl")]
    [TestCase("m3u8-aapl-v3")]
    [TestCase("m3u8-cmaf")]
    public async Task Captions_alone_are_no_playlist_to_play(string format)
    {
        Assert.That(await CodeAsync($"{_film}/manifest(format={format},filter=textonly)"), Is.EqualTo("MPE_FILTER_REMOVED_ALL_STREAMS"));
        Assert.That(await CodeAsync($"{_words}/manifest(format={format})"), Is.EqualTo("MPE_MEDIA_ENCODING_NOT_SUPPORTED"));
    }

    [Test]
    public async Task Captions_alone_are_a_presentation_of_dash()
    {
        Assert.That(await Server.Client.GetStringAsync($"{_film}/manifest(format=mpd-time-cmaf,filter=textonly)"), Does.Contain("contentType=\"text\"").And.Not.Contain("contentType=\"audio\""));
        Assert.That(await Server.Client.GetStringAsync($"{_words}/manifest(format=mpd-time-csf)"), Does.Contain("contentType=\"text\""));
    }

    [Test]
    public async Task Captions_beside_sound_are_named_among_the_codecs()
    {
        var cmaf = await Server.Client.GetStringAsync($"{_film}/manifest(format=m3u8-cmaf,filter=nopictures)");
        var transport = await Server.Client.GetStringAsync($"{_film}/manifest(format=m3u8-aapl,filter=nopictures)");

        Assert.That(cmaf, Does.Contain("CODECS=\"mp4a.40.2,stpp.ttml.im1t\",AUDIO=\"audio\",SUBTITLES=\"subtitles\""));
        Assert.That(transport, Does.Contain("CODECS=\"mp4a.40.2\",AUDIO=\"audio\",SUBTITLES=\"subtitles\""));
    }

    private static byte[] Manifest(string tracks) => Encoding.UTF8.GetBytes(
        $"<smil xmlns=\"http://www.w3.org/2001/SMIL20/Language\"><body><switch>{tracks}<textstream src=\"film.vtt\" systemLanguage=\"eng\"><param name=\"trackName\" value=\"words\"/></textstream></switch></body></smil>");

    private static async Task<string> CodeAsync(string url)
    {
        using var reply = await Server.Client.GetAsync(url);
        return reply.Headers.TryGetValues("x-ms-error-code", out var codes) ? codes.Single() : reply.StatusCode.ToString();
    }
}

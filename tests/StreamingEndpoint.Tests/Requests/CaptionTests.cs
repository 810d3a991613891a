using System.Net;
using MediaPlatform.Data.Assets;
using MediaPlatform.TestKit;

namespace MediaPlatform.StreamingEndpoint.Tests.Requests;

/// <summary>Caption sidecars that a server manifest names are delivered in the form that each output takes.</summary>
public sealed class CaptionTests
{
    private string _talk = "";
    private string _words = "";

    private static OriginServer Server => SharedOrigin.Server;

    [OneTimeSetUp]
    public async Task PublishAsync()
    {
        var asset = await Server.AddAssetAsync();
        await Server.UploadAsync(asset, "talk.mp4", await File.ReadAllBytesAsync(SharedFiles.Media("good/talk-480p30-42s.mp4")));
        var captions = await File.ReadAllTextAsync(SharedFiles.Media("captions/talk-480p30-42s.en.vtt"));
        _words = captions.Split('\n').SkipWhile(line => !line.Contains("-->", StringComparison.Ordinal)).Skip(1).First().Trim().Split(' ')[0];
        await Server.UploadAsync(asset, "talk.vtt", System.Text.Encoding.UTF8.GetBytes(captions));
        await Server.UploadAsync(asset, "talk.ttml", await File.ReadAllBytesAsync(SharedFiles.Media("captions/talk-480p30-42s.en.ttml")));
        await Server.UploadAsync(asset, "talk.ism", System.Text.Encoding.UTF8.GetBytes("""
            <smil xmlns="http://www.w3.org/2001/SMIL20/Language"><body><switch><video src="talk.mp4"/><audio src="talk.mp4"/>
            <textstream src="talk.vtt" systemLanguage="eng"><param name="trackName" value="subt_en"/><param name="textDisplayName" value="English (auto)"/><param name="textIsDefault" value="TRUE"/></textstream>
            <textstream src="talk.ttml" systemLanguage="fra"><param name="trackName" value="subt_fr"/><param name="playerVisibility" value="Hidden"/></textstream>
            </switch></body></smil>
            """));
        _talk = $"/{await Server.PublishAsync(asset)}/talk.ism";
    }

    [Test]
    public async Task Masters_list_the_captions_with_label_and_language()
    {
        var transport = await Server.Client.GetStringAsync($"{_talk}/manifest(format=m3u8-aapl)");
        var cmaf = await Server.Client.GetStringAsync($"{_talk}/manifest(format=m3u8-cmaf)");

        Assert.That(transport, Does.Contain("TYPE=SUBTITLES,GROUP-ID=\"subtitles\",NAME=\"English (auto)\",LANGUAGE=\"eng\",DEFAULT=YES").And.Not.Contain("stpp"));
        Assert.That(cmaf, Does.Contain("LANGUAGE=\"en\"").And.Contain("stpp").And.Contain("SUBTITLES=\"subtitles\"").And.Not.Contain("subt_fr"));
        Assert.That(await Server.Client.GetStringAsync($"{_talk}/manifest(format=m3u8-aapl-v3)"), Does.Not.Contain("SUBTITLES"));
        Assert.That(await Server.Client.GetStringAsync($"{_talk}/manifest"), Does.Not.Contain("subt_en"));
    }

    [Test]
    public async Task Captions_that_are_not_delivered_do_not_make_a_film_longer()
    {
        var asset = await Server.AddAssetAsync();
        await Server.UploadAsync(asset, "film.mp4", await File.ReadAllBytesAsync(SharedFiles.Media("good/video-only-640x272.mp4")));
        await Server.UploadAsync(asset, "long.vtt", "WEBVTT\n\n00:01.000 --> 00:30.000\nWords\n"u8.ToArray());
        await Server.UploadAsync(asset, "film.ism", System.Text.Encoding.UTF8.GetBytes("""
            <smil xmlns="http://www.w3.org/2001/SMIL20/Language"><body><switch><video src="film.mp4"/>
            <textstream src="long.vtt" systemLanguage="eng"><param name="playerVisibility" value="Hidden"/></textstream></switch></body></smil>
            """));
        var film = $"/{await Server.PublishAsync(asset)}/film.ism";

        Assert.That(await Server.Client.GetStringAsync($"{film}/manifest"), Does.Contain(" Duration=\"100000000\""));
        Assert.That(await Server.Client.GetStringAsync($"{film}/manifest(format=mpd-time-csf)"), Does.Contain("mediaPresentationDuration=\"PT10.000S\""));
    }

    [Test]
    public async Task A_missing_caption_file_does_not_take_along_another_of_its_name()
    {
        var asset = await Server.AddAssetAsync();
        await Server.UploadAsync(asset, "film.mp4", await File.ReadAllBytesAsync(SharedFiles.Media("good/video-only-640x272.mp4")));
        await Server.UploadAsync(asset, "there.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\nWords\n"u8.ToArray());
        await Server.UploadAsync(asset, "film.ism", System.Text.Encoding.UTF8.GetBytes("""
            <smil xmlns="http://www.w3.org/2001/SMIL20/Language"><body><switch><video src="film.mp4"/>
            <textstream src="there.vtt" systemLanguage="eng"/><textstream src="gone.vtt" systemLanguage="fra"/></switch></body></smil>
            """));

        var mpd = await Server.Client.GetStringAsync($"/{await Server.PublishAsync(asset)}/film.ism/manifest(format=mpd-time-csf)");

        Assert.That(mpd, Does.Contain("contentType=\"text\"").And.Contain("lang=\"en\"").And.Not.Contain("lang=\"fr\""));
    }

    [Test]
    public async Task An_mpd_carries_them_as_imsc()
    {
        var mpd = await Server.Client.GetStringAsync($"{_talk}/manifest(format=mpd-time-cmaf)");

        Assert.That(mpd, Does.Contain("contentType=\"text\" mimeType=\"application/mp4\" codecs=\"stpp.ttml.im1t\" lang=\"en\"").And.Contain("<Label>English (auto)</Label>"));
    }

    [TestCase("m3u8-aapl", "WEBVTT")]
    [TestCase("m3u8-cmaf", "<tt")]
    [TestCase("mpd-time-cmaf", "<tt")]
    public async Task Every_listed_segment_answers_and_the_words_are_there(string format, string mark)
    {
        var urls = await ManifestUrls.AllAsync(Server.Client, $"{_talk}/manifest(format={format})");
        var text = "";
        foreach (var url in urls.Where(url => url.AbsolutePath.Contains("Fragments(subt_en=", StringComparison.Ordinal)))
        {
            using var reply = await Server.Client.GetAsync(url);
            Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.OK), url.ToString());
            text += await reply.Content.ReadAsStringAsync();
        }

        Assert.That(text, Does.Contain(mark).And.Contain(_words));
        Assert.That(text.Contains("X-TIMESTAMP-MAP=MPEGTS:63000", StringComparison.Ordinal), Is.EqualTo(format == "m3u8-aapl"));
    }

    [TestCase("no captions at all", HttpStatusCode.UnsupportedMediaType, "MPE_INPUT_FORMAT_NOT_SUPPORTED")]
    [TestCase(null, HttpStatusCode.NotFound, "MPE_STORAGE_RESOURCE_NOT_FOUND")]
    public async Task A_damaged_or_missing_caption_file_leaves_the_film_and_its_own_urls_name_the_fault(string? captions, HttpStatusCode status, string code)
    {
        var (path, _) = await PublishFilmAsync("broken.vtt", captions);

        var urls = await ManifestUrls.AllAsync(Server.Client, $"{path}/manifest(format=m3u8-cmaf)");
        using var own = await Server.Client.GetAsync($"{path}/QualityLevels(1)/Manifest(words,format=m3u8-cmaf)");
        Assert.That(urls, Is.Not.Empty.And.None.Matches<Uri>(url => url!.AbsolutePath.Contains("words", StringComparison.Ordinal)));
        Assert.That(own.StatusCode, Is.EqualTo(status));
        Assert.That(own.Headers.GetValues("x-ms-error-code"), Is.EqualTo([code]));
        Assert.That(await own.Content.ReadAsStringAsync(), Does.Contain("broken.vtt"));
    }

    [TestCase("no captions at all")]
    [TestCase(null)]
    public async Task Captions_that_come_or_are_mended_later_are_seen_without_a_change_of_the_server_manifest(string? before)
    {
        var (path, asset) = await PublishFilmAsync("late.vtt", before);
        var mpd = $"{path}/manifest(format=mpd-time-csf)";
        Assert.That(await Server.Client.GetStringAsync(mpd), Does.Not.Contain("contentType=\"text\""));

        await Server.UploadAsync(asset, "late.vtt", "WEBVTT\n\n00:00.000 --> 00:02.000\nWords\n"u8.ToArray());

        await Server.UntilAsync(async () => (await Server.Client.GetStringAsync(mpd)).Contains("contentType=\"text\"", StringComparison.Ordinal));
    }

    /// <summary>A film of one frame whose server manifest names a caption file, which is stored or not.</summary>
    private static async Task<(string Path, Asset Asset)> PublishFilmAsync(string name, string? captions)
    {
        var asset = await Server.AddAssetAsync();
        await Server.UploadAsync(asset, "film.mp4", await File.ReadAllBytesAsync(SharedFiles.Media("good/one-frame.mp4")));
        if (captions is not null)
        {
            await Server.UploadAsync(asset, name, System.Text.Encoding.UTF8.GetBytes(captions));
        }

        await Server.UploadAsync(asset, "film.ism", System.Text.Encoding.UTF8.GetBytes(
            $"<smil><body><switch><video src=\"film.mp4\"/><textstream src=\"{name}\"><param name=\"trackName\" value=\"words\"/></textstream></switch></body></smil>"));
        return ($"/{await Server.PublishAsync(asset)}/film.ism", asset);
    }
}

using System.Text;
using System.Xml.Linq;
using MediaPlatform.Media.Tracks;
using MediaPlatform.TestKit;

namespace MediaPlatform.StreamingEndpoint.Tests.Sources;

/// <summary>Sound in a file that is laid beside a live archive later, such as another language: it knows nothing of the encoder's clock.</summary>
public sealed class ArchiveSoundTests
{
    private const long Epoch = 16_578_000_000_000_001;

    private readonly Dictionary<string, string> _paths = [];

    private static OriginServer Server => SharedOrigin.Server;

    [OneTimeSetUp]
    public async Task PublishAsync()
    {
        // The second is stored in fragments too, as packagers write them.
        _paths["good/audio-only-eng.m4a"] = await PublishAsync("good/audio-only-eng.m4a");
        _paths["ams-asset-smooth/BigBuckBunny.isma"] = await PublishAsync("ams-asset-smooth/BigBuckBunny.isma");
    }

    private static async Task<string> PublishAsync(string sound)
    {
        using var pictures = new FileMediaReader(SharedFiles.Media("ams-asset-smooth/BigBuckBunny.ismv"));
        var archive = new LiveArchive { Shift = Epoch };
        await archive.AddAsync("video_2862836", "video", (await Mp4Parser.ReadAsync(pictures)).First(TrackKind.Video)!, pictures);
        archive.AddTrack("<audio src=\"french.m4a\" systemLanguage=\"fra\"/><textstream src=\"words.vtt\" systemLanguage=\"fra\"/>");
        archive.Add("french.m4a", await File.ReadAllBytesAsync(SharedFiles.Media(sound)));
        archive.Add("words.vtt", Encoding.UTF8.GetBytes("WEBVTT\n\n00:01.000 --> 00:02.000\nBonjour\n"));
        return await archive.PublishAsync(Server);
    }

    [TestCase("good/audio-only-eng.m4a")]
    [TestCase("ams-asset-smooth/BigBuckBunny.isma")]
    public async Task It_begins_with_the_archive_as_captions_do(string sound)
    {
        XNamespace dash = "urn:mpeg:dash:schema:mpd:2011";
        var mpd = XDocument.Parse(await Server.Client.GetStringAsync($"{_paths[sound]}/manifest(format=mpd-time-cmaf)")).Root!;

        var starts = mpd.Descendants(dash + "AdaptationSet").ToDictionary(set => (string)set.Attribute("contentType")!, set => (long)set.Descendants(dash + "S").First().Attribute("t")!);
        Assert.That(starts.Keys, Is.EquivalentTo(["video", "audio", "text"]));
        Assert.That(starts.Values, Is.All.InRange(Epoch - 10_000_000, Epoch + 10_000_000));
        Assert.That((string)mpd.Attribute("mediaPresentationDuration")!, Does.StartWith("PT").And.Not.Contain("H"));
    }

    [Test]
    public async Task Every_listed_url_answers(
        [Values("manifest", "manifest(format=m3u8-aapl)", "manifest(format=m3u8-cmaf)", "manifest(format=mpd-time-csf)")] string manifest,
        [Values("good/audio-only-eng.m4a", "ams-asset-smooth/BigBuckBunny.isma")] string sound)
    {
        foreach (var url in await ManifestUrls.AllAsync(Server.Client, $"{_paths[sound]}/{manifest}"))
        {
            using var reply = await Server.Client.GetAsync(url);
            Assert.That(reply.IsSuccessStatusCode, $"{url}: {reply.StatusCode}");
        }
    }
}

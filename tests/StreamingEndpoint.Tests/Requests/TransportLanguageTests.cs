using System.Text;
using MediaPlatform.TestKit;

namespace MediaPlatform.StreamingEndpoint.Tests.Requests;

/// <summary>The language in the program map of a transport stream is the one that the server manifest gives, as in every other format.</summary>
public sealed class TransportLanguageTests
{
    private const string Media = "three-languages-480p.mp4";
    private const string Sound = "QualityLevels(128000)/Fragments(sound=0,format=m3u8-aapl)";
    private const string Muxed = "QualityLevels(700000)/Fragments(video=0,format=m3u8-aapl-v3)";

    [TestCase(Sound, "de", "deu")]
    [TestCase(Sound, "zh-Hant", "zho")]
    [TestCase(Sound, "gsw", "gsw")]
    [TestCase(Sound, null, "eng")]
    [TestCase(Muxed, "de", "deu")]
    [TestCase(Muxed, null, "eng")]
    public async Task Sound_is_announced_in_its_language(string segment, string? stated, string announced)
    {
        var reply = await (await PublishAsync(stated)).GetAsync(segment);

        Assert.That(LanguageOf(await reply.Content.ReadAsByteArrayAsync()), Is.EqualTo(announced));
    }

    [Test]
    public async Task Another_language_is_another_segment()
    {
        using var stored = await (await PublishAsync(null)).GetAsync(Sound);
        using var stated = await (await PublishAsync("de")).GetAsync(Sound);

        Assert.That(stored.Headers.ETag, Is.Not.EqualTo(stated.Headers.ETag));
        Assert.That(stated.Headers.ETag!.Tag, Does.Contain("deu"));
    }

    /// <summary>Of the ISO 639 language descriptor, ISO/IEC 13818-1 2.6.18, in the second packet.</summary>
    private static string LanguageOf(byte[] segment)
    {
        var map = segment.AsSpan(188, 188);
        var at = map.IndexOf([(byte)0x0A, (byte)4]);
        return at < 0 ? "" : Encoding.ASCII.GetString(map.Slice(at + 2, 3));
    }

    private static async Task<Presentation> PublishAsync(string? language)
    {
        var asset = await SharedOrigin.Server.AddAssetAsync();
        await SharedOrigin.Server.UploadAsync(asset, Media, await File.ReadAllBytesAsync(SharedFiles.Media("good/" + Media)));
        var attribute = language is null ? "" : $" systemLanguage=\"{language}\"";
        var manifest = $"""
            <smil><body><switch><video src="{Media}" systemBitrate="700000"><param name="trackName" value="video"/></video>
            <audio src="{Media}" systemBitrate="128000"{attribute}><param name="trackID" value="2"/><param name="trackName" value="sound"/></audio></switch></body></smil>
            """;
        await SharedOrigin.Server.UploadAsync(asset, "a.ism", Encoding.UTF8.GetBytes(manifest));
        return new($"/{await SharedOrigin.Server.PublishAsync(asset)}/a.ism");
    }

    private sealed record Presentation(string Path)
    {
        public Task<HttpResponseMessage> GetAsync(string resource) => SharedOrigin.Server.Client.GetAsync($"{Path}/{resource}");
    }
}

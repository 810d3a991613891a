using System.Text;
using System.Xml.Linq;
using MediaPlatform.TestKit;

namespace MediaPlatform.StreamingEndpoint.Tests.Filters;

/// <summary>The level that a filter names comes first in what players read, among several sets of pictures and among sound alone.</summary>
public sealed class FirstQualityTests
{
    private string _film = "";
    private string _radio = "";

    private static OriginServer Server => SharedOrigin.Server;

    [OneTimeSetUp]
    public async Task PublishAsync()
    {
        await Server.AddFilterAsync("start700k", filter => filter.FirstQualityBitrate = 700_000);
        await Server.AddFilterAsync("start90k", filter => filter.FirstQualityBitrate = 90_000);
        var asset = await Server.AddAssetAsync();
        foreach (var file in new[] { "ams-asset-mbr/BigBuckBunny_400.mp4", "ams-asset-mbr/BigBuckBunny_1000.mp4", "good/bbb-hevc-hvc1-720p.mp4", "good/talk-480p30-42s.mp4" })
        {
            await Server.UploadAsync(asset, Path.GetFileName(file), await File.ReadAllBytesAsync(SharedFiles.Media(file)));
        }

        await Server.UploadAsync(asset, "film.ism", Manifest(
            "<video src=\"BigBuckBunny_400.mp4\"/><video src=\"BigBuckBunny_1000.mp4\"/><video src=\"bbb-hevc-hvc1-720p.mp4\"><param name=\"trackName\" value=\"uhd\"/></video>"
            + "<video src=\"bbb-hevc-hvc1-720p.mp4\" systemBitrate=\"700000\"><param name=\"trackName\" value=\"unlisted\"/><param name=\"playerVisibility\" value=\"Hidden\"/></video>"));
        await Server.UploadAsync(asset, "radio.ism", Manifest("<audio src=\"talk-480p30-42s.mp4\" systemBitrate=\"64000\"/><audio src=\"talk-480p30-42s.mp4\" systemBitrate=\"96000\"/><audio src=\"talk-480p30-42s.mp4\" systemBitrate=\"128000\"/>"));
        var locator = await Server.PublishAsync(asset);
        (_film, _radio) = ($"/{locator}/film.ism", $"/{locator}/radio.ism");
    }

    [TestCase("m3u8-aapl")]
    [TestCase("m3u8-aapl-v3")]
    [TestCase("m3u8-cmaf")]
    public async Task The_first_variant_of_a_master_is_the_named_level_of_whichever_set(string format)
    {
        var variants = await VariantsAsync($"{_film}/manifest(format={format},filter=start700k)");
        var others = await VariantsAsync($"{_film}/manifest(format={format})");

        Assert.That(variants[0], Does.Contain("/Manifest(uhd,"));
        Assert.That(others[0], Does.Contain("/Manifest(video,"));
        Assert.That(variants.Skip(1).Select(Bare), Is.EqualTo(others.Select(Bare).Where(url => url != Bare(variants[0]))), "the others keep their order");
    }

    [Test]
    public async Task Sound_alone_begins_with_the_named_level_too()
    {
        var variants = await VariantsAsync($"{_radio}/manifest(format=m3u8-cmaf,filter=start90k)");
        var smooth = XElement.Parse(await Server.Client.GetStringAsync($"{_radio}/manifest(filter=start90k)"));

        Assert.That(variants[0], Does.StartWith("QualityLevels(96000)"));
        Assert.That((int)smooth.Descendants("QualityLevel").First().Attribute("Bitrate")!, Is.EqualTo(96_000));
    }

    private static string Bare(string url) => url[..url.IndexOf(',', StringComparison.Ordinal)];

    private static async Task<List<string>> VariantsAsync(string url) =>
        [.. (await Server.Client.GetStringAsync(url)).Split('\n').Where(line => line.StartsWith("QualityLevels", StringComparison.Ordinal))];

    private static byte[] Manifest(string tracks) => Encoding.UTF8.GetBytes($"<smil xmlns=\"http://www.w3.org/2001/SMIL20/Language\"><body><switch>{tracks}</switch></body></smil>");
}

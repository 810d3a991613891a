using System.Text;
using MediaPlatform.TestKit;

namespace MediaPlatform.StreamingEndpoint.Tests.Filters;

/// <summary>Text tracks under names that URLs cannot carry, as the tracks API takes them, and several that are called the default.</summary>
public sealed class NamedTextTests
{
    private string _film = "";

    private static OriginServer Server => SharedOrigin.Server;

    [OneTimeSetUp]
    public async Task PublishAsync()
    {
        foreach (var (filter, name) in new[] { ("nt-space", "my words"), ("nt-comma", "a,b"), ("nt-url", "My_Words"), ("nt-plain", "plain") })
        {
            await Server.AddFilterAsync(filter, value => value.Tracks = [new([new("Type", "Equal", "text"), new("Name", "Equal", name)])]);
        }

        await Server.AddFilterAsync("nt-not", value => value.Tracks = [new([new("Type", "Equal", "text"), new("Name", "NotEqual", "My Words")])]);
        var asset = await Server.AddAssetAsync();
        await Server.UploadAsync(asset, "film.mp4", await File.ReadAllBytesAsync(SharedFiles.Media("good/one-frame.mp4")));
        await Server.UploadAsync(asset, "film.vtt", "WEBVTT\n\n00:00.000 --> 00:01.000\nWords\n"u8.ToArray());
        var texts = new[] { "My Words", "a,b", "a=b", "plain" }.Select(name =>
            $"<textstream src=\"film.vtt\"><param name=\"trackName\" value=\"{name}\"/><param name=\"textDisplayName\" value=\"[{name}]\"/><param name=\"textIsDefault\" value=\"{name != "My Words"}\"/></textstream>");
        await Server.UploadAsync(asset, "film.ism", Encoding.UTF8.GetBytes(
            $"<smil xmlns=\"http://www.w3.org/2001/SMIL20/Language\"><body><switch><video src=\"film.mp4\"/>{string.Concat(texts)}</switch></body></smil>"));
        _film = $"/{await Server.PublishAsync(asset)}/film.ism";
    }

    [TestCase("nt-space", "[My Words]")]
    [TestCase("nt-url", "[My Words]")]
    [TestCase("nt-comma", "[a,b]")]
    [TestCase("nt-plain", "[plain]")]
    [TestCase("nt-not", "[a,b] [a=b] [plain]")]
    public async Task A_filter_finds_a_track_by_the_name_that_its_owner_gave(string filter, string labels)
    {
        var mpd = await Server.Client.GetStringAsync($"{_film}/manifest(format=mpd-time-csf,filter={filter})");

        Assert.That(string.Join(' ', mpd.Split('\n').Where(line => line.Contains("<Label>", StringComparison.Ordinal)).Select(line => line.Split('>')[1].Split('<')[0])), Is.EqualTo(labels));
    }

    [TestCase("m3u8-aapl")]
    [TestCase("m3u8-cmaf")]
    public async Task One_of_several_defaults_is_listed_as_such(string format)
    {
        var master = await Server.Client.GetStringAsync($"{_film}/manifest(format={format})");

        var texts = master.Split('\n').Where(line => line.Contains("TYPE=SUBTITLES", StringComparison.Ordinal)).ToList();
        Assert.That(texts.Select(line => line.Contains("DEFAULT=YES", StringComparison.Ordinal)), Is.EqualTo([false, true, false, false]));
    }
}

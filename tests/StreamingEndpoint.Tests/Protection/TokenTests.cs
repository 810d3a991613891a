using System.Net.Http.Headers;
using System.Xml.Linq;
using MediaPlatform.Data.Streaming;

namespace MediaPlatform.StreamingEndpoint.Tests.Protection;

/// <summary>The token of a manifest URL reaches the addresses of keys, for players that cannot add one to their own requests.</summary>
public sealed class TokenTests
{
    private const string Token = "a.b+c/d&\"e=";
    private static readonly string Escaped = Uri.EscapeDataString(Token);
    private ProtectedOrigin _origin = null!;
    private ProtectedPresentation _envelope = null!;
    private ProtectedPresentation _common = null!;

    private HttpClient Client => _origin.Server.Client;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _origin = await ProtectedOrigin.StartAsync();
        _envelope = await _origin.PublishAsync("Predefined_ClearKey", "EnvelopeEncryption", ("clearKeyDefault", []));
        var policy = await _origin.AddPolicyAsync(policy => policy.CommonEncryptionCbcs = new(
            new EnabledProtocols(Dash: true, Hls: true), Drm: new(new(), null, new("https://wv.example/get")), ClearKeyEncryptionConfiguration: new()));
        _common = await _origin.PublishAsync(policy, "CommonEncryptionCbcs", (null, []));
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _origin.DisposeAsync();

    [TestCase("m3u8-aapl")]
    [TestCase("m3u8-aapl-v3")]
    [TestCase("m3u8-cmaf")]
    public async Task Playlists_hand_it_down_to_playlists_and_keys_but_not_to_segments(string format)
    {
        var master = _origin.Address($"{_envelope.Path}/manifest(format={format},encryption=cbc)?token={Escaped}");
        var text = await NotStoredAsync(master);
        Assert.That(text.Contains("#EXT-X-SESSION-KEY", StringComparison.Ordinal), Is.EqualTo(format == "m3u8-cmaf"));
        var playlists = ManifestUrls.OfPlaylist(master, text).Where(url => url.AbsoluteUri.Contains("Manifest(", StringComparison.Ordinal)).Distinct().ToList();
        Assert.That(playlists, Is.Not.Empty.And.All.Matches<Uri>(url => url!.Query == "?token=" + Escaped));
        foreach (var playlist in playlists)
        {
            var lines = (await NotStoredAsync(playlist)).Split('\n');
            Assert.That(lines.Single(line => line.StartsWith("#EXT-X-KEY", StringComparison.Ordinal)), Does.Contain(
                $"URI=\"{ProtectedOrigin.KeyHost}/?kid={_envelope.Keys[0].Id}&token={Escaped}\""));
            Assert.That(lines.Where(line => line.Length > 0 && line[0] != '#'), Is.Not.Empty.And.All.Not.Contains("token"));
        }
    }

    [Test]
    public async Task A_token_of_16_KiB_is_handed_down_whole()
    {
        var token = new string('t', 16 * 1024);
        var master = _origin.Address($"{_envelope.Path}/manifest(format=m3u8-cmaf,encryption=cbc)?token={token}");
        var playlist = ManifestUrls.OfPlaylist(master, await NotStoredAsync(master)).First(url => url.AbsoluteUri.Contains("Manifest(", StringComparison.Ordinal));
        Assert.That(await NotStoredAsync(playlist), Does.Contain($"?kid={_envelope.Keys[0].Id}&token={token}\""));
    }

    [TestCase("format=mpd-time-cmaf,encryption=cbc")]
    [TestCase("encryption=cbc")]
    public async Task Manifests_hand_it_down_to_the_key(string parameters)
    {
        var manifest = XDocument.Parse(await NotStoredAsync(_origin.Address($"{_envelope.Path}/manifest({parameters})?token={Escaped}")));
        var addresses = manifest.Descendants().Where(element => element.Name.LocalName == "CryptoPeriod").Select(element => element.Attribute("keyUriTemplate")!.Value).ToList();
        Assert.That(addresses, Is.Not.Empty.And.All.EqualTo($"{ProtectedOrigin.KeyHost}/?kid={_envelope.Keys[0].Id}&token={Escaped}"));
        Assert.That(manifest.ToString().Split("token=").Length - 1, Is.EqualTo(addresses.Count));
    }

    [Test]
    public async Task Licence_addresses_carry_it_and_protection_stays_in_the_set()
    {
        var manifest = XDocument.Parse(await NotStoredAsync(_origin.Address($"{_common.Path}/manifest(format=mpd-time-cmaf,encryption=cbcs-aapl)?token={Escaped}")));
        var addresses = manifest.Descendants().Where(element => element.Name.LocalName == "Laurl").Select(element => element.Value).Distinct();
        Assert.That(addresses, Is.EquivalentTo(new[] { $"https://wv.example/get?token={Escaped}", $"{ProtectedOrigin.KeyHost}/ClearKey/?token={Escaped}" }));
        Assert.That(manifest.Descendants().Where(element => element.Name.LocalName == "ContentProtection").Select(element => element.Parent!.Name.LocalName), Is.All.EqualTo("AdaptationSet"));
        var playlist = await NotStoredAsync(_origin.Address($"{_common.Path}/QualityLevels(2862836)/Manifest(video,format=m3u8-cmaf,encryption=cbcs-aapl)?token={Escaped}"));
        Assert.That(playlist, Does.Contain($"skd://keys.example.com:7443/FairPlay/?kid={_common.Keys[0].Id}&token={Escaped}\""));
    }

    [Test]
    public async Task A_viewer_without_a_token_never_sees_that_of_another()
    {
        var address = _origin.Address($"{_envelope.Path}/manifest(format=m3u8-cmaf,encryption=cbc)");
        Assert.That(await Client.GetStringAsync(new Uri(address + "?token=secret")), Does.Contain("secret"));
        Assert.That(await Client.GetStringAsync(address), Does.Not.Contain("token"));
        Assert.That(await Client.GetStringAsync(new Uri(address + "?token=other")), Does.Contain("other").And.Not.Contain("secret"));
    }

    [Test]
    public async Task Clear_presentations_take_no_notice_of_it()
    {
        using var reply = await Client.GetAsync($"{_origin.Clear}/manifest(format=m3u8-cmaf)?token={Escaped}");
        Assert.That(await reply.Content.ReadAsStringAsync(), Does.Not.Contain("token"));
        Assert.That(reply.Headers.CacheControl!.NoStore, Is.False);
    }

    private async Task<string> NotStoredAsync(Uri address)
    {
        using var reply = await Client.GetAsync(address);
        var text = await reply.Content.ReadAsStringAsync();
        Assert.That(reply.IsSuccessStatusCode, text);
        Assert.That(reply.Headers.CacheControl, Is.EqualTo(new CacheControlHeaderValue { NoStore = true }));
        return text;
    }
}

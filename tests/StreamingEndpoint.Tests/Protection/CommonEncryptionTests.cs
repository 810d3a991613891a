using System.Net;
using System.Net.Http.Headers;
using System.Xml.Linq;
using MediaPlatform.Data.Streaming;
using MediaPlatform.Media.Encryption.Pssh;

namespace MediaPlatform.StreamingEndpoint.Tests.Protection;

/// <summary>cenc and cbcs: ffmpeg, given the key, decodes the very pictures and sound of the clear output.</summary>
[Category("Integration")]
public sealed class CommonEncryptionTests
{
    private static readonly XNamespace Cenc = "urn:mpeg:cenc:2013";
    private ProtectedOrigin _origin = null!;
    private ProtectedPresentation _cenc = null!;
    private ProtectedPresentation _cbcs = null!;

    private HttpClient Client => _origin.Server.Client;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _origin = await ProtectedOrigin.StartAsync();
        var all = new EnabledProtocols(Dash: true, Hls: true);
        var cenc = await _origin.AddPolicyAsync(policy => policy.CommonEncryptionCenc = new(
            all, null, new(new("main")), new(new("https://pr.example/?k={ContentKeyId}", "<A>1</A>"), new("https://wv.example/?a=1&k={ContentKeyId}")), new()));
        _cenc = await _origin.PublishAsync(cenc, "CommonEncryptionCenc", ("main", []));
        var cbcs = await _origin.AddPolicyAsync(policy => policy.CommonEncryptionCbcs = new(
            all, null, null, new(new StreamingPolicyFairPlayConfiguration(), new(), new())));
        _cbcs = await _origin.PublishAsync(cbcs, "CommonEncryptionCbcs", (null, []));
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _origin.DisposeAsync();

    [TestCase("mpd-time-cmaf", "cenc", "video")]
    [TestCase("mpd-time-csf", "cenc", "video")]
    [TestCase("mpd-time-cmaf", "cenc", "audio")]
    [TestCase("mpd-time-cmaf", "cbcs-aapl", "video")]
    [TestCase("mpd-time-cmaf", "cbcs-aapl", "audio")]
    [TestCase("m3u8-cmaf", "cbcs-aapl", "video")]
    public async Task Decrypted_media_is_that_of_the_clear_output(string format, string encryption, string kind)
    {
        var presentation = encryption == "cenc" ? _cenc : _cbcs;
        var mpd = $"manifest(format={(format == "m3u8-cmaf" ? "mpd-time-cmaf" : format)}";
        var urls = (await ManifestUrls.AllAsync(Client, $"{presentation.Path}/{mpd},encryption={encryption})"))
            .GroupBy(url => url.AbsoluteUri[..url.AbsoluteUri.IndexOf("/Fragments", StringComparison.Ordinal)])
            .First(level => level.First().AbsoluteUri.Contains($"Fragments({kind}", StringComparison.Ordinal))
            .Select(url => url.AbsoluteUri.Replace(mpd[9..], $"format={format}", StringComparison.Ordinal)).ToList();
        Assert.That(urls, Has.Count.GreaterThan(2).And.All.Contain($"encryption={encryption}"));
        var encrypted = await DecodedMedia.FetchAsync(Client, urls);
        var clear = await DecodedMedia.FetchAsync(Client, urls.Select(url => url.Replace(presentation.Path, _origin.Clear, StringComparison.Ordinal).Replace($",encryption={encryption}", "", StringComparison.Ordinal)));

        var expected = await DecodedMedia.OfAsync(clear);
        Assert.That(expected.Split('\n'), Has.Length.GreaterThan(150));
        Assert.That(await DecodedMedia.DecryptedAsync(encrypted, presentation.Keys[0]), Is.EqualTo(expected));
        Assert.That(encrypted[^1][^256..], Is.Not.EqualTo(clear[^1][^256..]), "The end of the last sample is encrypted.");
    }

    [Test]
    public async Task The_manifest_names_key_and_systems()
    {
        var mpd = XDocument.Parse(await Client.GetStringAsync($"{_cenc.Path}/manifest(format=mpd-time-cmaf,encryption=cenc)"));
        var id = _cenc.Keys[0].Id;
        foreach (var set in mpd.Descendants().Where(element => element.Name.LocalName == "AdaptationSet" && element.Attribute("contentType")!.Value != "text"))
        {
            var protections = set.Elements().Where(element => element.Name.LocalName == "ContentProtection").ToList();
            Assert.That(protections.Select(element => element.Attribute("schemeIdUri")!.Value), Is.EqualTo(new[]
            {
                "urn:mpeg:dash:mp4protection:2011", "urn:uuid:edef8ba9-79d6-4ace-a3c8-27dcd51d21ed",
                "urn:uuid:9a04f079-9840-4286-ab92-e65be0885f95", "urn:uuid:e2719d58-a985-b3c9-781a-b030af78d30e",
            }));
            Assert.That(protections[0].Attribute("value")!.Value, Is.EqualTo("cenc"));
            Assert.That(protections[0].Attribute(Cenc + "default_KID")!.Value, Is.EqualTo(id.ToString()));
            Assert.That(protections.Select(element => element.Element(Cenc + "pssh") is not null), Is.EqualTo(new[] { false, true, true, false }));
            Assert.That(protections[1].Elements().Last().Value, Is.EqualTo($"https://wv.example/?a=1&k={id}"));
            Assert.That(protections[3].Elements().Last().Value, Is.EqualTo($"{ProtectedOrigin.KeyHost}/ClearKey/"));
        }
    }

    [Test]
    public async Task Licences_come_from_our_key_delivery_where_the_policy_names_no_address()
    {
        var mpd = XDocument.Parse(await Client.GetStringAsync($"{_cbcs.Path}/manifest(format=mpd-time-cmaf,encryption=cbcs-aapl)"));
        Assert.That(mpd.Descendants().Where(element => element.Name.LocalName == "Laurl").Select(element => element.Value).Distinct(), Is.EquivalentTo(new[]
        {
            $"{ProtectedOrigin.KeyHost}/Widevine/?kid={_cbcs.Keys[0].Id}", $"{ProtectedOrigin.KeyHost}/PlayReady/",
        }));
    }

    [Test]
    public async Task Playlists_of_cbcs_lead_to_FairPlay_and_others()
    {
        var playlist = await Client.GetStringAsync($"{_cbcs.Path}/QualityLevels(2862836)/Manifest(video,format=m3u8-cmaf,encryption=cbcs-aapl)");
        var lines = playlist.Split('\n').Where(line => line.StartsWith("#EXT-X-KEY", StringComparison.Ordinal)).ToList();
        Assert.That(lines, Has.Count.EqualTo(3).And.All.StartsWith("#EXT-X-KEY:METHOD=SAMPLE-AES,"));
        Assert.That(lines[0], Is.EqualTo(
            $"#EXT-X-KEY:METHOD=SAMPLE-AES,URI=\"skd://keys.example.com:7443/FairPlay/?kid={_cbcs.Keys[0].Id}\",KEYFORMAT=\"com.apple.streamingkeydelivery\",KEYFORMATVERSIONS=\"1\""));
    }

    [TestCase("cenc", 0, 399)]
    [TestCase("cenc", 70_001, 150_022)]
    [TestCase("cbcs-aapl", 70_001, 150_022)]
    [TestCase("cbcs-aapl", 150, 1_023)]
    public async Task A_part_is_cut_from_the_encrypted_bytes(string encryption, int from, int to)
    {
        var presentation = encryption == "cenc" ? _cenc : _cbcs;
        var address = $"{presentation.Path}/QualityLevels(2862836)/Fragments(video=0,format=mpd-time-cmaf,encryption={encryption})";
        var whole = await Client.GetByteArrayAsync(address);
        using var request = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { Range = new RangeHeaderValue(from, to) } };
        using var reply = await Client.SendAsync(request);
        Assert.That(await reply.Content.ReadAsByteArrayAsync(), Is.EqualTo(whole[from..(to + 1)]));
    }

    [TestCase("m3u8-aapl", "cenc")]
    [TestCase("m3u8-aapl-v3", "cenc")]
    public async Task Formats_without_rules_are_refused(string format, string encryption)
    {
        var presentation = encryption == "cenc" ? _cenc : _cbcs;
        using var reply = await Client.GetAsync($"{presentation.Path}/QualityLevels(2862836)/Fragments(video=0,format={format},encryption={encryption})");
        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.UnsupportedMediaType));
    }

    [TestCase("cenc", "SAMPLE-AES-CTR")]
    [TestCase("cbcs-aapl", "SAMPLE-AES")]
    public async Task Playlists_lead_to_the_plain_key_where_the_policy_has_Clear_Key(string encryption, string method)
    {
        var protocols = new EnabledProtocols(Dash: true, Hls: true);
        var policy = await _origin.AddPolicyAsync(policy => (policy.CommonEncryptionCenc, policy.CommonEncryptionCbcs) =
            (new(protocols, ClearKeyEncryptionConfiguration: new()), new(protocols, ClearKeyEncryptionConfiguration: new())));
        var presentation = await _origin.PublishAsync(policy, encryption == "cenc" ? "CommonEncryptionCenc" : "CommonEncryptionCbcs", (null, []));
        var expected = $"KEY:METHOD={method},URI=\"{ProtectedOrigin.KeyHost}/?kid={presentation.Keys[0].Id}\",KEYFORMAT=\"identity\",KEYFORMATVERSIONS=\"1\"\n";
        Assert.That(await Client.GetStringAsync($"{presentation.Path}/manifest(format=m3u8-cmaf,encryption={encryption})"), Does.Contain("#EXT-X-SESSION-" + expected));
        Assert.That(
            await Client.GetStringAsync($"{presentation.Path}/QualityLevels(2862836)/Manifest(video,format=m3u8-cmaf,encryption={encryption})"), Does.Contain("#EXT-X-" + expected));
    }

    [Test]
    public async Task Signals_of_a_key_server_are_said_as_they_are()
    {
        var (pssh, playReady) = (PsshBox.Write(ProtectionSystems.Widevine, "theirs"u8), new byte[] { 12, 0, 0, 0, 1, 0, 3, 0, 2, 0, 65, 0 });
        _origin.Signals =
        [
            new(ProtectionSystems.Widevine, pssh), new(ProtectionSystems.PlayReady, null, playReady), new(ProtectionSystems.FairPlay, null, null, "skd://keys.example/asset?id=1"),
        ];
        var protocols = new EnabledProtocols(Dash: true, Hls: true);
        var policy = await _origin.AddPolicyAsync(policy => policy.CommonEncryptionCbcs = new(
            protocols, Drm: new(new StreamingPolicyFairPlayConfiguration(), new(), new())));
        var presentation = await _origin.PublishAsync(policy, "CommonEncryptionCbcs", (null, []));
        _origin.Signals = null;

        var mpd = await Client.GetStringAsync($"{presentation.Path}/manifest(format=mpd-time-cmaf,encryption=cbcs-aapl)");
        Assert.That(mpd, Does.Contain($">{Convert.ToBase64String(pssh)}<").And.Contain($">{Convert.ToBase64String(playReady)}<")
            .And.Contain($">{Convert.ToBase64String(PsshBox.Write(ProtectionSystems.PlayReady, playReady))}<"));
        var hls = await Client.GetStringAsync($"{presentation.Path}/QualityLevels(2862836)/Manifest(video,format=m3u8-cmaf,encryption=cbcs-aapl)");
        Assert.That(hls, Does.Contain("URI=\"skd://keys.example/asset?id=1\"").And.Contain(Convert.ToBase64String(pssh)));
        var init = await Client.GetByteArrayAsync($"{presentation.Path}/QualityLevels(2862836)/Fragments(video=i,format=mpd-time-cmaf,encryption=cbcs-aapl)");
        Assert.That(init.AsSpan().IndexOf(pssh), Is.Positive);
    }

    [TestCase("cenc", "SAMPLE-AES-CTR")]
    [TestCase("cbcs-aapl", "SAMPLE-AES")]
    public async Task Playlists_name_the_licence_server_of_the_publisher_where_the_policy_has_Clear_Key_alone(string encryption, string method)
    {
        // The example of the contract for Clear Key over HLS has such a template and nothing else.
        var (protocols, clearKey) = (new EnabledProtocols(Hls: true), new ClearKeyEncryptionConfiguration("https://licences.example/{AlternativeMediaId}/clearkey/"));
        var policy = await _origin.AddPolicyAsync(policy => (policy.CommonEncryptionCenc, policy.CommonEncryptionCbcs) =
            (new(protocols, ClearKeyEncryptionConfiguration: clearKey), new(protocols, ClearKeyEncryptionConfiguration: clearKey)));
        var presentation = await _origin.PublishAsync(policy, encryption == "cenc" ? "CommonEncryptionCenc" : "CommonEncryptionCbcs", (null, []));
        var expected = $"KEY:METHOD={method},URI=\"https://licences.example/film%207/clearkey/\",KEYFORMAT=\"org.w3.clearkey\",KEYID=0x{presentation.Keys[0].Id:N},KEYFORMATVERSIONS=\"1\"\n";
        Assert.That(await Client.GetStringAsync($"{presentation.Path}/manifest(format=m3u8-cmaf,encryption={encryption})"), Does.Contain("#EXT-X-SESSION-" + expected));
        Assert.That(
            await Client.GetStringAsync($"{presentation.Path}/QualityLevels(2862836)/Manifest(video,format=m3u8-cmaf,encryption={encryption})"), Does.Contain("#EXT-X-" + expected));
    }

    [Test]
    public async Task A_format_that_cannot_announce_any_system_is_refused()
    {
        var protocols = new EnabledProtocols(Dash: true, Hls: true, SmoothStreaming: true);
        var policy = await _origin.AddPolicyAsync(policy => (policy.CommonEncryptionCenc, policy.CommonEncryptionCbcs) =
            (new(protocols, ClearKeyEncryptionConfiguration: new("https://licences.example/")), new(protocols, ClearKeyEncryptionConfiguration: new("https://licences.example/"))));
        var cenc = await _origin.PublishAsync(policy, "CommonEncryptionCenc", (null, []));
        var cbcs = await _origin.PublishAsync(policy, "CommonEncryptionCbcs", (null, []));
        using var smooth = await Client.GetAsync($"{cenc.Path}/manifest(encryption=cenc)");
        using var transport = await Client.GetAsync($"{cbcs.Path}/manifest(format=m3u8-aapl,encryption=cbcs-aapl)");
        using var dash = await Client.GetAsync($"{cenc.Path}/manifest(format=mpd-time-cmaf,encryption=cenc)");
        Assert.That((smooth.StatusCode, transport.StatusCode, dash.StatusCode), Is.EqualTo(
            (HttpStatusCode.UnsupportedMediaType, HttpStatusCode.UnsupportedMediaType, HttpStatusCode.OK)));
    }

    [Test]
    public async Task A_header_that_is_too_long_for_PlayReady_is_refused_by_name()
    {
        var template = "https://licences.example/" + string.Concat(Enumerable.Repeat("{AssetAlternativeId}&", 4000));
        var policy = await _origin.AddPolicyAsync(policy => policy.CommonEncryptionCenc = new(new EnabledProtocols(Dash: true), Drm: new(PlayReady: new(template))));
        var presentation = await _origin.PublishAsync(policy, "CommonEncryptionCenc", (null, []));
        using var reply = await Client.GetAsync($"{presentation.Path}/manifest(format=mpd-time-cmaf,encryption=cenc)");
        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.UnsupportedMediaType));
        Assert.That(await reply.Content.ReadAsStringAsync(), Does.Contain("too long for a PlayReady header"));
    }
}

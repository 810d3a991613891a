using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Xml.Linq;
using MediaPlatform.Data.Streaming;
using MediaPlatform.Media.TimedMetadata;
using MediaPlatform.Media.Tracks;
using MediaPlatform.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace MediaPlatform.StreamingEndpoint.Tests.Protection;

/// <summary>HLS and DASH under AES-128: what a player decrypts is byte for byte the clear output.</summary>
public sealed class EnvelopeTests
{
    private const string Type = "EnvelopeEncryption";
    private ProtectedOrigin _origin = null!;
    private ProtectedPresentation _protected = null!;

    private HttpClient Client => _origin.Server.Client;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _origin = await ProtectedOrigin.StartAsync();
        _protected = await _origin.PublishAsync("Predefined_ClearKey", Type, ("clearKeyDefault", []));
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _origin.DisposeAsync();

    [TestCase("m3u8-cmaf")]
    [TestCase("m3u8-aapl")]
    [TestCase("m3u8-aapl-v3")]
    public async Task Decrypted_segments_are_the_clear_ones(string format)
    {
        var master = _origin.Address($"{_protected.Path}/manifest(format={format},encryption=cbc)");
        var (key, count) = (_protected.Keys[0], 0);
        foreach (var playlist in ManifestUrls.OfPlaylist(master, await Client.GetStringAsync(master)).Distinct())
        {
            Assert.That(playlist.AbsoluteUri, Does.Contain("encryption=cbc"));
            var lines = (await Client.GetStringAsync(playlist)).Split('\n');
            Assert.That(lines.Single(line => line.StartsWith("#EXT-X-KEY", StringComparison.Ordinal)), Is.EqualTo(
                $"#EXT-X-KEY:METHOD=AES-128,URI=\"{ProtectedOrigin.KeyHost}/?kid={key.Id}\",IV=0x{Convert.ToHexString(key.Iv)}"));
            var map = Array.FindIndex(lines, line => line.StartsWith("#EXT-X-MAP", StringComparison.Ordinal));
            Assert.That(map, Is.LessThan(Array.FindIndex(lines, line => line.StartsWith("#EXT-X-KEY", StringComparison.Ordinal))));
            foreach (var segment in lines.Where(line => line.Length > 0 && line[0] != '#').Select(line => new Uri(playlist, line)).Take(6))
            {
                var bytes = await Client.GetByteArrayAsync(segment);
                var expected = await ClearAsync(segment);
                Assert.That(Decrypt(key, bytes).AsSpan().SequenceEqual(expected), segment.AbsoluteUri);
                count++;
            }
        }

        Assert.That(count, Is.GreaterThan(1));
    }

    [TestCase("mpd-time-cmaf")]
    [TestCase("mpd-time-csf")]
    public async Task Dash_says_where_the_key_is_and_encrypts_the_same_way(string format)
    {
        var manifest = $"{_protected.Path}/manifest(format={format},encryption=cbc)";
        var (key, mpd) = (_protected.Keys[0], XDocument.Parse(await Client.GetStringAsync(manifest)));
        foreach (var set in mpd.Descendants().Where(element => element.Name.LocalName == "AdaptationSet"))
        {
            var period = set.Descendants().Single(element => element.Name.LocalName == "CryptoPeriod");
            Assert.That(period.Attribute("IV")!.Value, Is.EqualTo("0x" + Convert.ToHexString(key.Iv)));
            Assert.That(period.Attribute("keyUriTemplate")!.Value, Is.EqualTo($"{ProtectedOrigin.KeyHost}/?kid={key.Id}"));
        }

        var segments = (await ManifestUrls.AllAsync(Client, manifest)).Take(6).ToList();
        Assert.That(segments[0].AbsoluteUri, Does.Contain("=i,"), "The init segment is encrypted too.");
        foreach (var segment in segments)
        {
            Assert.That(Decrypt(key, await Client.GetByteArrayAsync(segment)), Is.EqualTo(await ClearAsync(segment)), segment.AbsoluteUri);
        }
    }

    [TestCase("m3u8-cmaf")]
    [TestCase("m3u8-aapl")]
    [TestCase("m3u8-aapl-v3")]
    [Category("Integration")]
    public async Task A_player_that_gets_the_key_decodes_every_frame(string format)
    {
        await using var keys = WebApplication.CreateSlimBuilder().Build();
        keys.Urls.Add("http://127.0.0.1:0");
        ProtectedPresentation? presentation = null;
        keys.MapGet("/{id:guid}", (Guid id) => Results.Bytes(presentation!.Keys.Single(key => key.Id == id).Value));
        await keys.StartAsync();
        var policy = await _origin.AddPolicyAsync(policy => policy.EnvelopeEncryption = new(
            new EnabledProtocols(Hls: true), CustomKeyAcquisitionUrlTemplate: keys.Urls.First() + "/{ContentKeyId}"));
        presentation = await _origin.PublishAsync(policy, Type, (null, []));

        var encrypted = await CountAsync($"{presentation.Path}/manifest(format={format},encryption=cbc)");
        Assert.That(encrypted, Does.Contain("video,202").And.EqualTo(await CountAsync($"{_origin.Clear}/manifest(format={format})")));
    }

    [TestCase("m3u8-aapl")]
    [TestCase("m3u8-cmaf")]
    public async Task Many_viewers_at_once_get_the_bytes_that_one_gets(string format)
    {
        var master = _origin.Address($"{_protected.Path}/manifest(format={format},encryption=cbc)");
        var playlist = ManifestUrls.OfPlaylist(master, await Client.GetStringAsync(master)).First(url => url.AbsoluteUri.Contains("Manifest(video", StringComparison.Ordinal));
        var segments = ManifestUrls.OfPlaylist(playlist, await Client.GetStringAsync(playlist)).Where(url => !url.AbsoluteUri.Contains("=i,", StringComparison.Ordinal)).ToList();
        Assert.That(segments, Has.Count.GreaterThan(1));
        await Task.WhenAll(Enumerable.Range(0, 24).Select(async number =>
        {
            var segment = segments[number % segments.Count];
            var decrypted = Decrypt(_protected.Keys[0], await Client.GetByteArrayAsync(segment));
            var clear = await ClearAsync(segment);
            Assert.That(decrypted.AsSpan().SequenceEqual(clear), segment.AbsoluteUri);
        }));
    }

    [Test]
    public async Task The_init_segment_of_HLS_stays_clear()
    {
        var init = _origin.Address($"{_protected.Path}/QualityLevels(2862836)/Fragments(video=i,format=m3u8-cmaf,encryption=cbc)");
        Assert.That(await Client.GetByteArrayAsync(init), Is.EqualTo(await ClearAsync(init)));
    }

    [TestCase("mpd-time-cmaf")]
    [TestCase("mpd-time-csf")]
    public async Task The_init_segment_of_DASH_is_encrypted_however_often_it_is_asked_for(string format)
    {
        var init = _origin.Address($"{_protected.Path}/QualityLevels(2862836)/Fragments(video=i,format={format},encryption=cbc)");
        var clear = await ClearAsync(init);

        foreach (var reply in await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Client.GetByteArrayAsync(init))))
        {
            Assert.That(Decrypt(_protected.Keys[0], reply), Is.EqualTo(clear));
        }
    }

    [TestCase("m3u8-cmaf", 0, 99)]
    [TestCase("m3u8-cmaf", 65_530, 65_549)]
    [TestCase("m3u8-aapl", 200_003, 300_018)]
    public async Task A_part_is_cut_from_the_encrypted_bytes(string format, int from, int to)
    {
        var segment = _origin.Address($"{_protected.Path}/QualityLevels(2862836)/Fragments(video=0,format={format},encryption=cbc)");
        using var answer = await Client.GetAsync(segment);
        var whole = await answer.Content.ReadAsByteArrayAsync();
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK), System.Text.Encoding.UTF8.GetString(whole.AsSpan(0, Math.Min(whole.Length, 500))));
        using var request = new HttpRequestMessage(HttpMethod.Get, segment) { Headers = { Range = new RangeHeaderValue(from, to) } };
        using var reply = await Client.SendAsync(request);
        Assert.That(await reply.Content.ReadAsByteArrayAsync(), Is.EqualTo(whole[from..(to + 1)]));

        using var last = new HttpRequestMessage(HttpMethod.Get, segment) { Headers = { Range = new RangeHeaderValue(null, 7) } };
        using var end = await Client.SendAsync(last);
        Assert.That(await end.Content.ReadAsByteArrayAsync(), Is.EqualTo(whole[^7..]));
    }

    [Test]
    public async Task Every_origin_makes_the_same_bytes_and_the_tag_is_not_that_of_clear_media()
    {
        var path = "QualityLevels(2862836)/Fragments(video=0,format=m3u8-cmaf";
        await using var other = await OriginServer.StartBesideAsync(_origin.Server, ("Endpoints:KeyDelivery", ProtectedOrigin.KeyHost));
        using var first = await Client.GetAsync($"{_protected.Path}/{path},encryption=cbc)");
        using var clear = await Client.GetAsync($"{_origin.Clear}/{path})");
        HttpResponseMessage? second = null;
        await other.UntilAsync(async () => (second = await other.Client.GetAsync($"{_protected.Path}/{path},encryption=cbc)")).IsSuccessStatusCode);

        Assert.That(await second!.Content.ReadAsByteArrayAsync(), Is.EqualTo(await first.Content.ReadAsByteArrayAsync()));
        Assert.That(second.Headers.ETag, Is.EqualTo(first.Headers.ETag).And.Not.EqualTo(clear.Headers.ETag));
    }

    [Test]
    public async Task Clear_tracks_and_tracks_with_a_key_of_their_own_follow_the_policy()
    {
        var sound = new[] { ProtectedOrigin.FourCC("mp4a") };
        var mapped = await _origin.AddPolicyAsync(policy => policy.EnvelopeEncryption = new(
            new EnabledProtocols(Hls: true), null, new StreamingPolicyContentKeys(new("rest"), [new("sound", null, sound)]), "https://own.example/{AlternativeMediaId}/{ContentKeyId}?{ContentKeyId"));
        var presentation = await _origin.PublishAsync(mapped, Type, ("sound", sound), ("rest", []));
        Assert.That(await KeyLineAsync(presentation, "audio"), Does.Contain($"https://own.example/film%207/{presentation.Keys[0].Id}?{{ContentKeyId\""));
        Assert.That(await KeyLineAsync(presentation, "video"), Does.Contain(presentation.Keys[1].Id.ToString()));

        var clear = await _origin.AddPolicyAsync(policy => policy.EnvelopeEncryption = new(new EnabledProtocols(Hls: true), sound));
        presentation = await _origin.PublishAsync(clear, Type, (null, []));
        Assert.That(await KeyLineAsync(presentation, "audio"), Is.Null);
        Assert.That(await KeyLineAsync(presentation, "video"), Is.Not.Null);
        using var muxed = await Client.GetAsync($"{presentation.Path}/QualityLevels(2862836)/Fragments(video=0,format=m3u8-aapl-v3,encryption=cbc)");
        Assert.That(muxed.StatusCode, Is.EqualTo(HttpStatusCode.UnsupportedMediaType));
    }

    [TestCase("m3u8-cmaf", 400, "MPE_ENC_ENCRYPTION_NOT_SPECIFIED_IN_URL")]
    [TestCase("m3u8-aapl", 403, "MPE_ENC_ENCRYPTION_REQUIRED")]
    [TestCase("m3u8-cmaf,encryption=cenc", 403, "MPE_ENC_ENCRYPTION_NOT_SET_IN_DELIVERY_POLICY")]
    [TestCase("m3u8-cmaf,encryption=cbcs-aapl", 403, "MPE_ENC_ENCRYPTION_NOT_SET_IN_DELIVERY_POLICY")]
    [TestCase("fmp4,encryption=piff", 403, "MPE_ENC_ENCRYPTION_NOT_SET_IN_DELIVERY_POLICY")]
    [TestCase("m3u8-cmaf,encryption=rot13", 415, "MPE_ENCRYPTION_NOT_SUPPORTED")]
    [TestCase("fmp4", 403, "MPE_ENC_ENCRYPTION_REQUIRED")]
    public async Task A_wrong_or_missing_tag_is_refused(string parameters, int status, string code)
    {
        foreach (var resource in new[] { "manifest", "QualityLevels(2862836)/Fragments" })
        {
            using var reply = await Client.GetAsync($"{_protected.Path}/{resource}({(resource == "manifest" ? "" : "video=0,")}format={parameters})");
            Assert.That((int)reply.StatusCode, Is.EqualTo(status), resource);
            Assert.That(reply.Headers.GetValues("x-ms-error-code").Single(), Is.EqualTo(code), resource);
        }
    }

    private async Task<string?> KeyLineAsync(ProtectedPresentation presentation, string kind)
    {
        var master = _origin.Address($"{presentation.Path}/manifest(format=m3u8-cmaf,encryption=cbc)");
        var playlist = ManifestUrls.OfPlaylist(master, await Client.GetStringAsync(master))
            .First(url => url.AbsoluteUri.Contains($"Manifest({kind}", StringComparison.Ordinal));
        return (await Client.GetStringAsync(playlist)).Split('\n').SingleOrDefault(line => line.StartsWith("#EXT-X-KEY", StringComparison.Ordinal));
    }

    private async Task<string> CountAsync(string manifest)
    {
        var outcome = await ToolRunner.RunAsync("ffprobe",
            ["-v", "error", "-extension_picky", "0", "-count_frames", "-show_entries", "stream=codec_type,nb_read_frames", "-of", "csv=p=0", _origin.Address(manifest).AbsoluteUri]);
        Assert.That(outcome.Errors, Is.Empty);
        return outcome.Output;
    }

    private async Task<byte[]> ClearAsync(Uri segment) => await Client.GetByteArrayAsync(
        segment.AbsoluteUri.Replace(_protected.Path, _origin.Clear, StringComparison.Ordinal).Replace(",encryption=cbc", "", StringComparison.Ordinal));

    [Test]
    public async Task Messages_of_sparse_tracks_are_under_the_key_of_all_fragments()
    {
        var asset = await _origin.Server.AddAssetAsync();
        using var sounds = new FileMediaReader(SharedFiles.Media("ams-asset-smooth/BigBuckBunny.isma"));
        var archive = new LiveArchive();
        await archive.AddAsync("a", "audio", (await Mp4Parser.ReadAsync(sounds)).First(TrackKind.Audio)!, sounds);
        archive.AddTrack(EventFragments.Element("ads", "ads", EventTrack.SpliceScheme));
        archive.Add("ads/20000000", EventFragments.Fragment(20_000_000, 0, 7, 0, [1, 2, 3]));
        foreach (var (name, bytes) in archive.Blobs())
        {
            await _origin.Server.UploadAsync(asset, name, bytes);
        }

        var published = await _origin.PublishAsync(asset, "event", "Predefined_ClearKey", Type, ("clearKeyDefault", []));
        var url = (await ManifestUrls.AllAsync(Client, $"{published.Path}/manifest(encryption=cbc)")).Single(address => address.AbsolutePath.Contains("(ads=", StringComparison.Ordinal));

        Assert.That(url.AbsolutePath, Does.Contain("encryption=cbc"));
        Assert.That(EventFragments.MessageOf(Decrypt(published.Keys[0], await Client.GetByteArrayAsync(url))), Is.EqualTo(new byte[] { 1, 2, 3 }));
    }

    private static byte[] Decrypt(TestKey key, byte[] bytes)
    {
        using var aes = Aes.Create();
        aes.Key = key.Value;
        return aes.DecryptCbc(bytes, key.Iv);
    }
}

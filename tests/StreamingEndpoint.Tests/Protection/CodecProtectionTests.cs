using MediaPlatform.Data.Streaming;
using MediaPlatform.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace MediaPlatform.StreamingEndpoint.Tests.Protection;

/// <summary>Codecs beside H.264 and AAC: ffmpeg decrypts the very samples of the clear output, under every encryption that it reads.</summary>
[Category("Integration")]
public sealed class CodecProtectionTests
{
    private const string Ac3 = "-f lavfi -i sine=frequency=440:sample_rate=48000:duration=6 -c:a ac3";
    private const string Av1 = "-f lavfi -i testsrc2=size=320x192:rate=24:duration=5 -c:v libaom-av1 -cpu-used 8 -tiles 2x1 -g 48";
    private ProtectedOrigin _origin = null!;
    private WebApplication _keys = null!;
    private ProtectedPresentation _published = null!;

    private HttpClient Client => _origin.Server.Client;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _origin = await ProtectedOrigin.StartAsync(("StreamingEndpoint:AllowAc3", "true"));
        _keys = WebApplication.CreateSlimBuilder().Build();
        _keys.Urls.Add("http://127.0.0.1:0");
        _keys.MapGet("/{id:guid}", (Guid id) => Results.Bytes(_published.Keys.Single(key => key.Id == id).Value));
        await _keys.StartAsync();
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await _keys.DisposeAsync();
        await _origin.DisposeAsync();
    }

    [TestCase("good/bbb-hevc-hvc1-720p.mp4", "video")]
    [TestCase("good/bbb-hevc-hev1-720p.mp4", "video")]
    [TestCase("good/eac3-51.mp4", "audio")]
    [TestCase("good/atmos-eac3-joc.mp4", "audio")]
    [TestCase("good/dts-core-dtsc.mp4", "audio")]
    [TestCase("good/dts-express-dtse.mp4", "audio")]
    [TestCase(Ac3, "audio")]
    [TestCase(Av1, "video")]
    public async Task Samples_under_cenc_and_cbcs_are_those_of_the_clear_output(string media, string kind)
    {
        var (asset, clear) = await AddAsync(media, kind);
        foreach (var (encryption, type) in new[] { ("cenc", "CommonEncryptionCenc"), ("cbcs-aapl", "CommonEncryptionCbcs") })
        {
            var policy = await _origin.AddPolicyAsync(policy => (policy.CommonEncryptionCenc, policy.CommonEncryptionCbcs) = (
                new(new(Dash: true, Hls: true), ClearKeyEncryptionConfiguration: new()),
                new(new(Dash: true, Hls: true), ClearKeyEncryptionConfiguration: new())));
            _published = await _origin.PublishAsync(asset, "media", policy, type, (null, []));
            foreach (var format in new[] { "mpd-time-cmaf", "mpd-time-csf" })
            {
                var urls = await ManifestUrls.AllAsync(Client, $"{_published.Path}/manifest(format={format},encryption={encryption})");
                var parts = await DecodedMedia.FetchAsync(Client, urls.Select(url => url.AbsoluteUri));
                var plain = await DecodedMedia.FetchAsync(Client, urls.Select(url => Clear(url.AbsoluteUri, clear, encryption)));
                var expected = await DecodedMedia.PacketsAsync(plain);
                Assert.That(expected.Split('\n'), Has.Length.GreaterThan(50));
                Assert.That(parts[^1].AsSpan().SequenceEqual(plain[^1]), Is.False);
                Assert.That(
                    await DecodedMedia.PacketsAsync(parts, "-decryption_key", Convert.ToHexString(_published.Keys[0].Value)), Is.EqualTo(expected), $"{encryption}, {format}");
            }
        }
    }

    [TestCase("good/bbb-hevc-hvc1-720p.mp4", "video", "m3u8-cmaf", "m3u8-aapl")]
    [TestCase("good/eac3-51.mp4", "audio", "m3u8-cmaf", "m3u8-aapl")]
    [TestCase("good/dts-core-dtsc.mp4", "audio", "m3u8-cmaf", "m3u8-aapl")]
    [TestCase(Ac3, "audio", "m3u8-cmaf", "m3u8-aapl")]
    [TestCase(Av1, "video", "m3u8-cmaf")]
    public async Task Samples_under_AES_128_are_those_of_the_clear_output(string media, string kind, params string[] formats)
    {
        var (asset, clear) = await AddAsync(media, kind);
        var policy = await _origin.AddPolicyAsync(policy => policy.EnvelopeEncryption = new(
            new EnabledProtocols(Hls: true), CustomKeyAcquisitionUrlTemplate: _keys.Urls.First() + "/{ContentKeyId}"));
        _published = await _origin.PublishAsync(asset, "media", policy, "EnvelopeEncryption", (null, []));
        foreach (var format in formats)
        {
            var expected = await PlaylistAsync($"{clear}/manifest(format={format})");
            Assert.That(expected.Split('\n'), Has.Length.GreaterThan(50));
            Assert.That(await PlaylistAsync($"{_published.Path}/manifest(format={format},encryption=cbc)"), Is.EqualTo(expected), format);
        }
    }

    [Test]
    public async Task Dolby_Digital_in_transport_streams_is_encrypted_frame_by_frame_and_described()
    {
        var (asset, clear) = await AddAsync(Ac3, "audio");
        var policy = await _origin.AddPolicyAsync(policy => policy.CommonEncryptionCbcs = new(
            new EnabledProtocols(Hls: true), Drm: new(new StreamingPolicyFairPlayConfiguration())));
        _published = await _origin.PublishAsync(asset, "media", policy, "CommonEncryptionCbcs", (null, []));
        var master = _origin.Address($"{_published.Path}/manifest(format=m3u8-aapl,encryption=cbcs-aapl)");
        var playlist = ManifestUrls.OfPlaylist(master, await Client.GetStringAsync(master))[0];
        using var decryptor = new SampleAesDecryptor(_published.Keys[0]);
        foreach (var segment in ManifestUrls.OfPlaylist(playlist, await Client.GetStringAsync(playlist)))
        {
            var encrypted = ElementaryStream.OfSegment(await Client.GetByteArrayAsync(segment)).Single();
            var plain = ElementaryStream.OfSegment(await Client.GetByteArrayAsync(Clear(segment.AbsoluteUri, clear, "cbcs-aapl"))).Single();
            Assert.That((encrypted.Type, plain.Type), Is.EqualTo((0xC1, 0x81)));
            Assert.That(encrypted.Descriptors.AsSpan().IndexOf("apadzac3"u8), Is.Positive);
            Assert.That(encrypted.Bytes.AsSpan().SequenceEqual(plain.Bytes), Is.False);
            Assert.That(decryptor.Ac3(encrypted.Bytes, plain.Bytes.AsSpan(1).IndexOf("\u000bw"u8) + 1).AsSpan().SequenceEqual(plain.Bytes));
        }
    }

    /// <summary>Uploads a shared file, or one that ffmpeg makes, and publishes it in the clear.</summary>
    private async Task<(Data.Assets.Asset Asset, string Clear)> AddAsync(string media, string kind)
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("media.mp4");
        if (media.StartsWith('-'))
        {
            var made = await ToolRunner.RunAsync("ffmpeg", ["-v", "error", "-nostdin", .. media.Split(' '), path]);
            Assert.That(made.ExitCode, Is.Zero, made.Errors);
        }
        else
        {
            path = SharedFiles.Media(media);
        }

        var asset = await _origin.Server.AddAssetAsync();
        await _origin.Server.UploadAsync(asset, "media.mp4", await File.ReadAllBytesAsync(path));
        await _origin.Server.UploadAsync(asset, "media.ism", Assets.Manifest("media.mp4", kind));
        return (asset, $"/{await _origin.Server.PublishAsync(asset)}/media.ism");
    }

    private string Clear(string url, string clear, string encryption) =>
        url.Replace(_published.Path, clear, StringComparison.Ordinal).Replace($",encryption={encryption}", "", StringComparison.Ordinal);

    private async Task<string> PlaylistAsync(string manifest)
    {
        var master = _origin.Address(manifest);
        var playlist = ManifestUrls.OfPlaylist(master, await Client.GetStringAsync(master))
            .First(url => !url.AbsoluteUri.Contains("keyframes", StringComparison.Ordinal));
        var outcome = await ToolRunner.RunAsync("ffmpeg", ["-v", "error", "-nostdin", "-extension_picky", "0", "-i", playlist.AbsoluteUri, "-map", "0", "-c", "copy", "-f", "framemd5", "-"]);
        Assert.That(outcome.Errors, Is.Empty);
        return outcome.Output;
    }
}

using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using MediaPlatform.Data.Streaming;

namespace MediaPlatform.StreamingEndpoint.Tests.Protection;

/// <summary>Smooth Streaming under cenc, PIFF and AES-128: decrypted by others it is the clear output.</summary>
public sealed class SmoothProtectionTests
{
    private const string PlayReady = "9A04F079-9840-4286-AB92-E65BE0885F95";
    private static readonly byte[] PiffSampleEncryption = Convert.FromHexString("A2394F525A9B4F14A2446C427C648DF4");
    private ProtectedOrigin _origin = null!;
    private ProtectedPresentation _cenc = null!;
    private ProtectedPresentation _envelope = null!;

    private HttpClient Client => _origin.Server.Client;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _origin = await ProtectedOrigin.StartAsync();
        var policy = await _origin.AddPolicyAsync(policy => policy.CommonEncryptionCenc = new(
            new EnabledProtocols(Dash: true, SmoothStreaming: true), Drm: new(new("https://pr.example/?k={ContentKeyId}"), new())));
        _cenc = await _origin.PublishAsync(policy, "CommonEncryptionCenc", (null, []));
        _envelope = await _origin.PublishAsync("Predefined_ClearKey", "EnvelopeEncryption", ("clearKeyDefault", []));
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _origin.DisposeAsync();

    [TestCase("", "cenc")]
    [TestCase("", "piff")]
    [TestCase("format=fmp4-v20,", "piff")]
    public async Task The_manifest_holds_the_PlayReady_object_before_the_streams(string format, string encryption)
    {
        var manifest = XDocument.Parse(await Client.GetStringAsync($"{_cenc.Path}/manifest({format}encryption={encryption})")).Root!;
        var header = manifest.Elements().First().Elements().Single();
        Assert.That((manifest.Elements().First().Name.LocalName, header.Name.LocalName, header.Attribute("SystemID")!.Value), Is.EqualTo(("Protection", "ProtectionHeader", PlayReady)));
        var xml = Encoding.Unicode.GetString(Convert.FromBase64String(header.Value).AsSpan(10));
        Assert.That(xml, Does.StartWith("<WRMHEADER").And.Contain("version=\"4.0.0.0\"").And.Contain($"https://pr.example/?k={_cenc.Keys[0].Id}")
            .And.Contain($"<KID>{Convert.ToBase64String(_cenc.Keys[0].Id.ToByteArray())}</KID>"));
        Assert.That(manifest.Elements("StreamIndex").Select(stream => stream.Attribute("Url")!.Value), Is.All.EndsWith($"encryption={encryption})"));
    }

    [TestCase("cenc", "video")]
    [TestCase("cenc", "audio")]
    [TestCase("piff", "video")]
    [TestCase("piff", "audio")]
    [Category("Integration")]
    public async Task Decrypted_fragments_are_those_of_the_clear_output(string encryption, string kind)
    {
        var urls = (await ManifestUrls.AllAsync(Client, $"{_cenc.Path}/manifest(encryption={encryption})")).Select(url => url.AbsoluteUri)
            .Where(url => url.Contains($"Fragments({kind}", StringComparison.Ordinal))
            .GroupBy(url => url[..url.IndexOf("/Fragments", StringComparison.Ordinal)]).First().ToList();
        var encrypted = await DecodedMedia.FetchAsync(Client, urls);
        var clear = await DecodedMedia.FetchAsync(Client, urls.Select(url => Clear(url, encryption)));
        Assert.That(encrypted.All(part => part.AsSpan().IndexOf(PiffSampleEncryption) >= 0), Is.EqualTo(encryption == "piff"));

        // Smooth has no init segments; those of DASH describe the same tracks.
        var level = urls[0][..urls[0].IndexOf("/Fragments", StringComparison.Ordinal)];
        var track = urls[0][urls[0].IndexOf("Fragments(", StringComparison.Ordinal)..].Split('(', '=')[1];
        var init = $"{level}/Fragments({track}=i,format=mpd-time-csf,encryption=cenc)";
        encrypted.Insert(0, await Client.GetByteArrayAsync(init));
        clear.Insert(0, await Client.GetByteArrayAsync(Clear(init, "cenc")));
        var expected = await DecodedMedia.OfAsync(clear);
        Assert.That(expected.Split('\n'), Has.Length.GreaterThan(150));
        Assert.That(await DecodedMedia.DecryptedAsync(encrypted.Select(AsCommonEncryption), _cenc.Keys[0]), Is.EqualTo(expected));
    }

    [Test]
    public async Task AES_128_is_announced_as_AMS_did_and_encrypts_whole_fragments()
    {
        var manifest = XDocument.Parse(await Client.GetStringAsync($"{_envelope.Path}/manifest(encryption=cbc)"));
        var header = manifest.Root!.Elements().First().Elements().Single();
        Assert.That(header.Attribute("SystemID")!.Value, Is.EqualTo("B47B251A-2409-4B42-958E-08DBAE7B4EE9"));
        var (period, key) = (header.Descendants().Single(element => element.Name.LocalName == "CryptoPeriod"), _envelope.Keys[0]);
        Assert.That(period.Attribute("keyUriTemplate")!.Value, Is.EqualTo($"{ProtectedOrigin.KeyHost}/?kid={key.Id}"));
        Assert.That(period.Attribute("IV")!.Value, Is.EqualTo("0x" + Convert.ToHexString(key.Iv)));
        using var aes = Aes.Create();
        aes.Key = key.Value;
        var urls = (await ManifestUrls.AllAsync(Client, $"{_envelope.Path}/manifest(encryption=cbc)")).Select(url => url.AbsoluteUri).ToList();
        Assert.That(urls, Has.Count.GreaterThan(3));
        foreach (var url in urls)
        {
            var clear = await Client.GetByteArrayAsync(url.Replace(_envelope.Path, _origin.Clear, StringComparison.Ordinal).Replace(",encryption=cbc", "", StringComparison.Ordinal));
            Assert.That(aes.DecryptCbc(await Client.GetByteArrayAsync(url), key.Iv).AsSpan().SequenceEqual(clear), url);
        }
    }

    [Test]
    public async Task Sound_that_stays_clear_is_not_described_as_encrypted()
    {
        var policy = await _origin.AddPolicyAsync(policy => policy.CommonEncryptionCenc = new(
            new EnabledProtocols(SmoothStreaming: true), [ProtectedOrigin.FourCC("mp4a")], Drm: new(new())));
        var presentation = await _origin.PublishAsync(policy, "CommonEncryptionCenc", (null, []));
        var url = (await ManifestUrls.AllAsync(Client, $"{presentation.Path}/manifest(encryption=piff)")).First(url => url.AbsoluteUri.Contains("Fragments(audio", StringComparison.Ordinal));
        Assert.That(await Client.GetByteArrayAsync(url), Is.EqualTo(await Client.GetByteArrayAsync(
            url.AbsoluteUri.Replace(presentation.Path, _origin.Clear, StringComparison.Ordinal).Replace(",encryption=piff", "", StringComparison.Ordinal))));
    }

    [TestCase("CommonEncryptionCenc", "cenc", false)]
    [TestCase("CommonEncryptionCenc", "piff", false)]
    [TestCase("EnvelopeEncryption", "cbc", false)]
    [TestCase("EnvelopeEncryption", "cbc", true)]
    public async Task Several_keys_are_refused_since_the_manifest_has_one_place(string type, string encryption, bool isClear)
    {
        var (protocols, sound) = (new EnabledProtocols(SmoothStreaming: true), ProtectedOrigin.FourCC("mp4a"));
        var keys = isClear ? null : new StreamingPolicyContentKeys(null, [new("sound", null, [sound])]);
        IReadOnlyList<TrackSelection> clear = isClear ? [sound] : [];
        var policy = await _origin.AddPolicyAsync(policy => (policy.CommonEncryptionCenc, policy.EnvelopeEncryption) =
            (new(protocols, clear, keys, new(new())), new(protocols, clear, keys)));
        var presentation = await _origin.PublishAsync(policy, type, (null, []), ("sound", [sound]));
        using var reply = await Client.GetAsync($"{presentation.Path}/manifest(encryption={encryption})");
        Assert.That((int)reply.StatusCode, Is.EqualTo(415));
        Assert.That(reply.Headers.GetValues("x-ms-error-code").Single(), Is.EqualTo("MPE_OUTPUT_PROTECTION_FORMAT_NOT_SUPPORTED"));
    }

    private string Clear(string url, string encryption) => url.Replace(_cenc.Path, _origin.Clear, StringComparison.Ordinal)
        .Replace($",encryption={encryption}", "", StringComparison.Ordinal);

    // ffmpeg knows senc alone, and PIFF 1.1 5.3.2 gives its uuid box the same content: the 16 bytes of the id become a box of their own.
    private static byte[] AsCommonEncryption(byte[] fragment)
    {
        var at = fragment.AsSpan().IndexOf(PiffSampleEncryption) - 8;
        if (at < 0)
        {
            return fragment;
        }

        var size = BinaryPrimitives.ReadInt32BigEndian(fragment.AsSpan(at));
        BinaryPrimitives.WriteInt32BigEndian(fragment.AsSpan(at), 16);
        "free"u8.CopyTo(fragment.AsSpan(at + 4));
        BinaryPrimitives.WriteInt32BigEndian(fragment.AsSpan(at + 16), size - 16);
        "senc"u8.CopyTo(fragment.AsSpan(at + 20));
        return fragment;
    }
}

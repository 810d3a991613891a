using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Xml.Linq;
using MediaPlatform.ControlPlane.Tests.Support;
using MediaPlatform.Data.Secrets;
using MediaPlatform.Data.Streaming;
using MediaPlatform.TestKit;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace MediaPlatform.ControlPlane.Tests.KeyServer;

/// <summary>Locators take their keys from a key server of others, as SPEKE version 2 says; the stand-in fills in the document.</summary>
[TestFixture]
public sealed class KeyServerTests
{
    private const string Widevine = "edef8ba9-79d6-4ace-a3c8-27dcd51d21ed";
    private const string PlayReady = "9a04f079-9840-4286-ab92-e65be0885f95";
    private const string FairPlay = "94ce86fb-07ff-4f43-adb8-93d2fa968ca2";
    private static readonly XNamespace s_cpix = "urn:dashif:org:cpix";
    private static readonly XNamespace s_pskc = "urn:ietf:params:xml:ns:keyprov:pskc";
    private static readonly XNamespace s_xenc = "http://www.w3.org/2001/04/xmlenc#";
    private static readonly XNamespace s_xmldsig = "http://www.w3.org/2000/09/xmldsig#";
    private static readonly byte[] s_key = Convert.FromHexString("b50d1b25559be9bd0a3cbe8ab59232fc");
    private static readonly byte[] s_iv = Convert.FromHexString("000102030405060708090a0b0c0d0e0f");

    private LocalWebServer _server = null!;
    private ControlPlaneApp _app = null!;
    private ArmClient _client = null!;
    private Func<XDocument, Task<(int Status, string Text)>> _answer = null!;
    private (string Authorization, string Version, XDocument Document) _asked;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _server = await LocalWebServer.StartAsync(async context =>
        {
            var document = await XDocument.LoadAsync(context.Request.Body, LoadOptions.None, default);
            _asked = (context.Request.Headers.Authorization.ToString(), context.Request.Headers["X-Speke-Version"].ToString(), new XDocument(document));
            var (status, text) = await _answer(document);
            context.Response.StatusCode = status;
            await context.Response.WriteAsync(text);
        });
        _app = await StartAppAsync();
        _client = _app.Owner();
        await PrepareAsync(_client);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
        await _server.DisposeAsync();
    }

    [SetUp]
    public void AnswerWell() => _answer = document => Task.FromResult((200, Filled(document)));

    [Test]
    public async Task Keys_and_signals_of_the_server_are_stored_with_the_locator()
    {
        var keys = await PublishAsync(_app, _client);
        var secrets = _app.Services.GetRequiredService<ISecretProtector>();
        Assert.Multiple(() =>
        {
            Assert.That(_asked.Authorization, Is.EqualTo("Basic " + Convert.ToBase64String("us:secret"u8)));
            Assert.That(_asked.Version, Is.EqualTo("2.0"));
            Assert.That(_asked.Document.Root!.Attribute("contentId")!.Value, Is.EqualTo("film 7"));
            Assert.That(Systems(_asked.Document), Is.EquivalentTo(new[] { ("cenc", Widevine), ("cenc", PlayReady), ("cbcs", FairPlay) }));
            Assert.That(_asked.Document.Descendants(s_cpix + "ContentKeyUsageRule").Select(rule => rule.Attribute("intendedTrackType")!.Value), Is.All.EqualTo("ALL"));
            Assert.That(keys.Select(key => key.Type), Is.EquivalentTo(new[] { "EnvelopeEncryption", "CommonEncryptionCenc", "CommonEncryptionCbcs" }));
        });
        foreach (var key in keys)
        {
            var isTheirs = key.Type != "EnvelopeEncryption";
            Assert.That(secrets.Unprotect(key.ProtectedValue).AsSpan().SequenceEqual(s_key), Is.EqualTo(isTheirs), key.Type);
            Assert.That(secrets.Unprotect(key.ProtectedIv!).AsSpan().SequenceEqual(s_iv), Is.EqualTo(key.Type == "CommonEncryptionCbcs"), key.Type);
            Assert.That(key.Signals is not null, Is.EqualTo(isTheirs));
        }

        var cenc = keys.Single(key => key.Type == "CommonEncryptionCenc").Signals!;
        Assert.That(cenc.Single(signal => signal.System == new Guid(Widevine)).Pssh, Is.EqualTo(Pssh(Widevine)));
        Assert.That(cenc.Single(signal => signal.System == new Guid(PlayReady)).PlayReadyObject, Is.EqualTo(PlayReadyObject));
        Assert.That(keys.Single(key => key.Type == "CommonEncryptionCbcs").Signals!.Single().LicenseUrl, Is.EqualTo("skd://keys.example/asset?id=1"));
    }

    [Test]
    public async Task Keys_come_encrypted_to_our_certificate_where_there_is_one()
    {
        using var folder = new TemporaryFolder();
        using var rsa = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=us", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        var path = folder.File("us.pfx");
        await File.WriteAllBytesAsync(path, certificate.Export(X509ContentType.Pkcs12, "open"));
        await using var app = await StartAppAsync(("KeyServer:CertificatePath", path), ("KeyServer:CertificatePassword", "open"));
        using var client = app.Owner();
        await PrepareAsync(client);
        _answer = document => Task.FromResult((200, Filled(document, encrypts: true)));
        var keys = await PublishAsync(app, client);
        var secrets = app.Services.GetRequiredService<ISecretProtector>();
        Assert.That(secrets.Unprotect(keys.Single(key => key.Type == "CommonEncryptionCenc").ProtectedValue), Is.EqualTo(s_key));

        _answer = document => Task.FromResult((200, Filled(document)));
        await RefusedAsync(client, "certificate of KeyServer:CertificatePath");
        _answer = document => Task.FromResult((200, Filled(document, encrypts: true, damages: true)));
        await RefusedAsync(client, "changed on its way");
    }

    [TestCase(401, "", "KeyServer:UserName")]
    [TestCase(404, "", "no such key")]
    [TestCase(422, "", "protection system")]
    [TestCase(302, "", "redirect")]
    [TestCase(500, "", "status 500")]
    [TestCase(200, "", "cannot be read")]
    [TestCase(200, "<a/>", "no CPIX document")]
    [TestCase(200, "DEEP", "cannot be read")]
    [TestCase(200, "<CPIX xmlns=\"urn:dashif:org:cpix\"/>", "lacks key")]
    [TestCase(200, "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><CPIX xmlns=\"urn:dashif:org:cpix\">&x;</CPIX>", "cannot be read")]
    public async Task What_the_server_does_wrong_is_told(int status, string text, string reason)
    {
        var body = text == "DEEP" ? string.Concat(Enumerable.Repeat("<a>", 20_000)) + string.Concat(Enumerable.Repeat("</a>", 20_000)) : text;
        _answer = _ => Task.FromResult((status, body));
        await RefusedAsync(_client, reason);
    }

    [TestCase("kid=", "kid=\"00000000-0000-0000-0000-000000000001\" was=", "lacks key")]
    [TestCase("tQ0bJVWb6b0KPL6KtZIy/A==", "tQ0bJVWb6b0=", "no AES-128 key")]
    [TestCase("tQ0bJVWb6b0KPL6KtZIy/A==", "not base64", "damaged key")]
    [TestCase("commonEncryptionScheme=\"cenc\"", "commonEncryptionScheme=\"cbcs\"", "another scheme")]
    [TestCase("AAAAIHBzc2g", "AAAAQHBzc2g", "signals of the system")]
    public async Task Damaged_replies_are_refused(string part, string damage, string reason)
    {
        _answer = document => Task.FromResult((200, Filled(document).Replace(part, damage, StringComparison.Ordinal)));
        await RefusedAsync(_client, reason);
    }

    [Test]
    public async Task A_reply_with_random_damage_makes_a_locator_or_is_refused()
    {
        var random = new Random(9);
        _answer = document =>
        {
            var damaged = Filled(document).ToCharArray();
            for (var change = random.Next(1, 5); change > 0; change--) damaged[random.Next(damaged.Length)] = (char)random.Next(32, 127);
            return Task.FromResult((200, new string(damaged)));
        };
        for (var round = 0; round < 150; round++)
        {
            var reply = await _client.PutAsync($"streamingLocators/damage{round}", Locator);
            Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.BadGateway).Or.EqualTo(HttpStatusCode.Created), reply.ToString());
        }
    }

    [Test]
    public async Task Without_a_server_the_missing_settings_are_named_and_nothing_is_made()
    {
        await using var app = await ControlPlaneApp.StartWithAccountAsync();
        using var client = app.Owner();
        await PrepareAsync(client);
        var reply = await client.PutAsync("streamingLocators/movie", Locator);
        Assert.That((reply.Status, reply.ErrorCode), Is.EqualTo((HttpStatusCode.BadRequest, "BadRequest")), reply.ToString());
        Assert.That(reply.ErrorMessage, Does.Contain("KeyServer:Url"));
        Assert.That((await client.GetAsync("streamingLocators/movie")).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Servers_in_private_networks_are_not_asked_unless_the_operator_says_so()
    {
        await using var app = await ControlPlaneApp.StartWithAccountAsync(("KeyServer:Url", $"https://127.0.0.1:{_server.Port}/"));
        using var client = app.Owner();
        await PrepareAsync(client);
        var requests = _server.Requests;
        await RefusedAsync(client, "KeyServer:AllowPrivateAddresses");
        Assert.That(_server.Requests, Is.EqualTo(requests));
        Assert.That(async () => await ControlPlaneApp.StartWithAccountAsync(("KeyServer:Url", $"http://127.0.0.1:{_server.Port}/")), Throws.Exception.With.Message.Contains("https"));
    }

    [Test]
    public async Task Own_keys_stay_the_default_and_given_ones_come_first()
    {
        var requests = _server.Requests;
        Require(await _client.PutAsync("streamingLocators/own", Locator.Replace("\"KeyServer\"", "\"Own\"", StringComparison.Ordinal)));
        Assert.That(_server.Requests, Is.EqualTo(requests));

        await using var all = await StartAppAsync(("KeyServer:ForAllLocators", "true"));
        using var owner = all.Owner();
        await PrepareAsync(owner);
        const string Given = "\"contentKeys\":[{\"id\":\"0f9a3a2e-6f0b-4d2c-9f6e-3c1a5b7d9e11\",\"labelReferenceInStreamingPolicy\":\"cenc\",\"value\":\"AAECAwQFBgcICQoLDA0ODw==\"}]";
        Require(await owner.PutAsync("streamingLocators/movie", Locator.Replace("\"contentKeySource\":\"KeyServer\"", Given, StringComparison.Ordinal)));
        Assert.That(_asked.Document.Descendants(s_cpix + "ContentKey").Select(key => key.Attribute("commonEncryptionScheme")!.Value), Is.EqualTo(new[] { "cbcs" }));
    }

    private Task<ControlPlaneApp> StartAppAsync(params (string, string)[] more) => ControlPlaneApp.StartWithAccountAsync(
    [
        ("KeyServer:Url", $"http://127.0.0.1:{_server.Port}/speke"), ("KeyServer:AllowPrivateAddresses", "true"),
        ("KeyServer:UserName", "us"), ("KeyServer:Password", "secret"), .. more,
    ]);

    private static async Task PrepareAsync(ArmClient client)
    {
        Require(await client.PutAsync("assets/movie", "{}"));
        Require(await client.PutAsync("contentKeyPolicies/policy", """
            {"properties":{"options":[{"name":"all","configuration":{"@odata.type":"#Microsoft.Media.ContentKeyPolicyClearKeyConfiguration"},"restriction":{"@odata.type":"#Microsoft.Media.ContentKeyPolicyOpenRestriction"}}]}}
            """));
        Require(await client.PutAsync("streamingPolicies/all", """
            {"properties":{"envelopeEncryption":{PROTOCOLS,"contentKeys":{"defaultKey":{"label":"envelope"}}},
             "commonEncryptionCenc":{PROTOCOLS,"contentKeys":{"defaultKey":{"label":"cenc"}},"drm":{"widevine":{},"playReady":{}}},
             "commonEncryptionCbcs":{PROTOCOLS,"contentKeys":{"defaultKey":{"label":"cbcs"}},"drm":{"fairPlay":{"allowPersistentLicense":false}}}}}
            """.Replace("PROTOCOLS", """ "enabledProtocols":{"download":false,"dash":true,"hls":true,"smoothStreaming":false} """, StringComparison.Ordinal)));
    }

    private const string Locator = """
        {"properties":{"assetName":"movie","streamingPolicyName":"all","defaultContentKeyPolicyName":"policy","alternativeMediaId":"film 7","contentKeySource":"KeyServer"}}
        """;

    private static async Task<IReadOnlyList<LocatorContentKey>> PublishAsync(ControlPlaneApp app, ArmClient client)
    {
        Require(await client.PutAsync("streamingLocators/movie", Locator));
        return (await app.Services.GetRequiredService<StreamingLocatorStore>().FindAsync(app.AccountId, "movie", default))!.ContentKeys;
    }

    private static async Task RefusedAsync(ArmClient client, string reason)
    {
        var reply = await client.PutAsync("streamingLocators/refused", Locator);
        Assert.That((reply.Status, reply.ErrorCode), Is.EqualTo((HttpStatusCode.BadGateway, "KeyServerError")), reply.ToString());
        Assert.That(reply.ErrorMessage, Does.Contain(reason).And.Not.Contain(Convert.ToBase64String(s_key)));
        Assert.That((await client.GetAsync("streamingLocators/refused")).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    private static void Require(ArmReply reply) => Assert.That((int)reply.Status, Is.InRange(200, 201), reply.ToString());

    private static IEnumerable<(string Scheme, string System)> Systems(XDocument document) =>
        from system in document.Descendants(s_cpix + "DRMSystem")
        let key = document.Descendants(s_cpix + "ContentKey").Single(key => key.Attribute("kid")!.Value == system.Attribute("kid")!.Value)
        select (key.Attribute("commonEncryptionScheme")!.Value, system.Attribute("systemId")!.Value);

    /// <summary>The document as a key server sends it back.</summary>
    internal static string Filled(XDocument document, bool encrypts = false, bool damages = false)
    {
        var (documentKey, macKey) = (RandomNumberGenerator.GetBytes(32), RandomNumberGenerator.GetBytes(64));
        if (encrypts)
        {
            var delivery = document.Descendants(s_cpix + "DeliveryData").Single();
            using var recipient = X509CertificateLoader.LoadCertificate(Convert.FromBase64String(delivery.Descendants(s_xmldsig + "X509Certificate").Single().Value));
            using var rsa = recipient.GetRSAPublicKey()!;
            delivery.Add(
                new XElement(s_cpix + "DocumentKey", new XElement(s_cpix + "Data", new XElement(s_pskc + "Secret", Cipher(rsa.Encrypt(documentKey, RSAEncryptionPadding.OaepSHA1))))),
                new XElement(s_cpix + "MACMethod", new XElement(s_cpix + "Key", Cipher(rsa.Encrypt(macKey, RSAEncryptionPadding.OaepSHA1)).Elements())));
        }

        foreach (var key in document.Descendants(s_cpix + "ContentKey"))
        {
            var secret = new XElement(s_pskc + "Secret", new XElement(s_pskc + "PlainValue", Convert.ToBase64String(s_key)));
            if (encrypts)
            {
                using var aes = Aes.Create();
                aes.Key = documentKey;
                byte[] cipher = [.. s_iv, .. aes.EncryptCbc(s_key, s_iv)];
                var mac = HMACSHA512.HashData(macKey, cipher);
                cipher[^1] ^= (byte)(damages ? 1 : 0);
                secret.ReplaceNodes(Cipher(cipher), new XElement(s_pskc + "ValueMAC", Convert.ToBase64String(mac)));
            }

            key.Add(new XElement(s_cpix + "Data", secret));
            if (key.Attribute("commonEncryptionScheme")!.Value == "cbcs")
            {
                key.SetAttributeValue("explicitIV", Convert.ToBase64String(s_iv));
            }
        }

        foreach (var system in document.Descendants(s_cpix + "DRMSystem"))
        {
            var id = system.Attribute("systemId")!.Value;
            system.Element(s_cpix + "PSSH")?.SetValue(Convert.ToBase64String(Pssh(id)));
            system.Elements(s_cpix + "HLSSignalingData").Last().SetValue(Convert.ToBase64String("#EXT-X-SESSION-KEY:METHOD=SAMPLE-AES,URI=\"skd://master\""u8));
            system.Elements(s_cpix + "HLSSignalingData").First().SetValue(Convert.ToBase64String("#EXT-X-KEY:METHOD=SAMPLE-AES,URI=\"skd://keys.example/asset?id=1\",KEYFORMAT=\"com.apple.streamingkeydelivery\""u8));
            system.Element(s_cpix + "SmoothStreamingProtectionHeaderData")?.Remove();
            system.Element(s_cpix + "ContentProtectionData")?.SetValue(Convert.ToBase64String(Encoding.UTF8.GetBytes(
                $"<pssh xmlns=\"urn:mpeg:cenc:2013\">AAAA</pssh><mspr:pro xmlns:mspr=\"urn:microsoft:playready\">{Convert.ToBase64String(PlayReadyObject)}</mspr:pro>")));
        }

        return document.ToString();
    }

    private static XElement Cipher(byte[] value) => new(
        s_pskc + "EncryptedValue", new XElement(s_xenc + "CipherData", new XElement(s_xenc + "CipherValue", Convert.ToBase64String(value))));

    private static byte[] Pssh(string system) => [0, 0, 0, 32, .. "pssh"u8, 0, 0, 0, 0, .. new Guid(system).ToByteArray(bigEndian: true), 0, 0, 0, 0];

    private static byte[] PlayReadyObject => [12, 0, 0, 0, 1, 0, 3, 0, 2, 0, 65, 0];
}

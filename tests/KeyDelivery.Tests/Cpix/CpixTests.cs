using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Xml.Linq;
using MediaPlatform.Data.ContentKeys;
using MediaPlatform.Media.Encryption;
using MediaPlatform.Media.Encryption.Aes128;
using MediaPlatform.Media.Encryption.Pssh;

namespace MediaPlatform.KeyDelivery.Tests.Cpix;

/// <summary>Packagers of others take keys as SPEKE version 2 says.</summary>
internal sealed class CpixTests
{
    private static readonly XNamespace s_cpix = "urn:dashif:org:cpix";
    private static readonly XNamespace s_pskc = "urn:ietf:params:xml:ns:keyprov:pskc";
    private static readonly XNamespace s_xenc = "http://www.w3.org/2001/04/xmlenc#";
    private static readonly byte[] s_key = Convert.FromHexString("b50d1b25559be9bd0a3cbe8ab59232fc");
    private static readonly ContentKeyPolicyWidevineConfiguration s_widevine = new() { WidevineTemplate = "{}" };
    private KeyServer _server = null!;

    [SetUp]
    public async Task StartAsync() => _server = await KeyServer.StartAsync(new("Cpix:UserName", "packager"), new("Cpix:Password", "secret"));

    [TearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [Test]
    public async Task Key_and_signals_are_filled_in_and_the_rest_stays()
    {
        var keyId = await _server.PublishAsync(Guid.NewGuid(), s_key, s_widevine, new ContentKeyPolicyOpenRestriction());
        using var reply = await AskAsync(CpixDocuments.Write(keyId, ProtectionSystems.Widevine));
        var answer = XDocument.Parse(await reply.Content.ReadAsStringAsync()).Root!;
        var pssh = Convert.ToBase64String(WidevinePssh.Write(keyId, ProtectionScheme.Cbcs));
        Assert.Multiple(() =>
        {
            Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(reply.Headers.GetValues("X-Speke-Version"), Is.EqualTo(new[] { "2.0" }));
            Assert.That(reply.Headers.CacheControl!.NoStore, Is.True);
            Assert.That(answer.Descendants(s_pskc + "PlainValue").Single().Value, Is.EqualTo(Convert.ToBase64String(s_key)));
            Assert.That(answer.Descendants(s_cpix + "ContentKey").Single().Attribute("explicitIV")!.Value, Is.EqualTo(Convert.ToBase64String(TrackEncryption.DeriveIv(new AesKey(s_key), [], keyId.ToByteArray()))));
            Assert.That(answer.Descendants(s_cpix + "PSSH").Single().Value, Is.EqualTo(pssh));
            Assert.That(Text(answer.Descendants(s_cpix + "ContentProtectionData").Single()), Is.EqualTo($"<pssh xmlns=\"urn:mpeg:cenc:2013\">{pssh}</pssh>"));
            Assert.That(answer.Descendants(s_cpix + "HLSSignalingData").Select(Text), Is.EqualTo(new[] { "#EXT-X-KEY", "#EXT-X-SESSION-KEY" }.Select(tag =>
                $"{tag}:METHOD=SAMPLE-AES,URI=\"data:text/plain;base64,{pssh}\",KEYFORMAT=\"urn:uuid:edef8ba9-79d6-4ace-a3c8-27dcd51d21ed\",KEYID=0x{keyId:N},KEYFORMATVERSIONS=\"1\"")));
            Assert.That(answer.Descendants(s_cpix + "ContentKeyUsageRule").Single().Attribute("intendedTrackType")!.Value, Is.EqualTo("VIDEO"));
            Assert.That(_server.Log.Text, Does.Contain("CPIX").And.Not.Contain(Convert.ToBase64String(s_key)));
        });
    }

    [Test]
    public async Task Keys_are_encrypted_to_the_certificate_of_the_recipient()
    {
        using var rsa = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=packager", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        var keyId = await _server.PublishAsync(Guid.NewGuid(), s_key, s_widevine, new ContentKeyPolicyOpenRestriction());
        using var reply = await AskAsync(CpixDocuments.Write(keyId, ProtectionSystems.Widevine, certificate.RawData));
        var text = await reply.Content.ReadAsStringAsync();
        var answer = XDocument.Parse(text).Root!;
        Assert.That(text, Does.Not.Contain("PlainValue").And.Not.Contain(Convert.ToBase64String(s_key)));
        var documentKey = rsa.Decrypt(Cipher(answer.Descendants(s_cpix + "DocumentKey").Single()), RSAEncryptionPadding.OaepSHA1);
        var macKey = rsa.Decrypt(Cipher(answer.Descendants(s_cpix + "MACMethod").Single()), RSAEncryptionPadding.OaepSHA1);
        var contentKey = answer.Descendants(s_cpix + "ContentKey").Single();
        var cipher = Cipher(contentKey);
        Assert.That(Convert.FromBase64String(contentKey.Descendants(s_pskc + "ValueMAC").Single().Value), Is.EqualTo(HMACSHA512.HashData(macKey, cipher)));
        using var aes = System.Security.Cryptography.Aes.Create();
        aes.Key = documentKey;
        Assert.That(aes.DecryptCbc(cipher.AsSpan(16), cipher.AsSpan(0, 16)), Is.EqualTo(s_key));
    }

    [Test]
    public async Task Strangers_get_nothing()
    {
        var keyId = await _server.PublishAsync(Guid.NewGuid(), s_key, s_widevine, new ContentKeyPolicyOpenRestriction());
        foreach (var credentials in new[] { null, "packager:wrong", "other:secret", "packager:secret:more", "" })
        {
            using var reply = await AskAsync(CpixDocuments.Write(keyId, ProtectionSystems.Widevine), credentials);
            Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized), credentials);
        }

        await using var closed = await KeyServer.StartAsync(new KeyValuePair<string, string?>("Cpix:UserName", "packager"));
        using var missing = await closed.Client.PostAsync("/Cpix/", new StringContent(CpixDocuments.Write(keyId, ProtectionSystems.Widevine)));
        Assert.That(missing.StatusCode, Is.EqualTo(HttpStatusCode.NotImplemented));
        Assert.That(await missing.Content.ReadAsStringAsync(), Does.Contain("Cpix:Password"));
    }

    [Test]
    public async Task Keys_and_systems_that_are_not_ours_to_give_are_told()
    {
        var keyId = await _server.PublishAsync(Guid.NewGuid(), s_key, s_widevine, new ContentKeyPolicyOpenRestriction());
        Assert.That((await AskAsync(CpixDocuments.Write(Guid.NewGuid(), ProtectionSystems.Widevine))).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await AskAsync(CpixDocuments.Write(keyId, ProtectionSystems.FairPlay))).StatusCode, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
    }

    [TestCase("")]
    [TestCase("<a/>")]
    [TestCase("<CPIX xmlns=\"urn:dashif:org:cpix\"/>")]
    [TestCase("<CPIX xmlns=\"urn:dashif:org:cpix\"><ContentKeyList><ContentKey kid=\"x\"/></ContentKeyList></CPIX>")]
    [TestCase("<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><CPIX xmlns=\"urn:dashif:org:cpix\">&x;</CPIX>")]
    [TestCase("<CPIX xmlns=\"urn:dashif:org:cpix\"><DeliveryDataList><DeliveryData><DeliveryKey><X509Certificate xmlns=\"http://www.w3.org/2000/09/xmldsig#\">AAAA</X509Certificate></DeliveryKey></DeliveryData></DeliveryDataList><ContentKeyList><ContentKey kid=\"8ba94ade-6eb9-449d-b44f-a5beefaf43b0\"/></ContentKeyList></CPIX>")]
    public async Task Other_documents_are_client_errors(string body) => Assert.That((await AskAsync(body)).StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));

    [Test]
    public async Task Damaged_documents_are_no_failures_of_ours()
    {
        var keyId = await _server.PublishAsync(Guid.NewGuid(), s_key, s_widevine, new ContentKeyPolicyOpenRestriction());
        using var rsa = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=packager", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        var good = CpixDocuments.Write(keyId, ProtectionSystems.Widevine, certificate.RawData);
        var random = new Random(3);
        for (var round = 0; round < 300; round++)
        {
            var damaged = good.ToCharArray();
            for (var change = random.Next(1, 5); change > 0; change--) damaged[random.Next(damaged.Length)] = (char)random.Next(32, 127);
            using var reply = await AskAsync(new string(damaged, 0, round % 3 == 0 ? random.Next(damaged.Length) : damaged.Length));
            Assert.That((int)reply.StatusCode, Is.LessThan(500), new string(damaged));
        }
    }

    [Test]
    public async Task Deep_documents_are_client_errors() =>
        Assert.That((await AskAsync(string.Concat(Enumerable.Repeat("<a>", 50_000)) + string.Concat(Enumerable.Repeat("</a>", 50_000)))).StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));

    private async Task<HttpResponseMessage> AskAsync(string document, string? credentials = "packager:secret")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/Cpix/") { Content = new StringContent(document, Encoding.UTF8, "application/xml") };
        request.Headers.Add("X-Speke-Version", "2.0");
        if (credentials is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials)));
        }

        return await _server.Client.SendAsync(request);
    }

    private static byte[] Cipher(XElement parent) => Convert.FromBase64String(parent.Descendants(s_xenc + "CipherValue").First().Value);

    private static string Text(XElement element) => Encoding.UTF8.GetString(Convert.FromBase64String(element.Value));
}

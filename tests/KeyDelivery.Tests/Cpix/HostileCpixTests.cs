using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MediaPlatform.Data.ContentKeys;
using MediaPlatform.KeyDelivery.Cpix;
using MediaPlatform.Media.Encryption.Pssh;
using MediaPlatform.TestKit;

namespace MediaPlatform.KeyDelivery.Tests.Cpix;

/// <summary>Documents that a packager with a name and a password may still get wrong, or mean to.</summary>
internal sealed class HostileCpixTests
{
    private const string Start = "<CPIX xmlns=\"urn:dashif:org:cpix\">";
    private static readonly byte[] s_key = Convert.FromHexString("b50d1b25559be9bd0a3cbe8ab59232fc");
    private static readonly Guid s_keyId = new("8ba94ade-6eb9-449d-b44f-a5beefaf43b0");
    private static readonly string s_keys = $"<ContentKeyList><ContentKey kid=\"{s_keyId}\"/></ContentKeyList>";
    private KeyServer _server = null!;
    private byte[] _certificate = [];

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _server = await KeyServer.StartAsync(new("Cpix:UserName", "packager"), new("Cpix:Password", "secret"));
        await _server.PublishAsync(s_keyId, s_key, new ContentKeyPolicyWidevineConfiguration { WidevineTemplate = "{}" }, new ContentKeyPolicyOpenRestriction());
        using var rsa = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=packager", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        _certificate = certificate.RawData;
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [Test]
    public async Task Every_damaged_document_is_a_client_error_or_still_good()
    {
        var good = Encoding.UTF8.GetBytes(CpixDocuments.Write(s_keyId, ProtectionSystems.Widevine, _certificate));
        var (watch, number) = (Stopwatch.StartNew(), 0);
        foreach (var damaged in Mutations.Of(good, seed: 1, rounds: 1500))
        {
            var request = CpixRequest.Parse(damaged);
            if (request is not null || number++ % 50 == 0)
            {
                Assert.That((int)await AskAsync(damaged), Is.LessThan(500), Encoding.Latin1.GetString(damaged));
            }
        }

        Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(60)));
    }

    [Test]
    public async Task Key_ids_that_are_no_guids_are_client_errors([Values(
        "{0x111111111,0x2222,0x3333,{0x44,0x44,0x55,0x55,0x55,0x55,0x55,0x55}}",
        "{0x11111111,0x22222,0x3333,{0x44,0x44,0x55,0x55,0x55,0x55,0x55,0x555}}",
        "{0x}", "8ba94ade-6eb9-449d-b44f-a5beefaf43b", "-", "")] string id)
    {
        await ExpectBadAsync($"{Start}<ContentKeyList><ContentKey kid=\"{id}\"/></ContentKeyList></CPIX>");
        await ExpectBadAsync($"{Start}{s_keys}<DRMSystemList><DRMSystem kid=\"{s_keyId}\" systemId=\"{id}\"/></DRMSystemList></CPIX>");
        await ExpectBadAsync($"{Start}{s_keys}<DRMSystemList><DRMSystem kid=\"{id}\" systemId=\"{ProtectionSystems.Widevine}\"/></DRMSystemList></CPIX>");
    }

    [Test]
    public async Task Documents_with_another_number_of_recipients_than_one_are_client_errors()
    {
        var delivery = $"<DeliveryKey><X509Certificate xmlns=\"http://www.w3.org/2000/09/xmldsig#\">{Convert.ToBase64String(_certificate)}</X509Certificate></DeliveryKey>";
        Assert.That(await AskAsync(Document($"<DeliveryDataList><DeliveryData>{delivery}</DeliveryData></DeliveryDataList>")), Is.EqualTo(HttpStatusCode.OK));
        await ExpectBadAsync(Document($"<DeliveryDataList><DeliveryData/><DeliveryData>{delivery}</DeliveryData></DeliveryDataList>"));
        Assert.That(await AskAsync(Document($"<DeliveryDataList/><DeliveryDataList><DeliveryData>{delivery}</DeliveryData></DeliveryDataList>")), Is.EqualTo(HttpStatusCode.OK));
        await ExpectBadAsync(Document($"<DeliveryDataList><DeliveryData><DeliveryKey/>{delivery}</DeliveryData></DeliveryDataList>"));
        await ExpectBadAsync(Document($"<DeliveryDataList><DeliveryData>{delivery}</DeliveryData><DeliveryData>{delivery}</DeliveryData></DeliveryDataList>"));
        await ExpectBadAsync(Document($"<DeliveryDataList><DeliveryData><DeliveryKey/></DeliveryData></DeliveryDataList>"));
    }

    [Test]
    public async Task Certificates_that_cannot_be_used_are_client_errors()
    {
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var other = new CertificateRequest("CN=packager", curve, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        var damaged = Mutations.Cut(_certificate).Where((_, at) => at % 40 == 0)
            .Concat(Mutations.Inflated(_certificate).Where((_, at) => at % 61 == 0))
            .Append(other.RawData).Append([]).Append(new byte[200_000]);
        foreach (var certificate in damaged)
        {
            var status = (int)await AskAsync(Encoding.UTF8.GetBytes(CpixDocuments.Write(s_keyId, ProtectionSystems.Widevine, certificate)));
            Assert.That(status, Is.EqualTo(400).Or.EqualTo(200), Convert.ToHexString(certificate));
        }
    }

    [TestCase("utf-7")]
    [TestCase("utf-16")]
    [TestCase("utf-32")]
    [TestCase("x-unknown")]
    [TestCase("")]
    public async Task Encodings_that_are_not_those_of_the_bytes_are_client_errors(string encoding) =>
        await ExpectBadAsync($"<?xml version=\"1.0\" encoding=\"{encoding}\"?>{Document("")}");

    [TestCase("<!DOCTYPE CPIX>")]
    [TestCase("<!DOCTYPE a [<!ENTITY x \"y\"><!ENTITY z \"&x;&x;&x;&x;&x;&x;&x;&x;\">]>")]
    [TestCase("<!DOCTYPE a SYSTEM \"http://127.0.0.1:1/a.dtd\">")]
    [TestCase("<!DOCTYPE a [<!ENTITY % x SYSTEM \"file:///etc/passwd\"> %x;]>")]
    public async Task Document_types_are_client_errors(string type) => await ExpectBadAsync(type + Document("<a/>"));

    [Test]
    public async Task Documents_that_would_grow_or_go_on_for_ever_are_client_errors()
    {
        var watch = Stopwatch.StartNew();
        await ExpectBadAsync(Document($"<DRMSystemList><DRMSystem kid=\"{s_keyId}\" systemId=\"{ProtectionSystems.Widevine}\">{Repeat("<HLSSignalingData/>", 20_000)}</DRMSystem></DRMSystemList>"));
        await ExpectBadAsync(Document($"<DRMSystemList><DRMSystem kid=\"{s_keyId}\" systemId=\"{ProtectionSystems.Widevine}\">{Repeat("<PSSH/>", 50_000)}</DRMSystem></DRMSystemList>"));
        await ExpectBadAsync(Document($"<DRMSystemList>{Repeat($"<DRMSystem kid=\"{s_keyId}\" systemId=\"{ProtectionSystems.Widevine}\"/>", 513)}</DRMSystemList>"));
        await ExpectBadAsync($"{Start}<ContentKeyList>{string.Concat(Enumerable.Range(0, 65).Select(_ => $"<ContentKey kid=\"{Guid.NewGuid()}\"/>"))}</ContentKeyList></CPIX>");
        await ExpectBadAsync($"{Start}<ContentKeyList>{Repeat($"<ContentKey kid=\"{s_keyId}\"/>", 2)}</ContentKeyList></CPIX>");
        await ExpectBadAsync(Document(Repeat("<a>", 60_000) + Repeat("</a>", 60_000)));
        await ExpectBadAsync(Document(new string(' ', 600_000)));
        await ExpectBadAsync($"<CPIX {string.Concat(Enumerable.Range(0, 30_000).Select(number => $"a{number}=\"\" "))}/>");
        await ExpectBadAsync($"<CPIX {string.Concat(Enumerable.Range(0, 20_000).Select(number => $"xmlns:a{number}=\"b\" "))}/>");
        await ExpectBadAsync($"<CPIX {Repeat("a=\"\" ", 30_000)}/>");
        Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(30)));
    }

    [TestCase("1.0")]
    [TestCase("2.0, 2.0")]
    [TestCase("99999999999999999999.0")]
    public async Task Other_versions_of_the_protocol_are_client_errors(string version)
    {
        using var request = Request(Encoding.UTF8.GetBytes(Document("")));
        request.Headers.TryAddWithoutValidation("X-Speke-Version", version);
        using var reply = await _server.Client.SendAsync(request);
        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    private static string Document(string more) => $"{Start}{s_keys}{more}</CPIX>";

    private static string Repeat(string text, int count) => new StringBuilder().Insert(0, text, count).ToString();

    private async Task ExpectBadAsync(string document)
    {
        using var request = Request(Encoding.UTF8.GetBytes(document));
        using var reply = await _server.Client.SendAsync(request);
        var text = await reply.Content.ReadAsStringAsync();
        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest), document.Length > 500 ? document[..500] : document);
        Assert.That((text, reply.Content.Headers.ContentType?.MediaType), Is.EqualTo((text.TrimEnd('.') + ".", "text/plain")), "a sentence says why");
    }

    private Task<HttpStatusCode> AskAsync(string document) => AskAsync(Encoding.UTF8.GetBytes(document));

    private async Task<HttpStatusCode> AskAsync(byte[] document)
    {
        using var request = Request(document);
        using var reply = await _server.Client.SendAsync(request);
        return reply.StatusCode;
    }

    private static HttpRequestMessage Request(byte[] document) => new(HttpMethod.Post, "/Cpix/")
    {
        Content = new ByteArrayContent(document) { Headers = { ContentType = new("application/xml") } },
        Headers = { Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String("packager:secret"u8)) },
    };
}

using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using MediaPlatform.Data;
using MediaPlatform.Data.ContentKeys;
using MediaPlatform.KeyDelivery.Tests.Licences;
using MediaPlatform.TestKit;

namespace MediaPlatform.KeyDelivery.Tests.PlayReady;

/// <summary>Requests of players, with a stand-in for the operator's licence server.</summary>
internal sealed class PlayReadyTests
{
    private const string Licence = "<licence/>";
    private static readonly ContentKeyPolicyTokenRestriction s_token = new()
    {
        Issuer = TokenMaker.Issuer,
        Audience = TokenMaker.Audience,
        RestrictionTokenType = ContentKeyPolicyRestrictionTokenType.Jwt,
        PrimaryVerificationKey = new ContentKeyPolicySymmetricTokenKey { KeyValue = TokenMaker.Secret },
    };

    private static readonly byte[] s_key = Convert.FromHexString("dbfd6922c321c4bb486f4a1c44097ed6");
    private static readonly ContentKeyPolicyPlayReadyConfiguration s_playReady = new()
    {
        Licenses = [new() { LicenseType = ContentKeyPolicyPlayReadyLicenseType.NonPersistent, ContentKeyLocation = new ContentKeyPolicyPlayReadyContentEncryptionKeyFromHeader(), GracePeriod = TimeSpan.FromHours(1) }],
        ResponseCustomData = "data",
    };

    private LicenceServerStandIn _service = null!;
    private (int Status, string ContentType, string Body) _answer;

    [SetUp]
    public async Task StartAsync()
    {
        _answer = (200, "text/xml; charset=utf-8", Licence);
        _service = await LicenceServerStandIn.StartAsync(_ => _answer);
    }

    [TearDown]
    public Task StopAsync() => _service.DisposeAsync().AsTask();

    [Test]
    public async Task The_challenge_reaches_the_licence_server_unchanged_with_key_and_rights()
    {
        await using var server = await StartServerAsync();
        var keyId = await server.PublishAsync(Guid.NewGuid(), s_key, s_playReady, new ContentKeyPolicyOpenRestriction());
        var challenge = Challenges.Version40(keyId);
        using var reply = await AskAsync(server, challenge);
        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(reply.Content.Headers.ContentType!.MediaType, Is.EqualTo("text/xml"));
        Assert.That(reply.Headers.CacheControl!.NoStore, Is.True);
        Assert.That(await reply.Content.ReadAsStringAsync(), Is.EqualTo(Licence));
        var asked = _service.Requests.Single();
        Assert.That(asked.Body, Is.EqualTo(challenge));
        Assert.That(asked.Headers["SOAPAction"], Does.Contain("AcquireLicense"));
        Assert.That(asked.Headers.GetValueOrDefault("Authorization"), Is.EqualTo("Basic x"));
        Assert.That(Uri.UnescapeDataString(asked.Query), Is.EqualTo("?cfg=(kid:header,contentkey:2/1pIsMhxLtIb0ocRAl+1g==,sl:150,persist:false)"));
        Assert.That(server.Log.Text, Does.Contain(keyId.ToString()).And.Contain("no words for some rights").And.Not.Contain("2/1pIsMh"));
    }

    [Test]
    public async Task All_rights_go_in_the_header_when_the_server_reads_it()
    {
        await using var server = await StartServerAsync(new KeyValuePair<string, string?>("PlayReady:Parameters", "Header"));
        var keyId = await server.PublishAsync(Guid.NewGuid(), s_key, s_playReady, new ContentKeyPolicyOpenRestriction());
        using var reply = await AskAsync(server, Challenges.Version43(keyId));
        var json = JsonNode.Parse(Convert.FromBase64String(_service.Requests.Single().Headers["X-PlayReady-Licenses"]))!;
        Assert.That((string?)json["responseCustomData"], Is.EqualTo("data"));
        Assert.That((string?)json["licenses"]![0]!["keyId"], Is.EqualTo(keyId.ToString()));
        Assert.That((string?)json["licenses"]![0]!["contentKey"], Is.EqualTo(Convert.ToBase64String(s_key)));
        Assert.That((string?)json["licenses"]![0]!["gracePeriod"], Is.EqualTo("PT1H"));
    }

    [Test]
    public async Task No_right_and_no_output_protection_is_lost_on_the_way()
    {
        const string Licence = """
            {"allowTestDevices":false,"securityLevel":"SL3000","beginDate":"2026-01-02T03:04:05Z","expirationDate":"2027-01-02T03:04:05Z","gracePeriod":"PT1H",
             "licenseType":"Persistent","contentKeyLocation":{"@odata.type":"#Microsoft.Media.ContentKeyPolicyPlayReadyContentEncryptionKeyFromHeader"},"contentType":"UltraVioletStreaming",
             "playRight":{"firstPlayExpiration":"PT2H","scmsRestriction":2,"agcAndColorStripeRestriction":1,"explicitAnalogTelevisionOutputRestriction":{"bestEffort":true,"configurationData":3},
              "digitalVideoOnlyContentRestriction":true,"imageConstraintForAnalogComponentVideoRestriction":true,"imageConstraintForAnalogComputerMonitorRestriction":true,
              "allowPassingVideoContentToUnknownOutput":"AllowedWithVideoConstriction","uncompressedDigitalVideoOpl":300,"compressedDigitalVideoOpl":500,"analogVideoOpl":200,
              "compressedDigitalAudioOpl":250,"uncompressedDigitalAudioOpl":150}}
            """;
        await using var server = await StartServerAsync(new KeyValuePair<string, string?>("PlayReady:Parameters", "Header"));
        var rights = JsonSerializer.Deserialize<ContentKeyPolicyPlayReadyLicense>(Licence, ContractJson.Options)!;
        var keyId = await server.PublishAsync(Guid.NewGuid(), s_key, new ContentKeyPolicyPlayReadyConfiguration { Licenses = [rights] }, new ContentKeyPolicyOpenRestriction());
        using var reply = await AskAsync(server, Challenges.Version43(keyId));
        var sent = JsonNode.Parse(Convert.FromBase64String(_service.Requests.Single().Headers["X-PlayReady-Licenses"]))!["licenses"]![0]!.AsObject();
        Assert.That((string?)sent["algorithm"], Is.EqualTo("AESCBC"));
        foreach (var added in new[] { "algorithm", "keyId", "contentKey" })
        {
            sent.Remove(added);
        }

        foreach (var unset in sent.Where(member => member.Value is null).Select(member => member.Key).ToList())
        {
            sent.Remove(unset);
        }

        Assert.That(JsonNode.DeepEquals(sent, JsonNode.Parse(Licence)), Is.True, sent.ToJsonString());
    }

    [Test]
    public async Task A_key_that_alone_is_granted_does_not_pass_for_the_other_of_the_header()
    {
        await using var server = await StartServerAsync();
        var keyId = await server.PublishAsync(Guid.NewGuid(), s_key, s_playReady, new ContentKeyPolicyOpenRestriction());
        using var reply = await AskAsync(server, Challenges.Version43(Guid.NewGuid(), keyId));
        Assert.That(Uri.UnescapeDataString(_service.Requests.Single().Query), Does.StartWith($"?cfg=(kid:{keyId},").And.Contain(",ckt:aescbc,"));
    }

    [Test]
    public async Task The_token_is_taken_from_custom_data()
    {
        await using var server = await StartServerAsync();
        var keyId = await server.PublishAsync(Guid.NewGuid(), s_key, s_playReady, s_token);
        var token = TokenMaker.Hs256(TokenMaker.Claims(server.Clock.GetUtcNow()));
        Assert.That((await AskAsync(server, Challenges.Version40(keyId))).StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That((await AskAsync(server, Challenges.Version40(keyId, Challenges.TokenData(token + "x")))).StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(_service.Requests, Is.Empty);
        Assert.That((await AskAsync(server, Challenges.Version40(keyId, Challenges.TokenData(token)))).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(server.Log.Text, Does.Not.Contain(token));
    }

    [Test]
    public async Task Refusals_are_faults_of_the_protocol()
    {
        await using var server = await StartServerAsync();
        using var unknown = await AskAsync(server, Challenges.Version40(Guid.NewGuid()));
        using var broken = await AskAsync(server, Encoding.UTF8.GetBytes("<a"));
        Assert.That(unknown.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(await StatusCodeAsync(unknown), Is.EqualTo("0x8004C604"));
        Assert.That(broken.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await StatusCodeAsync(broken), Is.EqualTo("0x8004C601"));
    }

    [Test]
    public async Task A_fault_of_the_licence_server_is_passed_on_and_other_replies_are_not()
    {
        await using var server = await StartServerAsync();
        var keyId = await server.PublishAsync(Guid.NewGuid(), s_key, s_playReady, new ContentKeyPolicyOpenRestriction());
        _answer = (500, "text/xml", "<fault/>");
        using var fault = await AskAsync(server, Challenges.Version40(keyId));
        Assert.That(((int)fault.StatusCode, await fault.Content.ReadAsStringAsync()), Is.EqualTo((500, "<fault/>")));
        _answer = (200, "text/html", "<html>");
        using var other = await AskAsync(server, Challenges.Version40(keyId));
        Assert.That(other.StatusCode, Is.EqualTo(HttpStatusCode.BadGateway));
        Assert.That(await StatusCodeAsync(other), Is.EqualTo("0x8004C600"));
    }

    [Test]
    public async Task A_token_loses_a_use_only_where_a_licence_comes_of_it()
    {
        await using var server = await StartServerAsync();
        var keyId = await server.PublishAsync(Guid.NewGuid(), s_key, s_playReady, s_token);
        var claims = TokenMaker.Claims(server.Clock.GetUtcNow());
        claims[ContentKeyPolicyTokenRestriction.MaxUsesClaim] = 1;
        var challenge = Challenges.Version40(keyId, Challenges.TokenData(TokenMaker.Hs256(claims)));
        foreach (var (answer, expected) in new ((int, string, string), int)[]
        {
            ((500, "text/xml", "<fault/>"), 500), ((200, "text/html", "<html>"), 502), ((200, "text/xml", "<licence/>"), 200), ((200, "text/xml", "<licence/>"), 401),
        })
        {
            _answer = answer;
            Assert.That((int)(await AskAsync(server, challenge)).StatusCode, Is.EqualTo(expected));
        }
    }

    [Test]
    public async Task Without_a_licence_server_the_missing_setting_is_named()
    {
        await using var server = await KeyServer.StartAsync();
        using var reply = await AskAsync(server, Challenges.Version40(Guid.NewGuid()));
        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.NotImplemented));
        Assert.That(await reply.Content.ReadAsStringAsync(), Does.Contain("PlayReady:LicenseServerUrl").And.Contain("soap:Fault"));
    }

    private Task<KeyServer> StartServerAsync(params KeyValuePair<string, string?>[] more) => KeyServer.StartAsync(
        [new("PlayReady:LicenseServerUrl", _service.Address + "/rightsmanager.asmx"), new("PlayReady:Authorization", "Basic x"), .. more]);

    private static Task<HttpResponseMessage> AskAsync(KeyServer server, byte[] challenge)
    {
        var content = new ByteArrayContent(challenge);
        content.Headers.Add("Content-Type", "text/xml; charset=utf-8");
        return server.Client.PostAsync("/PlayReady/", content);
    }

    private static async Task<string> StatusCodeAsync(HttpResponseMessage reply) =>
        XDocument.Parse(await reply.Content.ReadAsStringAsync()).Descendants("StatusCode").Single().Value;
}

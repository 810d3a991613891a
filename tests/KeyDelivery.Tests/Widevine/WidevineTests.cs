using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using MediaPlatform.Data.Catalog;
using MediaPlatform.Data.ContentKeys;
using MediaPlatform.KeyDelivery.Tests.Licences;
using MediaPlatform.TestKit;
using Microsoft.EntityFrameworkCore;

namespace MediaPlatform.KeyDelivery.Tests.Widevine;

/// <summary>Requests of players, with a stand-in for Google's service that checks the signature on its own and echoes.</summary>
internal sealed class WidevineTests
{
    // The test provider that Shaka Packager publishes.
    private const string SigningKey = "1ae8ccd0e7985cc0b6203a55855a1034afc252980e970ca90e5202689f947ab9";
    private const string SigningIv = "d58ce954203b7c9a9a9d467f59839249";
    private static readonly byte[] s_key = Convert.FromHexString("b50d1b25559be9bd0a3cbe8ab59232fc");
    private static readonly byte[] s_challenge = [0x08, 0x01, 0x12, 0x02, 0x0A, 0x00];
    private static readonly ContentKeyPolicyWidevineConfiguration s_widevine = new() { WidevineTemplate = """{"policy_overrides":{"can_play":true}}""" };
    private static readonly ContentKeyPolicyTokenRestriction s_token = new()
    {
        Issuer = TokenMaker.Issuer,
        Audience = TokenMaker.Audience,
        RestrictionTokenType = ContentKeyPolicyRestrictionTokenType.Jwt,
        PrimaryVerificationKey = new ContentKeyPolicySymmetricTokenKey { KeyValue = TokenMaker.Secret },
    };

    private LicenceServerStandIn _service = null!;
    private KeyServer _server = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _service = await LicenceServerStandIn.StartAsync(Answer);
        _server = await KeyServer.StartAsync(Settings(_service.Address));
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _server.DisposeAsync();
        await _service.DisposeAsync();
    }

    [Test]
    public async Task A_licence_comes_from_the_service_that_checked_our_signature()
    {
        var keyId = await _server.PublishAsync(Guid.NewGuid(), s_key, s_widevine, new ContentKeyPolicyOpenRestriction());
        using var reply = await AskAsync($"/Widevine/?kid={keyId}", s_challenge);
        var echo = JsonNode.Parse(await reply.Content.ReadAsByteArrayAsync())!;
        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(reply.Headers.CacheControl!.NoStore, Is.True);
        Assert.That((string?)echo["payload"], Is.EqualTo(Convert.ToBase64String(s_challenge)));
        Assert.That((string?)echo["content_key_specs"]![0]!["key"], Is.EqualTo(Convert.ToBase64String(s_key)));
        Assert.That((bool)echo["policy_overrides"]!["can_play"]!, Is.True);
        Assert.That(_service.Requests.Single().Path, Is.EqualTo("/cenc/getlicense/widevine_test"));
        Assert.That(_server.Log.Text, Does.Contain(keyId.ToString()).And.Not.Contain(Convert.ToBase64String(s_key)).And.Not.Contain(SigningKey));
    }

    // Without an entry the service would make a key of its own, which is not that of the media.
    [TestCase("{\"content_key_specs\":[]}")]
    [TestCase("{\"content_key_specs\":[\"HD\"]}")]
    [TestCase("{\"content_key_specs\":[null]}")]
    public async Task A_request_always_carries_the_key_of_the_content(string template)
    {
        var configuration = new ContentKeyPolicyWidevineConfiguration { WidevineTemplate = template };
        var keyId = await _server.PublishAsync(Guid.NewGuid(), s_key, configuration, new ContentKeyPolicyOpenRestriction());
        using var reply = await AskAsync($"/Widevine/?kid={keyId}", s_challenge);
        var echo = JsonNode.Parse(await reply.Content.ReadAsByteArrayAsync())!;
        Assert.That((string?)echo["content_key_specs"]!.AsArray().Single()!["key"], Is.EqualTo(Convert.ToBase64String(s_key)));
    }

    [Test]
    public async Task A_request_for_the_certificate_carries_no_key()
    {
        var keyId = await _server.PublishAsync(Guid.NewGuid(), s_key, s_widevine, new ContentKeyPolicyOpenRestriction());
        using var reply = await AskAsync($"/Widevine?kid={keyId}", [0x08, 0x04]);
        var echo = JsonNode.Parse(await reply.Content.ReadAsByteArrayAsync())!;
        Assert.That((string?)echo["payload"], Is.EqualTo("CAQ="));
        Assert.That(echo["content_key_specs"], Is.Null);
    }

    [Test]
    public async Task A_token_that_is_good_once_is_good_for_the_certificate_and_one_licence()
    {
        var keyId = await _server.PublishAsync(Guid.NewGuid(), s_key, s_widevine, s_token);
        var claims = TokenMaker.Claims(_server.Clock.GetUtcNow());
        claims[ContentKeyPolicyTokenRestriction.MaxUsesClaim] = 1;
        var path = $"/Widevine/?kid={keyId}&token={TokenMaker.Hs256(claims)}";
        foreach (var (message, expected) in new[]
        {
            ((byte[])[0x08, 0x04], HttpStatusCode.OK), ([0x08, 0x04], HttpStatusCode.OK), (s_challenge, HttpStatusCode.OK),
            (s_challenge, HttpStatusCode.Unauthorized), ([0x08, 0x04], HttpStatusCode.Unauthorized),
        })
        {
            using var reply = await AskAsync(path, message);
            Assert.That(reply.StatusCode, Is.EqualTo(expected));
        }
    }

    [Test]
    public async Task Without_a_token_nothing_reaches_the_service()
    {
        var keyId = await _server.PublishAsync(Guid.NewGuid(), s_key, s_widevine, s_token);
        Assert.That((await AskAsync($"/Widevine/?kid={keyId}", s_challenge)).StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That((await AskAsync($"/Widevine/?kid={Guid.NewGuid()}", s_challenge)).StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(_service.Requests, Is.Empty);
        var right = TokenMaker.Hs256(TokenMaker.Claims(_server.Clock.GetUtcNow()));
        Assert.That((await AskAsync($"/Widevine/?kid={keyId}&token={right}", s_challenge)).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Keys_for_plain_delivery_get_no_licence()
    {
        var keyId = await _server.PublishAsync(Guid.NewGuid(), s_key, new ContentKeyPolicyOpenRestriction());
        Assert.That((await AskAsync($"/Widevine/?kid={keyId}", s_challenge)).StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task Other_bodies_are_refused_before_the_service_is_asked()
    {
        var keyId = await _server.PublishAsync(Guid.NewGuid(), s_key, s_widevine, new ContentKeyPolicyOpenRestriction());
        foreach (var body in new byte[][] { [], [0xFF, 0xFF], new byte[(64 << 10) + 1] })
        {
            Assert.That((await AskAsync($"/Widevine/?kid={keyId}", body)).StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        }

        Assert.That((await AskAsync("/Widevine/", s_challenge)).StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(_service.Requests, Is.Empty);
    }

    [TestCase("Widevine:Provider")]
    [TestCase("Widevine:SigningKey")]
    [TestCase("Widevine:SigningIv")]
    public async Task Without_an_account_the_missing_part_is_named(string setting)
    {
        await using var server = await KeyServer.StartAsync(Settings(_service.Address).Where(pair => pair.Key != setting));
        using var reply = await server.Client.PostAsync($"/Widevine/?kid={Guid.NewGuid()}", new ByteArrayContent(s_challenge));
        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.NotImplemented));
        Assert.That(await reply.Content.ReadAsStringAsync(), Does.Contain(setting));
    }

    [Test]
    public async Task A_service_that_refuses_or_is_gone_gives_no_licence()
    {
        await using var server = await KeyServer.StartAsync([.. Settings(_service.Address).Where(pair => pair.Key != "Widevine:SigningIv"), new("Widevine:SigningIv", new string('0', 32))]);
        var keyId = await server.PublishAsync(Guid.NewGuid(), s_key, s_widevine, new ContentKeyPolicyOpenRestriction());
        using var refused = await server.Client.PostAsync($"/Widevine/?kid={keyId}", new ByteArrayContent(s_challenge));
        Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.BadGateway));
        Assert.That(await refused.Content.ReadAsStringAsync(), Does.Contain("SIGNATURE_FAILED"));

        // Nor does a token lose its only use.
        var guarded = await server.PublishAsync(Guid.NewGuid(), s_key, s_widevine, s_token);
        var claims = TokenMaker.Claims(server.Clock.GetUtcNow());
        claims[ContentKeyPolicyTokenRestriction.MaxUsesClaim] = 1;
        for (var i = 0; i < 3; i++)
        {
            using var again = await server.Client.PostAsync($"/Widevine/?kid={guarded}&token={TokenMaker.Hs256(claims)}", new ByteArrayContent(s_challenge));
            Assert.That(again.StatusCode, Is.EqualTo(HttpStatusCode.BadGateway));
        }

        await _service.DisposeAsync();
        using var gone = await server.Client.PostAsync($"/Widevine/?kid={keyId}", new ByteArrayContent(s_challenge));
        Assert.That(gone.StatusCode, Is.EqualTo(HttpStatusCode.BadGateway));
    }

    [Test]
    public async Task A_player_that_leaves_before_the_service_replies_loses_no_use_of_its_token()
    {
        using var asked = new SemaphoreSlim(0);
        using var mayAnswer = new ManualResetEventSlim();
        var requests = 0;
        await using var service = await LicenceServerStandIn.StartAsync(request =>
        {
            if (Interlocked.Increment(ref requests) == 1)
            {
                asked.Release();
                mayAnswer.Wait(TimeSpan.FromSeconds(60));
            }

            return Answer(request);
        });
        await using var server = await KeyServer.StartAsync(Settings(service.Address));
        var keyId = await server.PublishAsync(Guid.NewGuid(), s_key, s_widevine, s_token);
        var claims = TokenMaker.Claims(server.Clock.GetUtcNow());
        claims[ContentKeyPolicyTokenRestriction.MaxUsesClaim] = 1;
        var path = $"/Widevine/?kid={keyId}&token={TokenMaker.Hs256(claims)}";
        using var leaving = new CancellationTokenSource();
        var left = server.Client.PostAsync(path, new ByteArrayContent(s_challenge), leaving.Token);
        Assert.That(await asked.WaitAsync(TimeSpan.FromSeconds(30)));
        await leaving.CancelAsync();
        Assert.That(async () => await left, Throws.InstanceOf<OperationCanceledException>());

        var outcome = HttpStatusCode.Unauthorized;
        for (var i = 0; i < 300 && outcome == HttpStatusCode.Unauthorized; i++)
        {
            using var reply = await server.Client.PostAsync(path, new ByteArrayContent(s_challenge));
            outcome = reply.StatusCode;
            await Task.Delay(outcome == HttpStatusCode.OK ? 0 : 50);
        }

        mayAnswer.Set();
        Assert.That(outcome, Is.EqualTo(HttpStatusCode.OK));
        using var second = await server.Client.PostAsync(path, new ByteArrayContent(s_challenge));
        Assert.That(second.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task A_use_that_cannot_be_given_back_does_not_change_what_the_player_is_told()
    {
        KeyServer? server = null;
        await using var service = await LicenceServerStandIn.StartAsync(_ =>
        {
            using var context = server!.Get<CatalogContextFactory>().Create();
            context.Database.ExecuteSqlRaw("DROP TABLE TokenUses");
            return (200, "application/json", """{"status":"INTERNAL_ERROR"}""");
        });
        await using (server = await KeyServer.StartAsync(Settings(service.Address)))
        {
            var keyId = await server.PublishAsync(Guid.NewGuid(), s_key, s_widevine, s_token);
            var claims = TokenMaker.Claims(server.Clock.GetUtcNow());
            claims[ContentKeyPolicyTokenRestriction.MaxUsesClaim] = 1;
            using var reply = await server.Client.PostAsync($"/Widevine/?kid={keyId}&token={TokenMaker.Hs256(claims)}", new ByteArrayContent(s_challenge));
            Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.BadGateway));
            Assert.That(server.Log.Text, Does.Contain("could not be given its use back"));
        }
    }

    private Task<HttpResponseMessage> AskAsync(string path, byte[] body) => _server.Client.PostAsync(path, new ByteArrayContent(body));

    private static KeyValuePair<string, string?>[] Settings(string address) =>
    [
        new("Widevine:ServiceUrl", address + "/cenc/getlicense"),
        new("Widevine:Provider", "widevine_test"),
        new("Widevine:SigningKey", SigningKey),
        new("Widevine:SigningIv", SigningIv),
    ];

    private static (int Status, string ContentType, string Body) Answer(LicenceServerStandIn.Request request)
    {
        var message = JsonNode.Parse(request.Body)!;
        var text = Convert.FromBase64String((string)message["request"]!);
        using var aes = System.Security.Cryptography.Aes.Create();
        aes.Key = Convert.FromHexString(SigningKey);
        var isSigned = false;
        try
        {
            isSigned = aes.DecryptCbc(Convert.FromBase64String((string)message["signature"]!), Convert.FromHexString(SigningIv)).SequenceEqual(SHA1.HashData(text));
        }
        catch (CryptographicException)
        {
            // A signature under another key does not even unpad.
        }

        var isGood = isSigned && (string?)message["signer"] == "widevine_test";
        var reply = isGood ? new JsonObject { ["status"] = "OK", ["license"] = Convert.ToBase64String(text) } : new JsonObject { ["status"] = "SIGNATURE_FAILED" };
        return (200, "application/json", reply.ToJsonString());
    }
}

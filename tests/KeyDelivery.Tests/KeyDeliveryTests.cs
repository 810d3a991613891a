using System.Net;
using System.Text;
using System.Text.Json;
using MediaPlatform.Data.Accounts;
using MediaPlatform.Data.ContentKeys;
using MediaPlatform.TestKit;

namespace MediaPlatform.KeyDelivery.Tests;

/// <summary>Requests as players make them.</summary>
internal sealed class KeyDeliveryTests
{
    private static readonly byte[] s_key = Convert.FromHexString("b50d1b25559be9bd0a3cbe8ab59232fc");
    private static readonly ContentKeyPolicyOpenRestriction s_open = new();
    private static readonly ContentKeyPolicyTokenRestriction s_token = new()
    {
        Issuer = TokenMaker.Issuer,
        Audience = TokenMaker.Audience,
        RestrictionTokenType = ContentKeyPolicyRestrictionTokenType.Jwt,
        PrimaryVerificationKey = new ContentKeyPolicySymmetricTokenKey { KeyValue = TokenMaker.Secret },
    };

    private KeyServer _server = null!;

    [SetUp]
    public async Task StartAsync() => _server = await KeyServer.StartAsync();

    [TearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    private string Token => TokenMaker.Hs256(TokenMaker.Claims(_server.Clock.GetUtcNow()));

    [Test]
    public async Task An_open_key_is_16_bytes_that_nobody_stores()
    {
        var keyId = await _server.PublishAsync(Guid.NewGuid(), s_key, s_open);
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Post })
        {
            using var reply = await _server.Client.SendAsync(new HttpRequestMessage(method, $"/?kid={keyId}"));
            Assert.That(await reply.Content.ReadAsByteArrayAsync(), Is.EqualTo(s_key));
            Assert.That(reply.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/octet-stream"));
            Assert.That(reply.Headers.CacheControl!.NoStore, Is.True);
        }

        Assert.That(_server.Log.Text, Does.Contain(keyId.ToString()).And.Not.Contain(Convert.ToBase64String(s_key)).And.Not.Contain(Convert.ToHexString(s_key)));
    }

    [Test]
    public async Task A_token_is_taken_from_header_and_query()
    {
        var keyId = await _server.PublishAsync(Guid.NewGuid(), s_key, s_token);
        var token = Token;
        Assert.That((await _server.Client.GetAsync($"/?kid={keyId}&token={Uri.EscapeDataString(token)}")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        foreach (var header in new[] { $"Bearer {token}", $"Bearer={token}" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/?kid={keyId}");
            request.Headers.TryAddWithoutValidation("Authorization", header);
            Assert.That((await _server.Client.SendAsync(request)).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        }

        Assert.That(_server.Log.Text, Does.Not.Contain(token));
    }

    [Test]
    public async Task A_token_of_up_to_16_KiB_is_taken_from_header_and_query()
    {
        var keyId = await _server.PublishAsync(Guid.NewGuid(), s_key, s_token);
        var claims = TokenMaker.Claims(_server.Clock.GetUtcNow());
        claims["groups"] = new string('g', 11_500);
        var token = TokenMaker.Hs256(claims);
        Assert.That(token, Has.Length.InRange(15_000, 16_384));
        Assert.That((await _server.Client.GetAsync($"/?kid={keyId}&token={Uri.EscapeDataString(token)}")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/?kid={keyId}");
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        Assert.That((await _server.Client.SendAsync(request)).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Records_of_refusals_name_the_kind_of_token_that_was_wanted()
    {
        var keyId = await _server.PublishAsync(Guid.NewGuid(), s_key, s_token);
        await _server.Client.GetAsync($"/?kid={keyId}&token=wrong");
        Assert.That(_server.Log.Text, Does.Match($"AES key {keyId}, policy '[^']+', token Jwt: Refused"));
    }

    [Test]
    public async Task Unknown_keys_and_bad_tokens_get_the_same_reply()
    {
        var keyId = await _server.PublishAsync(Guid.NewGuid(), s_key, s_token);
        using var known = await _server.Client.GetAsync($"/?kid={keyId}&token=wrong");
        using var unknown = await _server.Client.GetAsync($"/?kid={Guid.NewGuid()}&token=wrong");
        Assert.That(known.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(Text(unknown), Is.EqualTo(Text(known)));
        Assert.That((await _server.Client.GetAsync("/?kid=nonsense")).StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That((await _server.Client.GetAsync("/")).StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));

        static string Text(HttpResponseMessage reply)
        {
            reply.Headers.Date = null;
            reply.Headers.Remove("x-ms-request-id");
            return string.Join('\n', reply.Headers.Where(header => !header.Key.Contains("request-id", StringComparison.OrdinalIgnoreCase)).Select(header => header.Key + string.Join(',', header.Value)));
        }
    }

    [Test]
    public async Task The_first_option_that_lets_the_caller_pass_counts()
    {
        var other = s_token with { Audience = "urn:other" };
        var keyId = await _server.PublishAsync(Guid.NewGuid(), s_key, other, s_token);
        Assert.That((await _server.Client.GetAsync($"/?kid={keyId}&token={Token}")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_changed_policy_acts_within_five_seconds()
    {
        var keyId = await _server.PublishAsync(Guid.NewGuid(), s_key, s_open);
        Assert.That((await _server.Client.GetAsync($"/?kid={keyId}")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        await _server.ChangePolicyAsync(keyId, s_token);
        _server.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.That((await _server.Client.GetAsync($"/?kid={keyId}")).StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task Addresses_outside_the_allow_list_are_forbidden()
    {
        var keyId = await _server.PublishAsync(Guid.NewGuid(), s_key, s_open);
        var account = (await _server.Get<AccountStore>().FindByIdAsync(_server.Account.Id, default))!;
        account.PropertiesJson = """{"keyDelivery":{"accessControl":{"defaultAction":"Deny","ipAllowList":["203.0.113.0/24"]}}}""";
        await _server.Get<AccountStore>().SaveAsync(account, default);
        Assert.That((await _server.Client.GetAsync($"/?kid={keyId}")).StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        account.PropertiesJson = """{"keyDelivery":{"accessControl":{"defaultAction":"Deny","ipAllowList":["127.0.0.0/8"]}}}""";
        await _server.Get<AccountStore>().SaveAsync(account, default);
        _server.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.That((await _server.Client.GetAsync($"/?kid={keyId}")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Pages_of_any_origin_may_ask_with_a_token()
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, "/?kid=x");
        request.Headers.Add("Origin", "https://player.example");
        request.Headers.Add("Access-Control-Request-Method", "POST");
        request.Headers.Add("Access-Control-Request-Headers", "authorization");
        using var reply = await _server.Client.SendAsync(request);
        Assert.That((int)reply.StatusCode, Is.EqualTo(204));
        Assert.That(reply.Headers.GetValues("Access-Control-Allow-Origin"), Is.EqualTo(new[] { "https://player.example" }));
        Assert.That(reply.Headers.GetValues("Access-Control-Allow-Credentials"), Is.EqualTo(new[] { "true" }));
        Assert.That(reply.Headers.GetValues("Access-Control-Allow-Headers").Single(), Does.Contain("Authorization"));
    }

    [Test]
    public async Task A_clear_key_licence_is_that_of_the_specification()
    {
        await _server.PublishAsync(new Guid(Convert.FromHexString("2f05477fc24bb4faefd86517156daffc"), bigEndian: true), s_key, s_open);
        using var reply = await AskAsync("""{"kids":["LwVHf8JLtPrv2GUXFW2v_A","AAAAAAAAAAAAAAAAAAAAAA"],"type":"temporary"}""");
        using var licence = JsonDocument.Parse(await reply.Content.ReadAsStringAsync());
        var key = licence.RootElement.GetProperty("keys").EnumerateArray().Single();
        Assert.That(reply.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/json"));
        Assert.That(key.GetProperty("kty").GetString(), Is.EqualTo("oct"));
        Assert.That(key.GetProperty("kid").GetString(), Is.EqualTo("LwVHf8JLtPrv2GUXFW2v_A"));
        Assert.That(key.GetProperty("k").GetString(), Is.EqualTo("tQ0bJVWb6b0KPL6KtZIy_A"));
        Assert.That(licence.RootElement.GetProperty("type").GetString(), Is.EqualTo("temporary"));
    }

    [TestCase("""{"kids":["AAAAAAAAAAAAAAAAAAAAAA"]}""", HttpStatusCode.NotFound)]
    [TestCase("""{"kids":["AAAA"]}""", HttpStatusCode.BadRequest)]
    [TestCase("""{"kids":[null]}""", HttpStatusCode.BadRequest)]
    [TestCase("""{"kids":{}}""", HttpStatusCode.BadRequest)]
    [TestCase("""{"kids":[]}""", HttpStatusCode.BadRequest)]
    [TestCase("[]", HttpStatusCode.BadRequest)]
    [TestCase("[[[[[[[[", HttpStatusCode.BadRequest)]
    [TestCase("", HttpStatusCode.BadRequest)]
    public async Task Bad_licence_requests_get_a_client_error(string body, HttpStatusCode expected) =>
        Assert.That((await AskAsync(body)).StatusCode, Is.EqualTo(expected));

    private Task<HttpResponseMessage> AskAsync(string body) =>
        _server.Client.PostAsync("/ClearKey/", new StringContent(body, Encoding.UTF8, "application/json"));
}

using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MediaPlatform.Data.ContentKeys;
using MediaPlatform.FairPlayPlugIn;
using MediaPlatform.KeyDelivery.Tests.FairPlay;
using MediaPlatform.KeyDelivery.Tests.PlayReady;
using MediaPlatform.TestKit;

namespace MediaPlatform.KeyDelivery.Tests.Licences;

/// <summary>What strangers send: always a client error, never a key, never a failure of ours, and soon.</summary>
internal sealed class HostileRequestTests
{
    private const int Rounds = 150;
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);
    private static readonly byte[] s_key = Convert.FromHexString("b50d1b25559be9bd0a3cbe8ab59232fc");
    private static readonly ContentKeyPolicyOpenRestriction s_open = new();

    private RSA _rsa = null!;
    private X509Certificate2 _certificate = null!;
    private LicenceServerStandIn _service = null!;
    private KeyServer _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _rsa = RSA.Create(1024);
        _certificate = new CertificateRequest("CN=application", _rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        (_server, _service) = await RefusingServers.StartAsync();
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await _server.DisposeAsync();
        await _service.DisposeAsync();
        _certificate.Dispose();
        _rsa.Dispose();
    }

    [Test]
    public async Task Damaged_clear_key_requests() =>
        await AttackAsync("/ClearKey/", "application/json", """{"kids":["LwVHf8JLtPrv2GUXFW2v_A"],"type":"temporary"}"""u8.ToArray());

    [Test]
    public async Task Damaged_widevine_challenges()
    {
        var keyId = await _server.PublishAsync(Guid.NewGuid(), s_key, new ContentKeyPolicyWidevineConfiguration { WidevineTemplate = "{}" }, s_open);
        await AttackAsync($"/Widevine/?kid={keyId}", "application/octet-stream", [0x08, 0x01, 0x12, 0x10, .. RandomNumberGenerator.GetBytes(16), 0x1A, 0x02, 1, 2]);
    }

    [Test]
    public async Task Damaged_playready_challenges()
    {
        var configuration = new ContentKeyPolicyPlayReadyConfiguration { Licenses = [new() { ContentKeyLocation = new ContentKeyPolicyPlayReadyContentEncryptionKeyFromHeader() }] };
        var keyId = await _server.PublishAsync(Guid.NewGuid(), s_key, configuration, s_open);
        await AttackAsync("/PlayReady/", "text/xml", Challenges.Version40(keyId, Challenges.TokenData("a.b.c")));
    }

    [Test]
    public async Task Damaged_fairplay_messages()
    {
        var ask = new byte[16];
        var configuration = new ContentKeyPolicyFairPlayConfiguration
        {
            Ask = ask,
            FairPlayPfx = Convert.ToBase64String(_certificate.Export(X509ContentType.Pkcs12, "secret")),
            FairPlayPfxPassword = "secret",
        };
        var keyId = await _server.PublishAsync(Guid.NewGuid(), s_key, configuration, s_open);
        var spc = new SimulatedPlayer().MakeSpc(_rsa, _certificate.RawData, ask, "asset");
        // Each changed byte outside the filling of a block breaks a check: the mutations here hit header, wrapped key and hash.
        var random = new Random(7);
        for (var round = 0; round < Rounds; round++)
        {
            var damaged = spc.ToArray();
            damaged[random.Next(24, 172)] ^= (byte)random.Next(1, 256);
            await ExpectClientErrorAsync($"/FairPlay/?kid={keyId}", "application/x-www-form-urlencoded", Encoding.ASCII.GetBytes("spc=" + Uri.EscapeDataString(Convert.ToBase64String(damaged))));
        }

        await AttackAsync($"/FairPlay/?kid={keyId}", "application/x-www-form-urlencoded", "spc=AAAAAQAAAAAkWUJTkRvBN3urPgy2U8Hw&assetId=x"u8.ToArray());
    }

    [Test]
    public async Task Tokens_that_are_too_long_unsigned_or_signed_with_a_public_key()
    {
        using var rsa = RSA.Create(2048);
        var parameters = rsa.ExportParameters(false);
        var restriction = new ContentKeyPolicyTokenRestriction
        {
            Issuer = TokenMaker.Issuer,
            Audience = TokenMaker.Audience,
            RestrictionTokenType = ContentKeyPolicyRestrictionTokenType.Jwt,
            PrimaryVerificationKey = new ContentKeyPolicyRsaTokenKey { Exponent = parameters.Exponent, Modulus = parameters.Modulus },
        };
        var keyId = await _server.PublishAsync(Guid.NewGuid(), s_key, restriction);
        var claims = TokenMaker.Claims(_server.Clock.GetUtcNow());
        var long64 = new Dictionary<string, object>(claims) { ["fill"] = new string('x', 20_000) };
        string[] tokens =
        [
            TokenMaker.Sign("none", claims, _ => []),
            TokenMaker.Sign("None", claims, _ => [1]),
            TokenMaker.Hs256(claims, parameters.Modulus!),
            TokenMaker.Hs256(claims, rsa.ExportSubjectPublicKeyInfo()),
            TokenMaker.Hs256(claims, Encoding.ASCII.GetBytes(rsa.ExportSubjectPublicKeyInfoPem())),
            TokenMaker.Hs256(claims, []),
            TokenMaker.Rs256(long64, rsa),
            "", ".", "..", new string('.', 9000), new string('A', 15_000),
        ];
        foreach (var token in tokens)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/?kid={keyId}");
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token);
            using var reply = await _server.Client.SendAsync(request);
            Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized), token.Length > 200 ? token[..200] : token);
        }

        using var right = await _server.Client.GetAsync($"/?kid={keyId}&token={TokenMaker.Rs256(claims, rsa)}");
        Assert.That(right.StatusCode, Is.EqualTo(HttpStatusCode.OK), "the same claims under the right key");
    }

    private async Task AttackAsync(string path, string contentType, byte[] good)
    {
        var random = new Random(11);
        var watch = Stopwatch.StartNew();
        for (var round = 0; round < Rounds; round++)
        {
            var damaged = good.ToArray();
            for (var change = random.Next(1, 6); change > 0; change--) damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            // A change may leave a request good, for instance in a comment or a nonce: then it is no attack, but still no failure.
            Assert.That((int)await SendAsync(path, contentType, damaged), Is.LessThan(500));
            await ExpectClientErrorAsync(path, contentType, good[..random.Next(good.Length / 2)]);
            await ExpectClientErrorAsync(path, contentType, RandomBytes(random, random.Next(1, 3000)));
        }

        await ExpectClientErrorAsync(path, contentType, new byte[300 << 10]);
        await ExpectClientErrorAsync(path, contentType, Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("<a>", 20_000))));
        await ExpectClientErrorAsync(path, contentType, Encoding.ASCII.GetBytes(new string('[', 15_000)));
        await ExpectClientErrorAsync(path, contentType, """<!DOCTYPE a [<!ENTITY x "y"><!ENTITY z "&x;&x;&x;&x;">]><a>&z;</a>"""u8.ToArray());
        Assert.That(watch.Elapsed, Is.LessThan(s_limit));
    }

    private static byte[] RandomBytes(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }

    private async Task ExpectClientErrorAsync(string path, string contentType, byte[] body) =>
        Assert.That((int)await SendAsync(path, contentType, body), Is.InRange(400, 499), Convert.ToHexString(body.AsSpan(0, Math.Min(body.Length, 200))));

    private async Task<HttpStatusCode> SendAsync(string path, string contentType, byte[] body)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        using var reply = await _server.Client.PostAsync(path, content);
        return reply.StatusCode;
    }
}

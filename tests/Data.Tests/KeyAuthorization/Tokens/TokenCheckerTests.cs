using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using MediaPlatform.Data.Catalog;
using MediaPlatform.Data.ContentKeys;
using MediaPlatform.Data.KeyAuthorization.Tokens;
using MediaPlatform.Data.KeyAuthorization;
using MediaPlatform.Data.Network;
using MediaPlatform.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace MediaPlatform.Data.Tests.KeyAuthorization.Tokens;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class TokenCheckerTests : IDisposable
{
    private static readonly Guid s_key = new("0f9a3a2e-6f0b-4d2c-9f6e-3c1a5b7d9e11");
    private readonly ManualClock _clock = new();
    private readonly CheckerWithoutCatalog _own;

    public TokenCheckerTests() => _own = new(_clock);

    public void Dispose() => _own.Dispose();

    private static ContentKeyPolicyTokenRestriction Restriction(ContentKeyPolicyRestrictionTokenKey? key = null) => new()
    {
        Issuer = TokenMaker.Issuer,
        Audience = TokenMaker.Audience,
        RestrictionTokenType = ContentKeyPolicyRestrictionTokenType.Jwt,
        PrimaryVerificationKey = key ?? new ContentKeyPolicySymmetricTokenKey { KeyValue = TokenMaker.Secret },
    };

    private Dictionary<string, object> Claims => TokenMaker.Claims(_clock.GetUtcNow());

    private ValueTask<string?> CheckAsync(string? token, ContentKeyPolicyTokenRestriction? restriction = null) =>
        _own.Checker.CheckAsync(restriction ?? Restriction(), token, s_key, takesUse: true, default);

    [TestCase("jwtHs256", ContentKeyPolicyRestrictionTokenType.Jwt)]
    [TestCase("swt", ContentKeyPolicyRestrictionTokenType.Swt)]
    public async Task Published_tokens_pass_for_their_key_only(string name, ContentKeyPolicyRestrictionTokenType type)
    {
        using var vectors = JsonDocument.Parse(await File.ReadAllTextAsync(SharedFiles.Spec("vectors/tokens.json")));
        var restriction = Restriction(new ContentKeyPolicySymmetricTokenKey { KeyValue = vectors.RootElement.GetProperty("symmetricKeyBase64").GetBytesFromBase64() })
            with
        { RestrictionTokenType = type, RequiredClaims = [new() { ClaimType = ContentKeyPolicyTokenRestriction.ContentKeyIdentifierClaim }] };
        var token = vectors.RootElement.GetProperty(name).GetString()!;
        Assert.That(await CheckAsync(token, restriction), Is.Null);
        Assert.That(await _own.Checker.CheckAsync(restriction, token, Guid.NewGuid(), takesUse: true, default), Is.EqualTo("key identifier"));
        Assert.That(await CheckAsync(token.Replace("contoso", "fabrikam", StringComparison.Ordinal).Replace(".ey", ".fy", StringComparison.Ordinal), restriction), Is.Not.Null);
    }

    [TestCase("iss", "https://other", "issuer")]
    [TestCase("aud", "urn:other", "audience")]
    public async Task Tokens_of_others_are_refused(string claim, string value, string reason)
    {
        var claims = Claims;
        claims[claim] = value;
        Assert.That(await CheckAsync(TokenMaker.Hs256(claims)), Is.EqualTo(reason));
    }

    [TestCase(-4, null)]
    [TestCase(-6, "expired")]
    public async Task A_token_may_be_five_minutes_late(int minutes, string? reason)
    {
        var claims = Claims;
        claims["exp"] = _clock.GetUtcNow().AddMinutes(minutes).ToUnixTimeSeconds();
        Assert.That(await CheckAsync(TokenMaker.Hs256(claims)), Is.EqualTo(reason));
    }

    [Test]
    public async Task A_token_of_the_future_or_without_expiry_is_refused()
    {
        var early = Claims;
        early["nbf"] = _clock.GetUtcNow().AddMinutes(6).ToUnixTimeSeconds();
        var endless = Claims;
        endless.Remove("exp");
        Assert.That(await CheckAsync(TokenMaker.Hs256(early)), Is.EqualTo("not valid yet"));
        Assert.That(await CheckAsync(TokenMaker.Hs256(endless)), Is.EqualTo("no expiry"));
    }

    [Test]
    public async Task Required_claims_must_be_there_with_their_value()
    {
        var restriction = Restriction() with { RequiredClaims = [new() { ClaimType = "role", ClaimValue = "viewer" }, new() { ClaimType = "group" }] };
        var claims = Claims;
        claims["role"] = new[] { "guest", "viewer" };
        Assert.That(await CheckAsync(TokenMaker.Hs256(claims), restriction), Is.EqualTo("required claim"));
        claims["group"] = 7;
        Assert.That(await CheckAsync(TokenMaker.Hs256(claims), restriction), Is.Null);
        claims["role"] = "guest";
        Assert.That(await CheckAsync(TokenMaker.Hs256(claims), restriction), Is.EqualTo("required claim"));
    }

    [Test]
    public async Task Rsa_keys_certificates_and_alternate_keys_verify()
    {
        using var rsa = RSA.Create(2048);
        var token = TokenMaker.Rs256(Claims, rsa);
        var parameters = rsa.ExportParameters(false);
        var key = new ContentKeyPolicyRsaTokenKey { Exponent = parameters.Exponent, Modulus = parameters.Modulus };
        using var certificate = new CertificateRequest("CN=tokens", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(_clock.GetUtcNow(), _clock.GetUtcNow().AddDays(1));
        Assert.That(await CheckAsync(token, Restriction(key)), Is.Null);
        Assert.That(await CheckAsync(token, Restriction(new ContentKeyPolicyX509CertificateTokenKey { RawBody = certificate.RawData })), Is.Null);
        Assert.That(await CheckAsync(token, Restriction() with { AlternateVerificationKeys = [key] }), Is.Null);
        Assert.That(await CheckAsync(token), Is.Not.Null);
    }

    [Test]
    public async Task A_public_key_is_never_taken_for_a_shared_secret()
    {
        using var rsa = RSA.Create(2048);
        var parameters = rsa.ExportParameters(false);
        var restriction = Restriction(new ContentKeyPolicyRsaTokenKey { Exponent = parameters.Exponent, Modulus = parameters.Modulus });
        foreach (var secret in new[] { parameters.Modulus!, rsa.ExportSubjectPublicKeyInfo(), rsa.ExportRSAPublicKey() })
        {
            Assert.That(await CheckAsync(TokenMaker.Hs256(Claims, secret), restriction), Is.Not.Null);
        }
    }

    [TestCase("none")]
    [TestCase("NONE")]
    [TestCase("hs256")]
    [TestCase("")]
    public async Task Algorithms_that_are_no_signature_are_refused(string algorithm)
    {
        Assert.That(await CheckAsync(TokenMaker.Sign(algorithm, Claims, bytes => HMACSHA256.HashData(TokenMaker.Secret, bytes))), Is.Not.Null);
        Assert.That(await CheckAsync(TokenMaker.Sign(algorithm, Claims, _ => [])), Is.Not.Null);
    }

    [Test]
    public async Task Limited_uses_need_a_number_and_a_near_expiry()
    {
        var claims = Claims;
        claims[ContentKeyPolicyTokenRestriction.MaxUsesClaim] = 2;
        claims["exp"] = _clock.GetUtcNow().AddHours(2).ToUnixTimeSeconds();
        Assert.That(await CheckAsync(TokenMaker.Hs256(claims)), Does.Contain("within one hour"));
        claims[ContentKeyPolicyTokenRestriction.MaxUsesClaim] = "many";
        Assert.That(await CheckAsync(TokenMaker.Hs256(claims)), Is.EqualTo("uses are no number"));
    }

    [Test]
    public async Task Damaged_tokens_are_refused_without_an_exception()
    {
        var token = TokenMaker.Hs256(Claims);
        var random = new Random(5);
        for (var i = 0; i < 2000; i++)
        {
            var damaged = token.ToCharArray();
            damaged[random.Next(damaged.Length - 2)] = (char)random.Next(1, 256);
            if (new string(damaged) == token) continue;
            Assert.That(await CheckAsync(new string(damaged)), Is.Not.Null, new string(damaged));
        }

        foreach (var text in new string?[] { null, "", ".", "..", "a.b.c", "&HMACSHA256=", "e30.e30.e30", new string('.', 10000) })
        {
            Assert.That(await CheckAsync(text), Is.Not.Null);
            Assert.That(await CheckAsync(text, Restriction() with { RestrictionTokenType = ContentKeyPolicyRestrictionTokenType.Swt }), Is.Not.Null);
        }
    }

    [TestCase("127.0.0.1", false)]
    [TestCase("10.1.2.3", false)]
    [TestCase("169.254.169.254", false)]
    [TestCase("172.16.0.1", false)]
    [TestCase("192.168.1.1", false)]
    [TestCase("100.64.0.1", false)]
    [TestCase("::1", false)]
    [TestCase("fe80::1", false)]
    [TestCase("fd00::1", false)]
    [TestCase("::ffff:127.0.0.1", false)]
    [TestCase("2002:7f00:1::", false)]
    [TestCase("20.190.128.1", true)]
    [TestCase("2606:4700::1", true)]
    public void Discovery_leads_to_public_addresses_only(string address, bool allowed) =>
        Assert.That(PublicNetwork.IsPublic(System.Net.IPAddress.Parse(address)), Is.EqualTo(allowed));
}

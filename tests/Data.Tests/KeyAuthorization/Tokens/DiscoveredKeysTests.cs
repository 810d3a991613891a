using System.Buffers.Text;
using System.Security.Cryptography;
using MediaPlatform.Data.Catalog;
using MediaPlatform.Data.ContentKeys;
using MediaPlatform.Data.KeyAuthorization.Tokens;
using MediaPlatform.Data.KeyAuthorization;
using MediaPlatform.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace MediaPlatform.Data.Tests.KeyAuthorization.Tokens;

/// <summary>A provider on a loopback port that changes its keys.</summary>
internal sealed class DiscoveredKeysTests
{
    private readonly ManualClock _clock = new();
    private WebApplication _provider = null!;
    private string _keyId = "first";
    private int _reads;

    private string Document => _provider.Urls.First() + "/.well-known/openid-configuration";

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _provider = builder.Build();
        _provider.Urls.Add("http://127.0.0.1:0");
        using var rsa = RSA.Create(2048);
        var parameters = rsa.ExportParameters(false);
        _provider.MapGet("/.well-known/openid-configuration", (HttpRequest request) => Results.Json(new { jwks_uri = $"http://{request.Host}/keys" }));
        _provider.MapGet("/keys", () =>
        {
            _reads++;
            var key = new { kty = "RSA", use = "sig", kid = _keyId, n = Base64Url.EncodeToString(parameters.Modulus), e = Base64Url.EncodeToString(parameters.Exponent) };
            return Results.Json(new { keys = new[] { key } });
        });
        await _provider.StartAsync();
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _provider.DisposeAsync();

    [Test]
    public async Task A_new_key_is_found_but_made_up_ones_do_not_cause_calls()
    {
        var options = Options.Create(new KeyDeliveryOptions { AllowPrivateDiscovery = true });
        using var client = new DiscoveryClient(options);
        using var keys = new DiscoveredKeys(client, options, _clock, NullLogger<DiscoveredKeys>.Instance);
        Assert.That(await keys.FindAsync(Document, "first", default), Has.Exactly(1).Items);
        _keyId = "second";
        for (var i = 0; i < 10; i++) Assert.That(await keys.FindAsync(Document, "second", default), Is.Empty);
        Assert.That(_reads, Is.EqualTo(1));
        _clock.Advance(TimeSpan.FromSeconds(31));
        Assert.That(await keys.FindAsync(Document, "second", default), Has.Exactly(1).Items);
        Assert.That(_reads, Is.EqualTo(2));
    }

    [Test]
    public async Task Tokens_pass_under_the_keys_that_the_provider_has_now()
    {
        using var first = RSA.Create(2048);
        using var second = RSA.Create(2048);
        (RSA Key, string Id)[] published = [(first, "first")];
        await using var provider = WebApplication.CreateSlimBuilder().Build();
        provider.Urls.Add("http://127.0.0.1:0");
        provider.MapGet("/openid", (HttpRequest request) => Results.Json(new { jwks_uri = $"http://{request.Host}/keys" }));
        provider.MapGet("/keys", () => Results.Json(new { keys = published.Select(one => Jwk(one.Key, one.Id)) }));
        await provider.StartAsync();
        var options = Options.Create(new KeyDeliveryOptions { AllowPrivateDiscovery = true });
        using var client = new DiscoveryClient(options);
        using var keys = new DiscoveredKeys(client, options, _clock, NullLogger<DiscoveredKeys>.Instance);
        var uses = new TokenUses(new TokenUseStore(new CatalogContextFactory(new DataOptions { ConnectionString = "Data Source=/nowhere/catalog.db" })), _clock);
        var checker = new TokenChecker(keys, uses, options, _clock);
        var restriction = new ContentKeyPolicyTokenRestriction
        {
            Issuer = TokenMaker.Issuer,
            Audience = TokenMaker.Audience,
            RestrictionTokenType = ContentKeyPolicyRestrictionTokenType.Jwt,
            OpenIdConnectDiscoveryDocument = provider.Urls.First() + "/openid",
        };
        async Task<bool> PassesAsync(RSA key, string? keyId) =>
            await checker.CheckAsync(restriction, TokenMaker.Rs256(TokenMaker.Claims(_clock.GetUtcNow()), key, keyId), Guid.NewGuid(), takesUse: true, default) is null;

        Assert.That(await PassesAsync(first, "first"), "before");
        Assert.That(await PassesAsync(second, "second"), Is.False, "not published yet");
        published = [(first, "first"), (second, "second")];
        _clock.Advance(TimeSpan.FromSeconds(31));
        Assert.That((await PassesAsync(second, "second"), await PassesAsync(first, "first"), await PassesAsync(second, "first")), Is.EqualTo((true, true, false)), "both");
        published = [(second, "second")];
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.That((await PassesAsync(second, "second"), await PassesAsync(first, "first"), await PassesAsync(second, null)), Is.EqualTo((true, false, true)), "the old one is gone");
    }

    private static object Jwk(RSA key, string keyId)
    {
        var parameters = key.ExportParameters(false);
        return new { kty = "RSA", use = "sig", kid = keyId, n = Base64Url.EncodeToString(parameters.Modulus), e = Base64Url.EncodeToString(parameters.Exponent) };
    }

    [Test]
    public async Task A_private_provider_is_not_called_unless_allowed()
    {
        var options = Options.Create(new KeyDeliveryOptions());
        using var client = new DiscoveryClient(options);
        using var keys = new DiscoveredKeys(client, options, _clock, NullLogger<DiscoveredKeys>.Instance);
        Assert.That(await keys.FindAsync(Document, null, default), Is.Empty);
        Assert.That(await keys.FindAsync(Document.Replace("http:", "https:", StringComparison.Ordinal), null, default), Is.Empty);
    }
}

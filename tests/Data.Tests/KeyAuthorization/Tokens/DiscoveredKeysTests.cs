using System.Buffers.Text;
using System.Security.Cryptography;
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
    public async Task A_private_provider_is_not_called_unless_allowed()
    {
        var options = Options.Create(new KeyDeliveryOptions());
        using var client = new DiscoveryClient(options);
        using var keys = new DiscoveredKeys(client, options, _clock, NullLogger<DiscoveredKeys>.Instance);
        Assert.That(await keys.FindAsync(Document, null, default), Is.Empty);
        Assert.That(await keys.FindAsync(Document.Replace("http:", "https:", StringComparison.Ordinal), null, default), Is.Empty);
    }
}

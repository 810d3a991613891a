using MediaPlatform.Data.Catalog;
using MediaPlatform.Data.ContentKeys;
using MediaPlatform.Data.KeyAuthorization;
using MediaPlatform.Data.KeyAuthorization.Tokens;
using MediaPlatform.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace MediaPlatform.Data.Tests.KeyAuthorization.Tokens;

/// <summary>A token checker with nothing behind it: a token that does not limit its uses is checked without a catalog.</summary>
internal sealed class CheckerWithoutCatalog : IDisposable
{
    private readonly DiscoveryClient _client;
    private readonly DiscoveredKeys _discovered;

    public CheckerWithoutCatalog(TimeProvider clock)
    {
        var options = Options.Create(new KeyDeliveryOptions());
        _client = new DiscoveryClient(options);
        _discovered = new DiscoveredKeys(_client, options, clock, NullLogger<DiscoveredKeys>.Instance);
        var contexts = new CatalogContextFactory(new DataOptions { ConnectionString = "Data Source=/nowhere/catalog.db" });
        Checker = new TokenChecker(_discovered, new TokenUses(new TokenUseStore(contexts), clock), options, clock);
    }

    public TokenChecker Checker { get; }

    public void Dispose()
    {
        _discovered.Dispose();
        _client.Dispose();
    }
}

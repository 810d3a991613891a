using System.Net;
using System.Net.Sockets;
using MediaPlatform.Data.Catalog;
using MediaPlatform.Data.Streaming;
using MediaPlatform.StreamingEndpoint.Errors;
using MediaPlatform.StreamingEndpoint.Keys;
using MediaPlatform.StreamingEndpoint.Locators;
using MediaPlatform.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace MediaPlatform.StreamingEndpoint.Tests.Locators;

/// <summary>Locators in memory beside a catalog that changes, or takes connections and says nothing.</summary>
public sealed class LocatorCacheTests
{
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(20);

    [Test]
    public async Task A_catalog_that_does_not_answer_is_away_and_is_asked_anew()
    {
        using var silent = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        silent.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        silent.Listen(10);
        var catalog = new CatalogContextFactory(new DataOptions
        {
            Provider = CatalogProvider.Postgres,
            ConnectionString = $"Host=127.0.0.1;Port={((IPEndPoint)silent.LocalEndPoint!).Port};Username=a;Password=b;Database=c;Timeout=120;Pooling=false",
        });
        var clock = new ManualClock();
        using var cache = new LocatorCache(
            new LocatorReader(catalog), SharedOrigin.Server.Get<ProtectionReader>(), Options.Create(new StreamingEndpointOptions()), clock, NullLogger<LocatorCache>.Instance);
        var id = Guid.NewGuid();
        for (var attempt = 0; attempt < 2; attempt++)
        {
            var finding = cache.FindAsync(id, default).AsTask();
            using var asked = await silent.AcceptAsync().WaitAsync(s_soon);
            clock.Advance(TimeSpan.FromSeconds(11));

            Assert.That(async () => await finding.WaitAsync(s_soon), Throws.InstanceOf<OriginException>().With.Property(nameof(OriginException.Error)).With.Property(nameof(MpeError.Status)).EqualTo(503));
        }
    }

    [Test]
    public async Task A_changed_filter_is_seen_through_every_locator_as_soon_as_through_the_first()
    {
        await using var server = await OriginServer.StartAsync();
        var asset = await server.AddAssetAsync();
        var ids = new List<Guid>();
        for (var count = 0; count < 200; count++)
        {
            ids.Add(await server.PublishAsync(asset));
        }

        var cache = server.Get<LocatorCache>();
        Assert.That(await SeeingAsync(), Is.Zero);
        await server.AddFilterAsync("new", static _ => { });
        await server.UntilAsync(async () => (await cache.FindAsync(ids[0], default))!.Filter("new") is not null);

        Assert.That(await SeeingAsync(), Is.EqualTo(ids.Count));

        async Task<int> SeeingAsync()
        {
            var models = await Task.WhenAll(ids.Select(id => cache.FindAsync(id, default).AsTask()));
            return models.Count(model => model!.Filter("new") is not null);
        }
    }
}

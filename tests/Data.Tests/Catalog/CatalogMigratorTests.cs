using MediaPlatform.Data.Accounts;
using MediaPlatform.Data.Catalog;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace MediaPlatform.Data.Tests.Catalog;

[TestFixtureSource(typeof(TestCatalog), nameof(TestCatalog.Databases))]
internal sealed class CatalogMigratorTests(CatalogProvider provider)
{
    [Test]
    public async Task Many_starters_at_once_make_one_schema()
    {
        await using var catalog = await TestCatalog.CreateAsync(provider, migrate: false);
        var connectionString = catalog.Get<CatalogContextFactory>().ConnectionString;
        var services = Enumerable.Range(0, 4).Select(_ => TestCatalog.Services(provider, catalog.Folder, connectionString)).ToList();
        await Task.WhenAll(services.Select(service => Task.Run(() => service.GetRequiredService<CatalogMigrator>().MigrateAsync(CancellationToken.None))));
        await catalog.AddAccountAsync("started");
        Assert.That(await services[3].GetRequiredService<AccountStore>().FindByNameAsync("STARTED", CancellationToken.None), Is.Not.Null);
        foreach (var service in services) await service.DisposeAsync();
    }

    [Test]
    public async Task The_migrations_make_exactly_the_model()
    {
        await using var catalog = await TestCatalog.CreateAsync(provider);
        await using var context = catalog.Get<CatalogContextFactory>().Create();
        Assert.That(context.Database.HasPendingModelChanges(), Is.False);
        Assert.That(await context.Database.GetPendingMigrationsAsync(), Is.Empty);
    }
}

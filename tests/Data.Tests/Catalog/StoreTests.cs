using MediaPlatform.Data.Catalog;

namespace MediaPlatform.Data.Tests.Catalog;

/// <summary>Store tests run unchanged on every database; each fixture has a catalog of its own.</summary>
internal abstract class StoreTests(CatalogProvider provider)
{
    protected TestCatalog Catalog { get; private set; } = null!;

    protected static CancellationToken Token => CancellationToken.None;

    [OneTimeSetUp]
    public async Task CreateCatalogAsync() => Catalog = await TestCatalog.CreateAsync(provider);

    [OneTimeTearDown]
    public async Task DeleteCatalogAsync() => await Catalog.DisposeAsync();
}

using MediaPlatform.Data.Catalog;
using MediaPlatform.Data.Queries;
using Microsoft.EntityFrameworkCore;

namespace MediaPlatform.Data.Assets;

/// <summary>Assets of an account. Deleting one takes its filters and locators along; its container is the caller's business.</summary>
public sealed class AssetStore(CatalogContextFactory contexts, TimeProvider clock)
{
    public async Task<Asset?> FindAsync(Guid accountId, string name, CancellationToken cancellationToken)
    {
        var key = NamedResource.KeyOf(name);
        await using var context = contexts.Create();
        return await context.Assets.FirstOrDefaultAsync(row => row.AccountId == accountId && row.NameKey == key, cancellationToken);
    }

    public async Task<Asset?> FindByIdAsync(Guid assetId, CancellationToken cancellationToken)
    {
        await using var context = contexts.Create();
        return await context.Assets.FirstOrDefaultAsync(row => row.Id == assetId, cancellationToken);
    }

    /// <summary>Whether any asset, of whatever account, uses the container.</summary>
    public async Task<bool> IsContainerUsedAsync(string storageAccountName, string container, CancellationToken cancellationToken)
    {
        await using var context = contexts.Create();
        return await context.Assets.AnyAsync(
            row => row.StorageAccountName == storageAccountName && row.Container == container, cancellationToken);
    }

    public async Task<Page<Asset>> ListAsync(ListQuery<Asset> query, CancellationToken cancellationToken)
    {
        await using var context = contexts.Create();
        return await context.Assets.Where(row => row.AccountId == query.AccountId).PageAsync(query, cancellationToken);
    }

    /// <summary>Stores a new row (version 0) or replaces the one that was read.</summary>
    public Task<SaveOutcome> SaveAsync(Asset row, CancellationToken cancellationToken) =>
        contexts.SaveNamedAsync(row, clock, cancellationToken);

    /// <returns>False when there was none.</returns>
    public async Task<bool> DeleteAsync(Guid accountId, string name, CancellationToken cancellationToken)
    {
        var key = NamedResource.KeyOf(name);
        await using var context = contexts.Create();
        return await context.Assets.Where(row => row.AccountId == accountId && row.NameKey == key).ExecuteDeleteAsync(cancellationToken) > 0;
    }
}

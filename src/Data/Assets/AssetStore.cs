using System.Runtime.CompilerServices;
using MediaPlatform.Data.Catalog;
using MediaPlatform.Data.Queries;
using MediaPlatform.Data.Undo;
using Microsoft.EntityFrameworkCore;

namespace MediaPlatform.Data.Assets;

/// <summary>Assets of an account. Deleting one takes its filters and locators along.</summary>
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

    /// <summary>
    /// Deletes an asset with its filters and locators. What is left of it says where its container lies, also when the deletion is final: whoever
    /// removes the container removes that with it.
    /// </summary>
    /// <returns>False when there was none.</returns>
    public Task<bool> DeleteAsync(Guid accountId, string name, Deletion deletion, CancellationToken cancellationToken)
    {
        var key = NamedResource.KeyOf(name);
        return contexts.DeleteNamedAsync<Asset>(
            context => context.Assets.Where(row => row.AccountId == accountId && row.NameKey == key), KeepAsync, cancellationToken);

        async IAsyncEnumerable<KeptRows> KeepAsync(CatalogContext context, Asset asset, [EnumeratorCancellation] CancellationToken token)
        {
            var resource = deletion.Of(DeletedKind.Asset, asset);
            (resource.StorageAccountName, resource.Container) = (asset.StorageAccountName, asset.Container);

            // Locks them, so that nobody changes or deletes one between its copy and its end.
            var (filters, locators) = (context.Filters.Where(row => row.AssetId == asset.Id), context.StreamingLocators.Where(row => row.AssetId == asset.Id));
            await filters.ExecuteUpdateAsync(row => row.SetProperty(one => one.Version, one => one.Version + 1), token);
            await locators.ExecuteUpdateAsync(row => row.SetProperty(one => one.Version, one => one.Version + 1), token);
            yield return new(resource, new()
            {
                Assets = [asset],
                Filters = await filters.ToListAsync(token),
                Locators = await locators.Include(row => row.ContentKeys).ToListAsync(token),
            });
        }
    }
}

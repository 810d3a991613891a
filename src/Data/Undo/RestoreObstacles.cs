using MediaPlatform.Data.Assets;
using MediaPlatform.Data.Catalog;
using MediaPlatform.Data.ContentKeys;
using MediaPlatform.Data.Filters;
using MediaPlatform.Data.Streaming;
using MediaPlatform.Data.Transforms;
using Microsoft.EntityFrameworkCore;

namespace MediaPlatform.Data.Undo;

/// <summary>Finds out why rows could not be put back.</summary>
internal static class RestoreObstacles
{
    /// <returns>Null when nothing is in the way any more.</returns>
    public static async Task<Restoration?> FindAsync(CatalogContext context, DeletedRows rows, CancellationToken cancellationToken)
    {
        foreach (var row in rows.All)
        {
            if (!await context.Accounts.AnyAsync(account => account.Id == row.AccountId, cancellationToken)) return new(RestoreOutcome.Gone);
            if (await FindAsync(context, row, rows.Assets, cancellationToken) is { } obstacle) return obstacle;
        }

        return null;
    }

    private static Task<Restoration?> FindAsync(CatalogContext context, NamedResource row, IReadOnlyList<Asset> along, CancellationToken token) => row switch
    {
        Asset asset => OfAssetAsync(context, asset, token),
        StreamingLocator locator => OfLocatorAsync(context, locator, along, token),
        StreamingFilter filter => OfFilterAsync(context, filter, along, token),
        StreamingPolicy => NameAsync(context.StreamingPolicies, row, DeletedKind.StreamingPolicy, token),
        ContentKeyPolicy => NameAsync(context.ContentKeyPolicies, row, DeletedKind.ContentKeyPolicy, token),
        Transform => NameAsync(context.Transforms, row, DeletedKind.Transform, token),
        _ => Task.FromResult<Restoration?>(null), // jobs: their transform comes back with its own id
    };

    private static async Task<Restoration?> OfAssetAsync(CatalogContext context, Asset asset, CancellationToken token)
    {
        if (await NameAsync(context.Assets, asset, DeletedKind.Asset, token) is { } taken) return taken;
        return await context.Assets.AnyAsync(row => row.StorageAccountName == asset.StorageAccountName && row.Container == asset.Container, token)
            ? new(RestoreOutcome.ContainerTaken, DeletedKind.Asset, asset.Container)
            : null;
    }

    private static async Task<Restoration?> OfLocatorAsync(
        CatalogContext context, StreamingLocator locator, IReadOnlyList<Asset> along, CancellationToken token)
    {
        if (await NameAsync(context.StreamingLocators, locator, DeletedKind.StreamingLocator, token) is { } taken) return taken;
        if (await context.StreamingLocators.AnyAsync(row => row.Id == locator.Id, token))
        {
            return new(RestoreOutcome.IdTaken, DeletedKind.StreamingLocator, locator.Id.ToString("D"));
        }

        return await HasAssetAsync(context, locator.AssetId, along, token)
            ? null
            : new(RestoreOutcome.ParentMissing, DeletedKind.StreamingLocator, locator.AssetName);
    }

    private static async Task<Restoration?> OfFilterAsync(
        CatalogContext context, StreamingFilter filter, IReadOnlyList<Asset> along, CancellationToken token)
    {
        var kind = filter.AssetId is null ? DeletedKind.AccountFilter : DeletedKind.AssetFilter;
        if (await NameAsync(context.Filters.Where(row => row.ScopeId == filter.ScopeId), filter, kind, token) is { } taken) return taken;
        return filter.AssetId is not { } asset || await HasAssetAsync(context, asset, along, token)
            ? null
            : new(RestoreOutcome.ParentMissing, kind);
    }

    // The asset is there, or comes back along.
    private static async Task<bool> HasAssetAsync(CatalogContext context, Guid id, IReadOnlyList<Asset> along, CancellationToken token) =>
        along.Any(asset => asset.Id == id) || await context.Assets.AnyAsync(row => row.Id == id, token);

    private static async Task<Restoration?> NameAsync<T>(IQueryable<T> rows, NamedResource row, DeletedKind kind, CancellationToken token)
        where T : NamedResource =>
        await rows.AnyAsync(one => one.AccountId == row.AccountId && one.NameKey == row.NameKey, token) ? new(RestoreOutcome.NameTaken, kind, row.Name) : null;
}

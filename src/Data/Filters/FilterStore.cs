using System.Runtime.CompilerServices;
using MediaPlatform.Data.Catalog;
using MediaPlatform.Data.Queries;
using MediaPlatform.Data.Undo;
using Microsoft.EntityFrameworkCore;

namespace MediaPlatform.Data.Filters;

/// <summary>Asset filters, and account filters where the asset id is null.</summary>
public sealed class FilterStore(CatalogContextFactory contexts, TimeProvider clock)
{
    public async Task<StreamingFilter?> FindAsync(Guid accountId, Guid? assetId, string name, CancellationToken cancellationToken)
    {
        await using var context = contexts.Create();
        return await Named(context, accountId, assetId, name).FirstOrDefaultAsync(cancellationToken);
    }

    public async Task<Page<StreamingFilter>> ListAsync(ListQuery<StreamingFilter> query, CancellationToken cancellationToken)
    {
        var scope = query.ParentId ?? Guid.Empty;
        await using var context = contexts.Create();
        return await context.Filters.Where(row => row.AccountId == query.AccountId && row.ScopeId == scope)
            .PageAsync(query, cancellationToken);
    }

    /// <summary>How many filters an asset has, or the account of its own when <paramref name="assetId"/> is null.</summary>
    public async Task<int> CountAsync(Guid accountId, Guid? assetId, CancellationToken cancellationToken)
    {
        var scope = assetId ?? Guid.Empty;
        await using var context = contexts.Create();
        return await context.Filters.CountAsync(row => row.AccountId == accountId && row.ScopeId == scope, cancellationToken);
    }

    /// <summary>Stores a new row (version 0) or replaces the one that was read.</summary>
    public Task<SaveOutcome> SaveAsync(StreamingFilter row, CancellationToken cancellationToken) =>
        contexts.SaveNamedAsync(row, clock, cancellationToken);

    /// <returns>False when there was none.</returns>
    public Task<bool> DeleteAsync(Guid accountId, Guid? assetId, string name, Deletion deletion, CancellationToken cancellationToken)
    {
        return contexts.DeleteNamedAsync(context => Named(context, accountId, assetId, name), deletion.IsFinal ? null : KeepAsync, cancellationToken);

        async IAsyncEnumerable<KeptRows> KeepAsync(CatalogContext context, StreamingFilter row, [EnumeratorCancellation] CancellationToken token)
        {
            var resource = deletion.Of(row.AssetId is null ? DeletedKind.AccountFilter : DeletedKind.AssetFilter, row);
            resource.ParentName = await context.Assets.Where(asset => asset.Id == row.AssetId).Select(asset => asset.Name).FirstOrDefaultAsync(token);
            yield return new(resource, new() { Filters = [row] });
        }
    }

    private static IQueryable<StreamingFilter> Named(CatalogContext context, Guid accountId, Guid? assetId, string name)
    {
        var scope = assetId ?? Guid.Empty;
        var key = NamedResource.KeyOf(name);
        return context.Filters.Where(row => row.AccountId == accountId && row.ScopeId == scope && row.NameKey == key);
    }
}

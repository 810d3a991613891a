using System.Runtime.CompilerServices;
using MediaPlatform.Data.Catalog;
using MediaPlatform.Data.Queries;
using MediaPlatform.Data.Undo;
using Microsoft.EntityFrameworkCore;

namespace MediaPlatform.Data.Streaming;

/// <summary>Streaming locators of an account, with their content keys.</summary>
public sealed class StreamingLocatorStore(CatalogContextFactory contexts, TimeProvider clock)
{
    public async Task<StreamingLocator?> FindAsync(Guid accountId, string name, CancellationToken cancellationToken)
    {
        var key = NamedResource.KeyOf(name);
        await using var context = contexts.Create();
        return await context.StreamingLocators.Include(row => row.ContentKeys)
            .FirstOrDefaultAsync(row => row.AccountId == accountId && row.NameKey == key, cancellationToken);
    }

    public async Task<Page<StreamingLocator>> ListAsync(ListQuery<StreamingLocator> query, CancellationToken cancellationToken)
    {
        await using var context = contexts.Create();
        return await context.StreamingLocators.Include(row => row.ContentKeys)
            .Where(row => row.AccountId == query.AccountId).PageAsync(query, cancellationToken);
    }

    /// <summary>Locators of one asset in the order of their names, at most <paramref name="limit"/>.</summary>
    public async Task<IReadOnlyList<StreamingLocator>> ListByAssetAsync(Guid assetId, int limit, CancellationToken cancellationToken)
    {
        await using var context = contexts.Create();
        return await context.StreamingLocators.Where(row => row.AssetId == assetId)
            .OrderBy(row => row.NameKey).Take(limit).ToListAsync(cancellationToken);
    }

    /// <summary>Stores a new row (version 0) or replaces the one that was read; content keys are written only with a new row.</summary>
    public Task<SaveOutcome> SaveAsync(StreamingLocator row, CancellationToken cancellationToken) =>
        contexts.SaveNamedAsync(row, clock, cancellationToken);

    /// <returns>False when there was none.</returns>
    public Task<bool> DeleteAsync(Guid accountId, string name, Deletion deletion, CancellationToken cancellationToken)
    {
        var key = NamedResource.KeyOf(name);
        return contexts.DeleteNamedAsync(
            context => context.StreamingLocators.Where(row => row.AccountId == accountId && row.NameKey == key),
            deletion.IsFinal ? null : KeepAsync,
            cancellationToken);

        async IAsyncEnumerable<KeptRows> KeepAsync(CatalogContext context, StreamingLocator row, [EnumeratorCancellation] CancellationToken token)
        {
            row.ContentKeys = await context.LocatorContentKeys.Where(one => one.LocatorId == row.Id).ToListAsync(token);
            yield return new(deletion.Of(DeletedKind.StreamingLocator, row), new() { Locators = [row] });
        }
    }
}

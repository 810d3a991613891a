using MediaPlatform.Data.Catalog;
using MediaPlatform.Data.Queries;
using Microsoft.EntityFrameworkCore;

namespace MediaPlatform.Data.Transforms;

/// <summary>Transforms of an account. Deleting one takes its jobs along.</summary>
public sealed class TransformStore(CatalogContextFactory contexts, TimeProvider clock)
{
    public async Task<Transform?> FindAsync(Guid accountId, string name, CancellationToken cancellationToken)
    {
        var key = NamedResource.KeyOf(name);
        await using var context = contexts.Create();
        return await context.Transforms.FirstOrDefaultAsync(row => row.AccountId == accountId && row.NameKey == key, cancellationToken);
    }

    public async Task<Transform?> FindByIdAsync(Guid transformId, CancellationToken cancellationToken)
    {
        await using var context = contexts.Create();
        return await context.Transforms.FirstOrDefaultAsync(row => row.Id == transformId, cancellationToken);
    }

    public async Task<Page<Transform>> ListAsync(ListQuery<Transform> query, CancellationToken cancellationToken)
    {
        await using var context = contexts.Create();
        return await context.Transforms.Where(row => row.AccountId == query.AccountId).PageAsync(query, cancellationToken);
    }

    /// <summary>Stores a new row (version 0) or replaces the one that was read.</summary>
    public Task<SaveOutcome> SaveAsync(Transform row, CancellationToken cancellationToken) =>
        contexts.SaveNamedAsync(row, clock, cancellationToken);

    /// <returns>False when there was none.</returns>
    public async Task<bool> DeleteAsync(Guid accountId, string name, CancellationToken cancellationToken)
    {
        var key = NamedResource.KeyOf(name);
        await using var context = contexts.Create();
        return await context.Transforms.Where(row => row.AccountId == accountId && row.NameKey == key).ExecuteDeleteAsync(cancellationToken) > 0;
    }
}

using MediaPlatform.Data.Catalog;
using MediaPlatform.Data.Queries;
using MediaPlatform.Data.Undo;
using Microsoft.EntityFrameworkCore;

namespace MediaPlatform.Data.ContentKeys;

/// <summary>Content key policies of an account.</summary>
public sealed class ContentKeyPolicyStore(CatalogContextFactory contexts, TimeProvider clock)
{
    public async Task<ContentKeyPolicy?> FindAsync(Guid accountId, string name, CancellationToken cancellationToken)
    {
        var key = NamedResource.KeyOf(name);
        await using var context = contexts.Create();
        return await context.ContentKeyPolicies.FirstOrDefaultAsync(row => row.AccountId == accountId && row.NameKey == key, cancellationToken);
    }

    public async Task<Page<ContentKeyPolicy>> ListAsync(ListQuery<ContentKeyPolicy> query, CancellationToken cancellationToken)
    {
        await using var context = contexts.Create();
        return await context.ContentKeyPolicies.Where(row => row.AccountId == query.AccountId).PageAsync(query, cancellationToken);
    }

    /// <summary>Stores a new row (version 0) or replaces the one that was read.</summary>
    public Task<SaveOutcome> SaveAsync(ContentKeyPolicy row, CancellationToken cancellationToken) =>
        contexts.SaveNamedAsync(row, clock, cancellationToken);

    /// <returns>False when there was none.</returns>
    public Task<bool> DeleteAsync(Guid accountId, string name, Deletion deletion, CancellationToken cancellationToken)
    {
        var key = NamedResource.KeyOf(name);
        return contexts.DeleteNamedAsync(
            context => context.ContentKeyPolicies.Where(row => row.AccountId == accountId && row.NameKey == key),
            deletion.Keeper<ContentKeyPolicy>(DeletedKind.ContentKeyPolicy, row => new() { ContentKeyPolicies = [row] }),
            cancellationToken);
    }
}

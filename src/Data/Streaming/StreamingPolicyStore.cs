using MediaPlatform.Data.Catalog;
using MediaPlatform.Data.Queries;
using MediaPlatform.Data.Undo;
using Microsoft.EntityFrameworkCore;

namespace MediaPlatform.Data.Streaming;

/// <summary>Streaming policies of an account.</summary>
public sealed class StreamingPolicyStore(CatalogContextFactory contexts, TimeProvider clock)
{
    public async Task<StreamingPolicy?> FindAsync(Guid accountId, string name, CancellationToken cancellationToken)
    {
        var key = NamedResource.KeyOf(name);
        await using var context = contexts.Create();
        return await context.StreamingPolicies.FirstOrDefaultAsync(row => row.AccountId == accountId && row.NameKey == key, cancellationToken);
    }

    public async Task<Page<StreamingPolicy>> ListAsync(ListQuery<StreamingPolicy> query, CancellationToken cancellationToken)
    {
        await using var context = contexts.Create();
        return await context.StreamingPolicies.Where(row => row.AccountId == query.AccountId).PageAsync(query, cancellationToken);
    }

    /// <summary>How many the account has.</summary>
    public async Task<int> CountAsync(Guid accountId, CancellationToken cancellationToken)
    {
        await using var context = contexts.Create();
        return await context.StreamingPolicies.CountAsync(row => row.AccountId == accountId, cancellationToken);
    }

    /// <summary>Stores a new row (version 0) or replaces the one that was read.</summary>
    public Task<SaveOutcome> SaveAsync(StreamingPolicy row, CancellationToken cancellationToken) =>
        contexts.SaveNamedAsync(row, clock, cancellationToken);

    /// <returns>False when there was none.</returns>
    public Task<bool> DeleteAsync(Guid accountId, string name, Deletion deletion, CancellationToken cancellationToken)
    {
        var key = NamedResource.KeyOf(name);
        return contexts.DeleteNamedAsync(
            context => context.StreamingPolicies.Where(row => row.AccountId == accountId && row.NameKey == key),
            deletion.Keeper<StreamingPolicy>(DeletedKind.StreamingPolicy, row => new() { StreamingPolicies = [row] }),
            cancellationToken);
    }
}

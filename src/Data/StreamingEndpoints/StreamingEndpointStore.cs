using MediaPlatform.Data.Catalog;
using MediaPlatform.Data.Queries;
using Microsoft.EntityFrameworkCore;

namespace MediaPlatform.Data.StreamingEndpoints;

/// <summary>Streaming endpoints of an account.</summary>
public sealed class StreamingEndpointStore(CatalogContextFactory contexts, TimeProvider clock)
{
    public async Task<StreamingEndpointRecord?> FindAsync(Guid accountId, string name, CancellationToken cancellationToken)
    {
        var key = NamedResource.KeyOf(name);
        await using var context = contexts.Create();
        return await context.StreamingEndpoints.FirstOrDefaultAsync(row => row.AccountId == accountId && row.NameKey == key, cancellationToken);
    }

    public async Task<Page<StreamingEndpointRecord>> ListAsync(ListQuery<StreamingEndpointRecord> query, CancellationToken cancellationToken)
    {
        await using var context = contexts.Create();
        return await context.StreamingEndpoints.Where(row => row.AccountId == query.AccountId).PageAsync(query, cancellationToken);
    }

    /// <summary>The endpoints of all accounts: what an origin checks requests against.</summary>
    public async Task<IReadOnlyList<StreamingEndpointRecord>> ListAllAsync(CancellationToken cancellationToken)
    {
        await using var context = contexts.Create();
        return await context.StreamingEndpoints.OrderBy(row => row.AccountId).ThenBy(row => row.NameKey).ToListAsync(cancellationToken);
    }

    /// <summary>How many the account has.</summary>
    public async Task<int> CountAsync(Guid accountId, CancellationToken cancellationToken)
    {
        await using var context = contexts.Create();
        return await context.StreamingEndpoints.CountAsync(row => row.AccountId == accountId, cancellationToken);
    }

    /// <summary>Stores a new row (version 0) or replaces the one that was read.</summary>
    public Task<SaveOutcome> SaveAsync(StreamingEndpointRecord row, CancellationToken cancellationToken) =>
        contexts.SaveNamedAsync(row, clock, cancellationToken);

    /// <returns>False when there was none.</returns>
    public async Task<bool> DeleteAsync(Guid accountId, string name, CancellationToken cancellationToken)
    {
        var key = NamedResource.KeyOf(name);
        await using var context = contexts.Create();
        return await context.StreamingEndpoints.Where(row => row.AccountId == accountId && row.NameKey == key).ExecuteDeleteAsync(cancellationToken) > 0;
    }
}

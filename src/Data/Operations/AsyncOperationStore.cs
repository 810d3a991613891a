using MediaPlatform.Data.Catalog;
using Microsoft.EntityFrameworkCore;

namespace MediaPlatform.Data.Operations;

/// <summary>Records of long-running operations.</summary>
public sealed class AsyncOperationStore(CatalogContextFactory contexts)
{
    public async Task<AsyncOperation?> FindAsync(Guid accountId, Guid id, CancellationToken cancellationToken)
    {
        await using var context = contexts.Create();
        return await context.AsyncOperations.FirstOrDefaultAsync(row => row.Id == id && row.AccountId == accountId, cancellationToken);
    }

    /// <summary>An operation whose address names no account.</summary>
    public async Task<AsyncOperation?> FindByIdAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var context = contexts.Create();
        return await context.AsyncOperations.FirstOrDefaultAsync(row => row.Id == id, cancellationToken);
    }

    /// <summary>Operations of an account that have not ended.</summary>
    public async Task<IReadOnlyList<AsyncOperation>> ListRunningAsync(Guid accountId, CancellationToken cancellationToken)
    {
        await using var context = contexts.Create();
        return await context.AsyncOperations.Where(row => row.AccountId == accountId && row.Status == AsyncOperationStatus.InProgress)
            .OrderBy(row => row.StartTime).ToListAsync(cancellationToken);
    }

    /// <summary>Operations of all accounts that have not ended: work to take up again after a restart.</summary>
    public async Task<IReadOnlyList<AsyncOperation>> ListAllRunningAsync(CancellationToken cancellationToken)
    {
        await using var context = contexts.Create();
        return await context.AsyncOperations.Where(row => row.Status == AsyncOperationStatus.InProgress)
            .OrderBy(row => row.StartTime).ToListAsync(cancellationToken);
    }

    public async Task<SaveOutcome> CreateAsync(AsyncOperation operation, CancellationToken cancellationToken)
    {
        await using var context = contexts.Create();
        context.Add(operation);
        return await context.TrySaveAsync(SaveOutcome.Created, cancellationToken);
    }

    /// <summary>Ends an operation once; a second end is ignored.</summary>
    /// <returns>Whether this call ended it.</returns>
    public async Task<bool> EndAsync(
        Guid id, AsyncOperationStatus status, string? errorJson, DateTimeOffset endTime, CancellationToken cancellationToken)
    {
        await using var context = contexts.Create();
        return await context.AsyncOperations.Where(row => row.Id == id && row.Status == AsyncOperationStatus.InProgress)
            .ExecuteUpdateAsync(
                row => row
                    .SetProperty(operation => operation.Status, status)
                    .SetProperty(operation => operation.ErrorJson, errorJson)
                    .SetProperty(operation => operation.EndTime, endTime),
                cancellationToken) > 0;
    }

    /// <summary>Removes records that may go.</summary>
    /// <returns>How many went.</returns>
    public async Task<int> DeleteExpiredAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var context = contexts.Create();
        return await context.AsyncOperations.Where(row => row.ExpiresAt < now).ExecuteDeleteAsync(cancellationToken);
    }
}

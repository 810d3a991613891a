using MediaPlatform.Data.Catalog;
using MediaPlatform.Data.Jobs;
using MediaPlatform.Data.Queries;
using Microsoft.EntityFrameworkCore;

namespace MediaPlatform.Data.Undo;

/// <summary>What is left of deleted resources: listed, restored, and removed when its days are over.</summary>
public sealed class DeletedResourceStore(CatalogContextFactory contexts, TimeProvider clock)
{
    private const int MostAttempts = 5;

    // A process that began a removal and has not ended it by then is dead.
    private static readonly TimeSpan PurgeLease = TimeSpan.FromMinutes(5);

    /// <returns>Null when there is none that can be restored.</returns>
    public async Task<DeletedResource?> FindAsync(Guid accountId, Guid id, CancellationToken cancellationToken)
    {
        await using var context = contexts.Create();
        return await Restorable(context, accountId).FirstOrDefaultAsync(row => row.Id == id, cancellationToken);
    }

    /// <summary>What can be restored, in the order of the deletions.</summary>
    public async Task<Page<DeletedResource>> ListAsync(ListQuery<DeletedResource> query, CancellationToken cancellationToken)
    {
        await using var context = contexts.Create();
        return await Restorable(context, query.AccountId).PageAsync(query, cancellationToken);
    }

    /// <summary>Puts a deleted resource back with all that was deleted with it, or leaves everything as it is.</summary>
    public async Task<Restoration> RestoreAsync(Guid accountId, Guid id, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var refused = await RestoreOnceAsync(accountId, id, cancellationToken);
                if (refused is null) return new(RestoreOutcome.Restored);
                if (!refused.All.Any()) return new(RestoreOutcome.Gone);
                await using var context = contexts.Create();
                var obstacle = await RestoreObstacles.FindAsync(context, refused, cancellationToken);
                if (obstacle is not null || attempt == MostAttempts) return obstacle ?? new(RestoreOutcome.Gone);
            }
            catch (Exception error) when (attempt < MostAttempts && Writes.IsCollision(error is DbUpdateException { InnerException: { } inner } ? inner : error))
            {
                // Another writer took the same locks in another order.
            }
        }
    }

    /// <summary>What is left of the asset that had a container; null when there is nothing.</summary>
    public async Task<DeletedResource?> FindByContainerAsync(string storageAccountName, string container, CancellationToken cancellationToken)
    {
        await using var context = contexts.Create();
        return await context.DeletedResources
            .FirstOrDefaultAsync(row => row.StorageAccountName == storageAccountName && row.Container == container, cancellationToken);
    }

    /// <summary>What is due to be removed for good, and what a dead process began to remove; the oldest first.</summary>
    public async Task<IReadOnlyList<DeletedResource>> ListDueAsync(int limit, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var dead = now - PurgeLease;
        await using var context = contexts.Create();
        return await context.DeletedResources.Where(row => row.ExpiresAt <= now && (row.PurgeStarted == null || row.PurgeStarted < dead))
            .OrderBy(row => row.ExpiresAt).Take(limit).ToListAsync(cancellationToken);
    }

    /// <summary>Begins the removal of one: from now on it cannot be restored, and nobody else removes it.</summary>
    /// <returns>False when it is gone, or in the hands of another process.</returns>
    public async Task<bool> TryStartPurgeAsync(Guid id, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var dead = now - PurgeLease;
        await using var context = contexts.Create();
        return await context.DeletedResources.Where(row => row.Id == id && (row.PurgeStarted == null || row.PurgeStarted < dead))
            .ExecuteUpdateAsync(
                row => row
                    .SetProperty(one => one.PurgeStarted, now)
                    .SetProperty(one => one.ExpiresAt, one => one.ExpiresAt < now ? one.ExpiresAt : now),
                cancellationToken) > 0;
    }

    /// <summary>Ends the removal: nothing is left.</summary>
    public async Task EndPurgeAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var context = contexts.Create();
        await context.DeletedResources.Where(row => row.Id == id).ExecuteDeleteAsync(cancellationToken);
    }

    private IQueryable<DeletedResource> Restorable(CatalogContext context, Guid accountId)
    {
        var now = clock.GetUtcNow();
        return context.DeletedResources.Where(row => row.AccountId == accountId && row.PurgeStarted == null && row.ExpiresAt > now);
    }

    /// <returns>The rows that were refused, none when there is nothing to restore any more, null when all are back.</returns>
    private async Task<DeletedRows?> RestoreOnceAsync(Guid accountId, Guid id, CancellationToken cancellationToken)
    {
        await using var context = contexts.Create();
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);

        // Takes the lock: two who restore, or one who restores and one who removes, go one after the other.
        var locked = await Restorable(context, accountId).Where(row => row.Id == id)
            .ExecuteUpdateAsync(row => row.SetProperty(one => one.Version, one => one.Version + 1), cancellationToken);
        if (locked == 0) return new();

        for (var index = 0; ; index++)
        {
            var part = await context.DeletedParts.Where(row => row.DeletedId == id && row.Index == index).Select(row => row.Rows).FirstOrDefaultAsync(cancellationToken);
            if (part is null) break;
            var rows = DeletedRows.Read(part);
            context.AddRange(rows.All.Select(Revived));
            if (await context.TrySaveAsync(SaveOutcome.Created, cancellationToken) != SaveOutcome.Created) return rows;
            context.ChangeTracker.Clear();
        }

        await context.DeletedResources.Where(row => row.Id == id).ExecuteDeleteAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return null;
    }

    // A new version tells caches that the row is another one; a job that had not ended is taken up afresh, by whoever is free.
    private NamedResource Revived(NamedResource row)
    {
        row.Version = Writes.NextVersion(row.Version, clock);
        if (row is Job job) (job.ClaimedBy, job.ClaimExpires) = (null, null);
        return row;
    }
}

using MediaPlatform.Data.Catalog;
using Microsoft.EntityFrameworkCore;

namespace MediaPlatform.Data.Undo;

/// <summary>Deletes a named row and all that hangs on it, and keeps what was deleted: both in one transaction, or neither.</summary>
internal static class Deletions
{
    private const int MostAttempts = 10;

    /// <returns>False when there was none.</returns>
    /// <param name="contexts">The catalog.</param>
    /// <param name="named">The row, by its name.</param>
    /// <param name="keep">What is kept of it, parents first; null for nothing.</param>
    /// <param name="cancellationToken">Leaves all as it was.</param>
    public static async Task<bool> DeleteNamedAsync<T>(
        this CatalogContextFactory contexts, Func<CatalogContext, IQueryable<T>> named, Keeper<T>? keep, CancellationToken cancellationToken)
        where T : NamedResource
    {
        if (keep is null)
        {
            await using var context = contexts.Create();
            return await named(context).ExecuteDeleteAsync(cancellationToken) > 0;
        }

        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await DeleteOnceAsync(contexts, named, keep, cancellationToken);
            }
            catch (Exception error) when (attempt < MostAttempts && Writes.IsCollision(error is DbUpdateException { InnerException: { } inner } ? inner : error))
            {
                // Somebody deleted the account, or took the same locks in another order.
            }
        }
    }

    /// <summary>Keeps a row on which nothing else hangs, or nothing when the deletion is final.</summary>
    public static Keeper<T>? Keeper<T>(this Deletion deletion, DeletedKind kind, Func<T, DeletedRows> rows)
        where T : NamedResource =>
        deletion.IsFinal ? null : (_, row, _) => new[] { new KeptRows(deletion.Of(kind, row), rows(row)) }.ToAsyncEnumerable();

    private static async Task<bool> DeleteOnceAsync<T>(
        CatalogContextFactory contexts, Func<CatalogContext, IQueryable<T>> named, Keeper<T> keep, CancellationToken cancellationToken)
        where T : NamedResource
    {
        await using var context = contexts.Create();
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var id = await named(context).Select(row => row.Id).FirstOrDefaultAsync(cancellationToken);
        var rows = context.Set<T>().Where(row => row.Id == id);

        // Changing a member of a unique key holds off everybody who is about to refer to the row, where a mere look would not: who comes later
        // finds no parent, and nothing can be added between the look at the children and their end.
        var mark = Guid.NewGuid().ToString("D");
        if (await rows.ExecuteUpdateAsync(row => row.SetProperty(one => one.NameKey, mark), cancellationToken) == 0) return false;
        var index = 0;
        await foreach (var kept in keep(context, await rows.FirstAsync(cancellationToken), cancellationToken))
        {
            if (index == 0) context.Add(kept.Resource);
            context.Add(new DeletedPart { DeletedId = kept.Resource.Id, Index = index++, Rows = kept.Rows.Write() });
            await context.SaveChangesAsync(cancellationToken);
            context.ChangeTracker.Clear();
        }

        await rows.ExecuteDeleteAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }
}

/// <summary>What is kept of a row that is being deleted, part by part; each part names the one resource that it belongs to.</summary>
internal delegate IAsyncEnumerable<KeptRows> Keeper<in T>(CatalogContext context, T row, CancellationToken cancellationToken);

/// <summary>One part of what is kept.</summary>
internal readonly record struct KeptRows(DeletedResource Resource, DeletedRows Rows);

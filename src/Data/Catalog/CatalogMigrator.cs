using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace MediaPlatform.Data.Catalog;

/// <summary>Applies the migrations of the configured database, once however many processes and services start together.</summary>
public sealed class CatalogMigrator(CatalogContextFactory contexts)
{
    // Services of one process share the work; other processes are held off by the lock that Migrate takes in the database.
    private static readonly SemaphoreSlim OneAtATime = new(1, 1);

    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await OneAtATime.WaitAsync(cancellationToken);
        try
        {
            await using var processes = await MigrationLock.TakeAsync(contexts, cancellationToken);
            await using var context = contexts.Create();
            if (contexts.Provider == CatalogProvider.Sqlite) await PrepareSqliteAsync(context, cancellationToken);
            var pending = await context.Database.GetPendingMigrationsAsync(cancellationToken);
            if (pending.Any()) await context.Database.MigrateAsync(cancellationToken);
        }
        finally
        {
            OneAtATime.Release();
        }
    }

    // A process killed in mid-migration leaves EF's lock row behind; we hold our own lock, so the row is nobody's.
    private static async Task PrepareSqliteAsync(CatalogContext context, CancellationToken cancellationToken)
    {
        await context.Database.OpenConnectionAsync(cancellationToken);
        await context.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL; DROP TABLE IF EXISTS \"__EFMigrationsLock\";", cancellationToken);
        await context.Database.CloseConnectionAsync();
    }
}

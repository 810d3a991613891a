using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace MediaPlatform.Data.Catalog;

/// <summary>Saves rows and turns the collisions of every database into outcomes.</summary>
internal static class Writes
{
    /// <summary>Inserts a row of version 0, else replaces the row that still has this version.</summary>
    public static async Task<SaveOutcome> SaveNamedAsync<T>(
        this CatalogContextFactory contexts, T row, TimeProvider clock, CancellationToken cancellationToken)
        where T : NamedResource
    {
        await using var context = contexts.Create();
        var isNew = row.Version == 0;
        var before = row.Version;
        if (isNew) context.Add(row);
        else context.Entry(row).State = EntityState.Modified;
        if (!isNew) context.Entry(row).Property(saved => saved.Version).OriginalValue = before;
        row.Version = NextVersion(before, clock);
        var outcome = await context.TrySaveAsync(isNew ? SaveOutcome.Created : SaveOutcome.Updated, cancellationToken);
        if (outcome is SaveOutcome.Conflict or SaveOutcome.ParentMissing) row.Version = before;
        return outcome;
    }

    public static async Task<SaveOutcome> TrySaveAsync(this CatalogContext context, SaveOutcome success, CancellationToken cancellationToken)
    {
        try
        {
            await context.SaveChangesAsync(cancellationToken);
            return success;
        }
        catch (DbUpdateConcurrencyException)
        {
            return SaveOutcome.Conflict;
        }
        catch (DbUpdateException error) when (IsDuplicate(error.InnerException))
        {
            return SaveOutcome.Conflict;
        }
        catch (DbUpdateException error) when (IsMissingParent(error.InnerException))
        {
            return SaveOutcome.ParentMissing;
        }
    }

    // Versions grow with the clock, so that a row deleted and made anew under the same name never repeats one.
    public static long NextVersion(long before, TimeProvider clock) => Math.Max(before + 1, clock.GetUtcNow().UtcTicks);

    /// <summary>Whether a write failed because of another one at the same time: again may succeed.</summary>
    public static bool IsCollision(Exception error) => IsMissingParent(error) || error switch
    {
        PostgresException postgres => postgres.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure,
        SqlException server => server.Number is 1205,
        _ => false,
    };

    private static bool IsDuplicate(Exception? error) => error switch
    {
        SqliteException sqlite => sqlite.SqliteExtendedErrorCode is 2067 or 1555, // SQLITE_CONSTRAINT_UNIQUE, _PRIMARYKEY
        PostgresException postgres => postgres.SqlState is PostgresErrorCodes.UniqueViolation,
        SqlException server => server.Number is 2601 or 2627,
        _ => false,
    };

    private static bool IsMissingParent(Exception? error) => error switch
    {
        SqliteException sqlite => sqlite.SqliteExtendedErrorCode is 787, // SQLITE_CONSTRAINT_FOREIGNKEY
        PostgresException postgres => postgres.SqlState is PostgresErrorCodes.ForeignKeyViolation,
        SqlException server => server.Number is 547,
        _ => false,
    };
}

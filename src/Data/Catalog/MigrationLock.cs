using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace MediaPlatform.Data.Catalog;

/// <summary>Held by the one process that changes the schema; freed by the system when that process dies.</summary>
internal sealed class MigrationLock : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    // Any fixed number: the key of the PostgreSQL advisory lock.
    private const long AdvisoryKey = 0x4D50_4361_7461_6C67;

    private readonly IAsyncDisposable? _held;

    private MigrationLock(IAsyncDisposable? held) => _held = held;

    public static async Task<MigrationLock> TakeAsync(CatalogContextFactory contexts, CancellationToken cancellationToken) =>
        contexts.Provider switch
        {
            CatalogProvider.Sqlite => await TakeFileAsync(contexts.ConnectionString, cancellationToken),
            CatalogProvider.Postgres => await TakeAdvisoryAsync(contexts.ConnectionString, cancellationToken),
            _ => await TakeApplicationLockAsync(contexts.ConnectionString, cancellationToken),
        };

    public ValueTask DisposeAsync() => _held?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static async Task<MigrationLock> TakeFileAsync(string connectionString, CancellationToken cancellationToken)
    {
        var database = Path.GetFullPath(new SqliteConnectionStringBuilder(connectionString).DataSource);
        Directory.CreateDirectory(Path.GetDirectoryName(database)!);
        while (true)
        {
            try
            {
                return new MigrationLock(new FileStream(database + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException) when (File.Exists(database + ".lock"))
            {
                await Task.Delay(Pause, cancellationToken);
            }
        }
    }

    // Both servers take the lock in their maintenance database, since ours may not exist yet.
    private static async Task<MigrationLock> TakeAdvisoryAsync(string connectionString, CancellationToken cancellationToken)
    {
        var target = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false };
        target.Database = await PostgresExistsAsync(target, cancellationToken) ? target.Database : "postgres";
        var connection = new NpgsqlConnection(target.ToString());
        try
        {
            await connection.OpenAsync(cancellationToken);
            await using var command = new NpgsqlCommand($"SELECT pg_advisory_lock({AdvisoryKey})", connection) { CommandTimeout = 0 };
            await command.ExecuteNonQueryAsync(cancellationToken);
            return new MigrationLock(connection);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private static async Task<bool> PostgresExistsAsync(NpgsqlConnectionStringBuilder target, CancellationToken cancellationToken)
    {
        try
        {
            await using var probe = new NpgsqlConnection(target.ToString());
            await probe.OpenAsync(cancellationToken);
            return true;
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            return false;
        }
    }

    private static async Task<MigrationLock> TakeApplicationLockAsync(string connectionString, CancellationToken cancellationToken)
    {
        var master = new SqlConnectionStringBuilder(connectionString) { InitialCatalog = "master", Pooling = false };
        var connection = new SqlConnection(master.ToString());
        try
        {
            await connection.OpenAsync(cancellationToken);
            await using var command = new SqlCommand(
                "sp_getapplock @Resource='MediaPlatform.Catalog', @LockMode='Exclusive', @LockOwner='Session', @LockTimeout=-1", connection)
            {
                CommandTimeout = 0,
            };
            await command.ExecuteNonQueryAsync(cancellationToken);
            return new MigrationLock(connection);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}

using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace MediaPlatform.Data.Catalog;

/// <summary>How each database is connected to.</summary>
internal static class CatalogConnection
{
    public static string StringOf(DataOptions options) => options.Provider switch
    {
        CatalogProvider.Sqlite => SqliteStringOf(options),
        _ when string.IsNullOrWhiteSpace(options.ConnectionString) =>
            throw new InvalidOperationException($"{DataOptions.Section}:{nameof(DataOptions.ConnectionString)} is required with {options.Provider}."),
        _ => options.ConnectionString,
    };

    public static void Configure(DbContextOptionsBuilder builder, CatalogProvider provider, string connectionString)
    {
        switch (provider)
        {
            case CatalogProvider.Sqlite:
                builder.UseSqlite(connectionString).AddInterceptors(SqliteDurability.Instance);
                break;
            case CatalogProvider.Postgres:
                builder.UseNpgsql(connectionString);
                break;
            default:
                builder.UseSqlServer(connectionString);
                break;
        }

        builder.UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking);
        builder.ConfigureWarnings(warnings => warnings
            .Ignore(CoreEventId.SaveChangesFailed, RelationalEventId.CommandError, CoreEventId.OptimisticConcurrencyException));
    }

    private static string SqliteStringOf(DataOptions options)
    {
        var given = string.IsNullOrWhiteSpace(options.ConnectionString)
            ? new SqliteConnectionStringBuilder { DataSource = Path.Combine(Path.GetFullPath(options.Directory), "catalog.db") }
            : new SqliteConnectionStringBuilder(options.ConnectionString);
        given.ForeignKeys = true;
        given.Pooling = true;
        return given.ToString();
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace MediaPlatform.Data.Catalog;

/// <summary>Lets dotnet-ef make contexts; the addresses are never connected to when migrations are written.</summary>
internal sealed class DesignTimeContexts :
    IDesignTimeDbContextFactory<SqliteCatalogContext>,
    IDesignTimeDbContextFactory<PostgresCatalogContext>,
    IDesignTimeDbContextFactory<SqlServerCatalogContext>
{
    SqliteCatalogContext IDesignTimeDbContextFactory<SqliteCatalogContext>.CreateDbContext(string[] args) =>
        new(Options<SqliteCatalogContext>(CatalogProvider.Sqlite, "Data Source=catalog.db"));

    PostgresCatalogContext IDesignTimeDbContextFactory<PostgresCatalogContext>.CreateDbContext(string[] args) =>
        new(Options<PostgresCatalogContext>(CatalogProvider.Postgres, "Host=localhost;Database=catalog"));

    SqlServerCatalogContext IDesignTimeDbContextFactory<SqlServerCatalogContext>.CreateDbContext(string[] args) =>
        new(Options<SqlServerCatalogContext>(CatalogProvider.SqlServer, "Server=localhost;Database=catalog"));

    private static DbContextOptions<TContext> Options<TContext>(CatalogProvider provider, string connectionString)
        where TContext : CatalogContext
    {
        var builder = new DbContextOptionsBuilder<TContext>();
        CatalogConnection.Configure(builder, provider, connectionString);
        return builder.Options;
    }
}

using Microsoft.EntityFrameworkCore;

namespace MediaPlatform.Data.Catalog;

/// <summary>Hands out pooled contexts of the configured database.</summary>
public sealed class CatalogContextFactory
{
    private readonly Func<CatalogContext> _create;

    public CatalogContextFactory(DataOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Provider = options.Provider;
        ConnectionString = CatalogConnection.StringOf(options);
        _create = Provider switch
        {
            CatalogProvider.Sqlite => Pool<SqliteCatalogContext>(),
            CatalogProvider.Postgres => Pool<PostgresCatalogContext>(),
            _ => Pool<SqlServerCatalogContext>(),
        };
    }

    /// <summary>Contexts on connections of the caller's own.</summary>
    internal CatalogContextFactory(CatalogProvider provider, Func<CatalogContext> create) =>
        (Provider, ConnectionString, _create) = (provider, "", create);

    public CatalogProvider Provider { get; }

    /// <summary>The connection string in force; may hold a password, so it is never logged.</summary>
    public string ConnectionString { get; }

    public CatalogContext Create() => _create();

    private Func<CatalogContext> Pool<TContext>()
        where TContext : CatalogContext
    {
        var builder = new DbContextOptionsBuilder<TContext>();
        CatalogConnection.Configure(builder, Provider, ConnectionString);
        var pool = new Microsoft.EntityFrameworkCore.Infrastructure.PooledDbContextFactory<TContext>(builder.Options, poolSize: 128);
        return pool.CreateDbContext;
    }
}

using Microsoft.EntityFrameworkCore;

namespace MediaPlatform.Data.Catalog;

/// <summary>The catalog in SQL Server.</summary>
public sealed class SqlServerCatalogContext(DbContextOptions<SqlServerCatalogContext> options) : CatalogContext(options)
{
    protected override string OrdinalCollation => "Latin1_General_100_BIN2_UTF8";
}

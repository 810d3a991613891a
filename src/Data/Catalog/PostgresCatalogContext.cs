using Microsoft.EntityFrameworkCore;

namespace MediaPlatform.Data.Catalog;

/// <summary>The catalog in PostgreSQL.</summary>
public sealed class PostgresCatalogContext(DbContextOptions<PostgresCatalogContext> options) : CatalogContext(options)
{
    protected override string OrdinalCollation => "C";
}

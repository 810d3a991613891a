using Microsoft.EntityFrameworkCore;

namespace MediaPlatform.Data.Catalog;

/// <summary>The catalog in a SQLite file.</summary>
public sealed class SqliteCatalogContext(DbContextOptions<SqliteCatalogContext> options) : CatalogContext(options);

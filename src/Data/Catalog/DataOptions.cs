using System.ComponentModel.DataAnnotations;

namespace MediaPlatform.Data.Catalog;

/// <summary>Where the catalog lives.</summary>
public sealed class DataOptions
{
    public const string Section = "Data";

    /// <summary>Sqlite, Postgres or SqlServer.</summary>
    public CatalogProvider Provider { get; set; } = CatalogProvider.Sqlite;

    /// <summary>Connection string of the database; for SQLite made from <see cref="Directory"/> when empty.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>Folder of everything this installation keeps on local disk.</summary>
    [Required]
    public string Directory { get; set; } = "data";

    /// <summary>Free bytes where the folder lies below which readiness is degraded; below a tenth of it the service is not ready.</summary>
    [Range(0, long.MaxValue)]
    public long LowDiskBytes { get; set; } = 2_000_000_000;

    /// <summary>Whether a starting process brings the schema up to date.</summary>
    public bool MigrateAtStart { get; set; } = true;
}

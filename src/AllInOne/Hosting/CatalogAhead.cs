using System.ComponentModel.DataAnnotations;
using MediaPlatform.Data.Catalog;

namespace MediaPlatform.AllInOne.Hosting;

/// <summary>Brings the schema up to date while the hosts are still being built, which is most of what a first start waits for.</summary>
internal static class CatalogAhead
{
    /// <summary>Does on another thread what every host does at its start, which then finds nothing left to do.</summary>
    /// <param name="configuration">Settings of the process; where those of the catalog are wrong, the hosts say so.</param>
    /// <param name="cancellationToken">Stops the migration between two steps.</param>
    public static Task MigrateAsync(IConfiguration configuration, CancellationToken cancellationToken)
    {
        var options = configuration.GetSection(DataOptions.Section).Get<DataOptions>() ?? new DataOptions();
        return options.MigrateAtStart && Validator.TryValidateObject(options, new ValidationContext(options), validationResults: null, validateAllProperties: true)
            ? Task.Run(() => new CatalogMigrator(new CatalogContextFactory(options)).MigrateAsync(cancellationToken), cancellationToken)
            : Task.CompletedTask;
    }
}

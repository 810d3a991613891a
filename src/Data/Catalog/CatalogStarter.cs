using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace MediaPlatform.Data.Catalog;

/// <summary>Brings the schema up to date before any other hosted service starts.</summary>
internal sealed class CatalogStarter(CatalogMigrator migrator, IOptions<DataOptions> options) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) =>
        options.Value.MigrateAtStart ? migrator.MigrateAsync(cancellationToken) : Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

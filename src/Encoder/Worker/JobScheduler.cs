using MediaPlatform.Data.Catalog;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Quartz;
using Quartz.Extensibility;

namespace MediaPlatform.Encoder.Worker;

/// <summary>
/// The scheduler whose persistent store lies in the database of the catalog: one cluster of all workers where that is a server, a scheduler of
/// its own for each worker on SQLite, which knows no clusters.
/// </summary>
internal static class JobScheduler
{
    private const string SchedulerName = "MediaPlatform";

    public static void AddJobScheduler(this IServiceCollection services, IConfiguration configuration, EncoderOptions settings)
    {
        var catalog = new CatalogContextFactory(configuration.GetSection(DataOptions.Section).Get<DataOptions>() ?? new DataOptions());
        services.AddSingleton<WorkerInstanceId>();
        services.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(scheduler =>
            {
                scheduler.InstanceName = SchedulerName;
                scheduler.GenerateInstanceId = true;
                scheduler.IdleWaitTime = TimeSpan.FromSeconds(5);
            });
            quartz.UseInstanceIdGenerator<WorkerInstanceId>();
            quartz.UseDefaultThreadPool(pool => pool.MaxConcurrency = settings.ConcurrentJobs);
            quartz.UsePersistentStore(store => UseCatalog(store, catalog, settings));
        });
        services.AddQuartzHostedService(hosted => hosted.WaitForJobsToComplete = true);
    }

    private static void UseCatalog(IPersistentStoreBuilder store, CatalogContextFactory catalog, EncoderOptions settings)
    {
        switch (catalog.Provider)
        {
            case CatalogProvider.Sqlite:
                store.UseSqlite(SqliteFactory.Instance, catalog.ConnectionString);
                break;
            case CatalogProvider.Postgres:
                store.UsePostgres(NpgsqlFactory.Instance, catalog.ConnectionString);
                break;
            default:
                store.UseSqlServer(SqlClientFactory.Instance, catalog.ConnectionString);
                break;
        }

        store.ProvisionSchema();
        if (catalog.Provider != CatalogProvider.Sqlite) store.UseClustering(cluster => cluster.CheckinInterval = settings.ClaimLifetime / 2);
    }

    private sealed class WorkerInstanceId(WorkerFolder worker) : IInstanceIdGenerator
    {
        public ValueTask<string> GenerateInstanceId(CancellationToken cancellationToken = default) => ValueTask.FromResult(worker.Name);
    }
}

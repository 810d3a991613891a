using MediaPlatform.Data.Catalog;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace MediaPlatform.Data.Health;

/// <summary>Whether the catalog answers a query.</summary>
internal sealed partial class DatabaseHealth(CatalogContextFactory contexts, ILogger<DatabaseHealth> logger) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var catalog = contexts.Create();
            await catalog.Accounts.Select(row => row.Id).FirstOrDefaultAsync(cancellationToken);
            return HealthCheckResult.Healthy($"The {contexts.Provider} catalog answers.");
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            Log.Failed(logger, error);
            return HealthCheckResult.Unhealthy($"The {contexts.Provider} catalog does not answer a query; the log says why.");
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The catalog does not answer a query")]
        public static partial void Failed(ILogger logger, Exception error);
    }
}

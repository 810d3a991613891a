using MediaPlatform.Data.Blobs;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MediaPlatform.Data.Health;

/// <summary>Whether the blob store answers, each Azure account of its own.</summary>
internal sealed partial class BlobHealth(IBlobStore store, IOptions<BlobsOptions> options, ILogger<BlobHealth> logger) : IHealthCheck
{
    // Any legal name: whether it is there does not matter, only that the store says so.
    private const string Container = "health";

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        foreach (var account in options.Value.Provider == BlobProvider.Azure ? options.Value.Accounts.Keys.ToArray() : [Container])
        {
            try
            {
                await store.GetContainer(account, Container).ExistsAsync(cancellationToken);
            }
            catch (Exception error) when (!cancellationToken.IsCancellationRequested)
            {
                Log.Failed(logger, error, account);
                return HealthCheckResult.Unhealthy(options.Value.Provider == BlobProvider.Azure
                    ? $"The storage account {account} does not answer; the log says why."
                    : "The folder of the blobs cannot be read; the log says why.");
            }
        }

        return HealthCheckResult.Healthy("The blob store answers.");
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The blob store does not answer for {Account}")]
        public static partial void Failed(ILogger logger, Exception error, string account);
    }
}

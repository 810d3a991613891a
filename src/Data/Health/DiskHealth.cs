using System.Globalization;
using MediaPlatform.Data.Catalog;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace MediaPlatform.Data.Health;

/// <summary>Whether there is room left where the data folder lies.</summary>
internal sealed class DiskHealth(IOptions<DataOptions> options) : IHealthCheck
{
    // Below this part of the warning mark a write may fail at any moment.
    private const int Full = 10;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var low = options.Value.LowDiskBytes;
        try
        {
            var free = new DriveInfo(Path.GetFullPath(options.Value.Directory)).AvailableFreeSpace;
            var text = string.Create(CultureInfo.InvariantCulture, $"{free / 1_000_000_000.0:0.0} GB are free where the data folder lies.");
            return Task.FromResult(
                free < low / Full ? HealthCheckResult.Unhealthy(text)
                : free < low ? HealthCheckResult.Degraded(text)
                : HealthCheckResult.Healthy(text));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Task.FromResult(HealthCheckResult.Unhealthy("The data folder cannot be looked at."));
        }
    }
}

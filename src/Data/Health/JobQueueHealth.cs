using System.Globalization;
using MediaPlatform.Data.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MediaPlatform.Data.Health;

/// <summary>Whether somebody takes jobs: a worker gives a sign of life to each job that it works on, and none waits long while none is worked on.</summary>
public sealed class JobQueueHealth(JobClaimStore claims, TimeProvider clock) : IHealthCheck
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var queue = await claims.ReadQueueAsync(cancellationToken);
            var text = string.Create(CultureInfo.InvariantCulture, $"{queue.Waiting} jobs wait, {queue.Claimed} are worked on.");
            return queue.Claimed == 0 && queue.OldestWaiting is { } oldest && clock.GetUtcNow() - oldest > LongestWait
                ? HealthCheckResult.Degraded(string.Create(CultureInfo.InvariantCulture, $"{text} The oldest waits since {oldest:yyyy-MM-ddTHH:mm:ssZ} and no worker takes it."))
                : HealthCheckResult.Healthy(text);
        }
        catch (Exception error) when (error is System.Data.Common.DbException or InvalidOperationException or DbUpdateException)
        {
            return HealthCheckResult.Unhealthy("The job queue cannot be read.");
        }
    }
}

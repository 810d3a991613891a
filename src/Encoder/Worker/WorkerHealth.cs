using Microsoft.Extensions.Diagnostics.HealthChecks;
using Quartz;

namespace MediaPlatform.Encoder.Worker;

/// <summary>Whether this worker looks at the queue and its scheduler runs what it finds there.</summary>
internal sealed class WorkerHealth(WorkerPulse pulse, ISchedulerFactory schedulers, TimeProvider clock) : IHealthCheck
{
    private static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(1);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        if (await scheduler.GetStatus(cancellationToken) is not SchedulerStatus.Running)
        {
            return HealthCheckResult.Unhealthy("The scheduler does not run.");
        }

        return clock.GetUtcNow() - pulse.Last < LongestSilence
            ? HealthCheckResult.Healthy("The worker looks at the queue and its scheduler runs.")
            : HealthCheckResult.Unhealthy("The worker has not been able to look at the queue for a minute.");
    }
}

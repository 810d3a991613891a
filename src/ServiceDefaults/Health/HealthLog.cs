using System.Collections.Concurrent;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace MediaPlatform.ServiceDefaults.Health;

/// <summary>Writes a line to the log whenever a dependency changes its state: all that a service without a port can say of itself.</summary>
internal sealed partial class HealthLog(ILogger<HealthLog> logger) : IHealthCheckPublisher
{
    private readonly ConcurrentDictionary<string, HealthStatus> _states = new();

    public Task PublishAsync(HealthReport report, CancellationToken cancellationToken)
    {
        foreach (var (name, entry) in report.Entries)
        {
            var before = _states.GetValueOrDefault(name, HealthStatus.Healthy);
            _states[name] = entry.Status;
            if (before != entry.Status)
            {
                var level = entry.Status == HealthStatus.Healthy ? LogLevel.Information : LogLevel.Warning;
                Log.Changed(logger, level, name, entry.Status, HealthText.Of(entry));
            }
        }

        return Task.CompletedTask;
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1, Message = "{Dependency} is {Status}: {Description}")]
        public static partial void Changed(ILogger logger, LogLevel level, string dependency, HealthStatus status, string? description);
    }
}

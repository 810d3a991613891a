using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MediaPlatform.ControlPlane.Undo;

/// <summary>Removes deleted resources for good when their days are over, at the start and every few minutes.</summary>
internal sealed partial class PurgeWorker(DeletedResourcePurger purger, TimeProvider clock, ILogger<PurgeWorker> logger) : BackgroundService
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMinutes(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_interval, clock);
        try
        {
            do
            {
                await PurgeAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return;
        }
    }

    private async Task PurgeAsync(CancellationToken cancellationToken)
    {
        try
        {
            await purger.PurgeDueAsync(cancellationToken);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            Log.SweepFailed(logger, error);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The catalog could not be read for deleted resources whose days are over")]
        public static partial void SweepFailed(ILogger logger, Exception error);
    }
}

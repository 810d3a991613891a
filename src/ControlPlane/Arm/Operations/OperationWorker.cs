using MediaPlatform.ControlPlane.Arm.Errors;
using MediaPlatform.Data.Jobs;
using MediaPlatform.Data.Operations;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MediaPlatform.ControlPlane.Arm.Operations;

/// <summary>Runs long-running operations, takes up those that a dead process left, and removes records past their time.</summary>
internal sealed partial class OperationWorker(
    OperationQueue queue,
    AsyncOperationStore store,
    JobStore jobs,
    OperationRecorder recorder,
    IEnumerable<IOperationHandler> handlers,
    IOptions<ControlPlaneOptions> options,
    TimeProvider clock,
    ILogger<OperationWorker> logger) : BackgroundService
{
    private static readonly TimeSpan s_sweep = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_cleanup = TimeSpan.FromHours(1);

    // Younger ones are in the hands of the process that recorded them.
    private static readonly TimeSpan s_abandoned = TimeSpan.FromSeconds(10);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Run(DrainAsync, stoppingToken), Run(SweepAsync, stoppingToken), Run(CleanUpAsync, stoppingToken));

    private static async Task Run(Func<CancellationToken, Task> loop, CancellationToken stoppingToken)
    {
        try
        {
            await loop(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return;
        }
    }

    private async Task DrainAsync(CancellationToken cancellationToken)
    {
        await foreach (var operation in queue.Reader.ReadAllAsync(cancellationToken))
        {
            await RunAsync(operation, cancellationToken);
        }
    }

    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(s_sweep, clock);
        do
        {
            foreach (var operation in await TryAsync(store.ListAllRunningAsync, cancellationToken) ?? [])
            {
                if (clock.GetUtcNow() - operation.StartTime > s_abandoned)
                {
                    await RunAsync(operation, cancellationToken);
                }
            }
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    private async Task CleanUpAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(s_cleanup, clock);
        do
        {
            var now = clock.GetUtcNow();
            await TryAsync(token => store.DeleteExpiredAsync(now, token), cancellationToken);
            await TryAsync(token => jobs.DeleteEndedBeforeAsync(now - options.Value.JobLifetime, token), cancellationToken);
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    private async Task RunAsync(AsyncOperation operation, CancellationToken cancellationToken)
    {
        try
        {
            var handler = handlers.FirstOrDefault(one => one.Handles(operation.Kind));
            var error = handler is null
                ? new ArmError("InternalError", "The server encountered an unexpected error.")
                : await handler.RunAsync(operation, cancellationToken);
            await recorder.EndAsync(operation, error, cancellationToken);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            Log.Failed(logger, error, operation.Kind, operation.Id); // the sweep tries again
        }
    }

    private async Task<T?> TryAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await work(cancellationToken);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            Log.SweepFailed(logger, error);
            return default;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "{Kind} {Id} failed and will be tried again")]
        public static partial void Failed(ILogger logger, Exception error, string kind, Guid id);

        [LoggerMessage(2, LogLevel.Warning, "The catalog could not be read for pending operations")]
        public static partial void SweepFailed(ILogger logger, Exception error);
    }
}

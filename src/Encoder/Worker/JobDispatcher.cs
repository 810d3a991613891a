using MediaPlatform.Data.Jobs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Quartz;

namespace MediaPlatform.Encoder.Worker;

/// <summary>
/// Looks for jobs that nobody works on, new ones and those of lost workers, and hands as many as this worker has room for to the scheduler.
/// The order is that of the catalog, so that a changed priority counts up to the last moment.
/// </summary>
internal sealed partial class JobDispatcher(
    JobClaimStore claims, RunningJobs running, ISchedulerFactory schedulers, WorkerFolder worker, WorkerPulse pulse, JobRunServices services)
    : BackgroundService
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Log.Started(services.Logger, worker.Name);
        var pause = services.Options.Value.PollInterval;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await DispatchAsync(stoppingToken);
                pulse.Beat();
                pause = services.Options.Value.PollInterval;
            }
            catch (Exception failure) when (failure is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                pause = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, LongestPause.Ticks));
                Log.QueueUnreadable(services.Logger, failure.Message, pause);
            }

            await Task.Delay(pause, services.Time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task DispatchAsync(CancellationToken cancellationToken)
    {
        var room = services.Options.Value.ConcurrentJobs - running.Count;
        if (room <= 0) return;
        var waiting = await claims.ListUnclaimedAsync(services.Options.Value.ConcurrentJobs, cancellationToken);
        if (waiting.Count == 0) return;
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        foreach (var jobId in waiting.Where(jobId => !running.Contains(jobId)).Take(room)) await ScheduleAsync(scheduler, jobId, cancellationToken);
    }

    private static async Task ScheduleAsync(IScheduler scheduler, Guid jobId, CancellationToken cancellationToken)
    {
        var key = EncodeQuartzJob.KeyOf(jobId);
        if (await scheduler.Exists(key, cancellationToken)) return;
        var job = JobBuilder.Create<EncodeQuartzJob>().WithIdentity(key).RequestRecovery(true).Build();
        var trigger = TriggerBuilder.Create().WithIdentity(key.Name, key.Group).ForJob(key).StartNow().Build();
        try
        {
            await scheduler.ScheduleJob(job, trigger, cancellationToken: cancellationToken);
        }
        catch (ObjectAlreadyExistsException)
        {
            // Another worker of the cluster was quicker with the same job; either of the two may run it.
            return;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2, LogLevel.Information, "Worker {Name} takes jobs")]
        public static partial void Started(ILogger logger, string name);

        [LoggerMessage(1, LogLevel.Warning, "The job queue cannot be read: {Reason}. Next try in {Pause}.")]
        public static partial void QueueUnreadable(ILogger logger, string reason, TimeSpan pause);
    }
}

using Microsoft.Extensions.Hosting;
using Quartz;

namespace MediaPlatform.Encoder.Worker;

/// <summary>What the scheduler starts for one queued job. Its store starts it again, here or elsewhere, when this process dies meanwhile.</summary>
internal sealed class EncodeQuartzJob(JobRunner runner, RunningJobs running, IHostApplicationLifetime lifetime) : IJob
{
    public static JobKey KeyOf(Guid jobId) => new(jobId.ToString("N"), "encode");

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        var jobId = Guid.ParseExact(context.JobDetail.Key.Name, "N");
        if (!running.TryBegin(jobId)) return;
        try
        {
            using var stopping = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping, cancellationToken);
            await runner.RunAsync(jobId, stopping.Token);
        }
        finally
        {
            running.End(jobId);
        }
    }
}

using MediaPlatform.Data.Catalog;
using Microsoft.EntityFrameworkCore;

namespace MediaPlatform.Data.Jobs;

/// <summary>What workers do to jobs: claim, renew, report, hear of a cancel. Each call is one statement, safe against other workers.</summary>
public sealed class JobClaimStore(CatalogContextFactory contexts, TimeProvider clock)
{
    private static readonly JobState[] Final = [JobState.Finished, JobState.Error, JobState.Canceled];

    /// <summary>Takes a job that is not final and that nobody holds now. Counts an attempt.</summary>
    /// <returns>The job with its outputs, or null when it is gone, final or held by another worker.</returns>
    public async Task<Job?> ClaimAsync(Guid jobId, string worker, TimeSpan lease, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var expires = now + lease;
        await using var context = contexts.Create();
        var taken = await context.Jobs
            .Where(row => row.Id == jobId && !Final.Contains(row.State)
                && (row.ClaimedBy == null || row.ClaimedBy == worker || row.ClaimExpires < now))
            .ExecuteUpdateAsync(
                row => row
                    .SetProperty(job => job.ClaimedBy, worker)
                    .SetProperty(job => job.ClaimExpires, expires)
                    .SetProperty(job => job.Attempt, job => job.Attempt + 1)
                    .SetProperty(job => job.Version, job => job.Version + 1),
                cancellationToken);
        if (taken == 0) return null;
        return await context.Jobs.Include(row => row.Outputs.OrderBy(output => output.Index))
            .FirstOrDefaultAsync(row => row.Id == jobId, cancellationToken);
    }

    /// <summary>Prolongs a claim without touching the job's version.</summary>
    /// <returns>Whether the worker still holds the job, and whether its cancel was asked for.</returns>
    public async Task<JobClaim> RenewAsync(Guid jobId, string worker, TimeSpan lease, CancellationToken cancellationToken)
    {
        var expires = clock.GetUtcNow() + lease;
        await using var context = contexts.Create();
        var kept = await context.Jobs.Where(row => row.Id == jobId && row.ClaimedBy == worker)
            .ExecuteUpdateAsync(row => row.SetProperty(job => job.ClaimExpires, expires), cancellationToken);
        if (kept == 0) return new JobClaim(Held: false, CancelRequested: false);
        var cancel = await context.Jobs.Where(row => row.Id == jobId).Select(row => row.CancelRequested).FirstOrDefaultAsync(cancellationToken);
        return new JobClaim(Held: true, cancel);
    }

    /// <summary>Gives a job back, for instance at shutdown.</summary>
    public async Task ReleaseAsync(Guid jobId, string worker, CancellationToken cancellationToken)
    {
        await using var context = contexts.Create();
        await context.Jobs.Where(row => row.Id == jobId && row.ClaimedBy == worker)
            .ExecuteUpdateAsync(
                row => row
                    .SetProperty(job => job.ClaimedBy, (string?)null)
                    .SetProperty(job => job.ClaimExpires, (DateTimeOffset?)null)
                    .SetProperty(job => job.Version, job => job.Version + 1),
                cancellationToken);
    }

    /// <summary>Writes the progress of one output, in percent, without touching the job's version. Never goes back.</summary>
    public async Task SetProgressAsync(Guid jobId, int index, int progress, CancellationToken cancellationToken)
    {
        await using var context = contexts.Create();
        await context.JobOutputs.Where(row => row.JobId == jobId && row.Index == index && row.Progress < progress)
            .ExecuteUpdateAsync(row => row.SetProperty(output => output.Progress, progress), cancellationToken);
    }

    /// <summary>Ids of jobs that are not final and that no live worker holds, oldest first: to be run, or run again.</summary>
    public async Task<IReadOnlyList<Guid>> ListUnclaimedAsync(int limit, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var context = contexts.Create();
        return await context.Jobs
            .Where(row => !Final.Contains(row.State) && (row.ClaimedBy == null || row.ClaimExpires < now))
            .OrderBy(row => row.Created).Select(row => row.Id).Take(limit).ToListAsync(cancellationToken);
    }
}

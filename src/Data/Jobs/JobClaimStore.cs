using MediaPlatform.Data.Catalog;
using MediaPlatform.Data.Transforms;
using Microsoft.EntityFrameworkCore;

namespace MediaPlatform.Data.Jobs;

/// <summary>What workers do to jobs: claim, renew, report, hear of a cancel. Nothing is written by a worker whose lease has passed to another.</summary>
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
    public async Task<JobClaim> RenewAsync(JobLease lease, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        var expires = clock.GetUtcNow() + lifetime;
        await using var context = contexts.Create();
        var kept = await Held(context, lease).ExecuteUpdateAsync(row => row.SetProperty(job => job.ClaimExpires, expires), cancellationToken);
        if (kept == 0) return new JobClaim(Held: false, CancelRequested: false);
        var cancel = await Held(context, lease).Select(row => row.CancelRequested).FirstOrDefaultAsync(cancellationToken);
        return new JobClaim(Held: true, cancel);
    }

    /// <summary>Gives a job back that was interrupted through no fault of its own, for instance by a shutdown; the attempt does not count.</summary>
    public async Task ReleaseAsync(JobLease lease, CancellationToken cancellationToken)
    {
        await using var context = contexts.Create();
        await Held(context, lease).ExecuteUpdateAsync(
            row => row
                .SetProperty(job => job.ClaimedBy, (string?)null)
                .SetProperty(job => job.ClaimExpires, (DateTimeOffset?)null)
                .SetProperty(job => job.Attempt, job => job.Attempt - 1)
                .SetProperty(job => job.Version, job => job.Version + 1),
            cancellationToken);
    }

    /// <summary>
    /// Writes the state and times of a job and of its outputs in one transaction. A final state ends the claim. A cancel that was asked for
    /// meanwhile stays visible: the job shows Canceling until its final state.
    /// </summary>
    /// <returns>False when the worker does not hold the job any more; nothing is written then.</returns>
    public async Task<bool> SaveStatesAsync(JobLease lease, Job job, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(job);
        var isFinal = Final.Contains(job.State);
        var (state, start, end, now) = (job.State, job.StartTime, job.EndTime, clock.GetUtcNow());
        await using var context = contexts.Create();
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var kept = await Held(context, lease).ExecuteUpdateAsync(
            row => row
                .SetProperty(saved => saved.State, saved => !isFinal && saved.CancelRequested ? JobState.Canceling : state)
                .SetProperty(saved => saved.StartTime, start)
                .SetProperty(saved => saved.EndTime, end)
                .SetProperty(saved => saved.LastModified, now)
                .SetProperty(saved => saved.ClaimedBy, saved => isFinal ? null : saved.ClaimedBy)
                .SetProperty(saved => saved.ClaimExpires, saved => isFinal ? null : saved.ClaimExpires)
                .SetProperty(saved => saved.Version, saved => saved.Version + 1),
            cancellationToken);
        if (kept == 0) return false;
        foreach (var output in job.Outputs) await SaveOutputAsync(context, output, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>Writes the progress of one output, in percent, without touching the job's version. Never goes back.</summary>
    public async Task SetProgressAsync(Guid jobId, int index, int progress, CancellationToken cancellationToken)
    {
        await using var context = contexts.Create();
        await context.JobOutputs.Where(row => row.JobId == jobId && row.Index == index && row.Progress < progress)
            .ExecuteUpdateAsync(row => row.SetProperty(output => output.Progress, progress), cancellationToken);
    }

    /// <summary>Ids of jobs that are not final and that no live worker holds, by priority and then age: to be run, or run again.</summary>
    public async Task<IReadOnlyList<Guid>> ListUnclaimedAsync(int limit, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var context = contexts.Create();
        return await context.Jobs
            .Where(row => !Final.Contains(row.State) && (row.ClaimedBy == null || row.ClaimExpires < now))
            .OrderBy(row => row.Priority == Priority.High ? 0 : row.Priority == Priority.Normal ? 1 : 2).ThenBy(row => row.Created)
            .Select(row => row.Id).Take(limit).ToListAsync(cancellationToken);
    }

    private static IQueryable<Job> Held(CatalogContext context, JobLease lease) =>
        context.Jobs.Where(row => row.Id == lease.JobId && row.ClaimedBy == lease.Worker && row.Attempt == lease.Attempt);

    private static Task<int> SaveOutputAsync(CatalogContext context, JobOutput output, CancellationToken cancellationToken)
    {
        var (state, error, start, end, progress) = (output.State, output.ErrorJson, output.StartTime, output.EndTime, output.State == JobState.Finished ? 100 : 0);
        return context.JobOutputs.Where(row => row.JobId == output.JobId && row.Index == output.Index).ExecuteUpdateAsync(
            row => row
                .SetProperty(saved => saved.State, state)
                .SetProperty(saved => saved.ErrorJson, error)
                .SetProperty(saved => saved.StartTime, start)
                .SetProperty(saved => saved.EndTime, end)
                .SetProperty(saved => saved.Progress, saved => saved.Progress < progress ? progress : saved.Progress),
            cancellationToken);
    }
}

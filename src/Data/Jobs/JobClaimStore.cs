using MediaPlatform.Data.Catalog;
using MediaPlatform.Data.Events;
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
    /// Writes the state and times of a job and of its outputs in one transaction, with the events that tell of it. A final state ends the claim.
    /// A cancel that was asked for meanwhile stays visible: the job and its unfinished outputs show Canceling until the final state.
    /// </summary>
    /// <returns>False when the worker does not hold the job any more; nothing is written then.</returns>
    public async Task<bool> SaveStatesAsync(JobLease lease, Job job, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(job);
        var isFinal = Final.Contains(job.State);
        var now = clock.GetUtcNow();
        await using var context = contexts.Create();
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        if (!await SaveTimesAsync(context, lease, job, isFinal, now, cancellationToken)) return false;

        // From here on the row is locked: what is read stays as it is.
        var listeners = await EventOutbox.ListenersAsync(context, job.AccountId, now, cancellationToken);
        var before = listeners.Count == 0 ? null : await JobStates.ReadAsync(context, job.Id, cancellationToken);
        var isCanceling = !isFinal && await context.Jobs.AnyAsync(row => row.Id == job.Id && row.CancelRequested, cancellationToken);
        var state = isCanceling ? JobState.Canceling : job.State;
        await context.Jobs.Where(row => row.Id == job.Id).ExecuteUpdateAsync(row => row.SetProperty(saved => saved.State, state), cancellationToken);
        foreach (var output in job.Outputs) await SaveOutputAsync(context, output, isCanceling, cancellationToken);
        if (before is not null) await JobEvents.WriteChangesAsync(context, listeners, job.Id, before, now, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>Writes the progress of one output, in percent, without touching the job's version. Never goes back.</summary>
    public async Task SetProgressAsync(Guid jobId, int index, int progress, CancellationToken cancellationToken)
    {
        await using var context = contexts.Create();
        await SetProgressAsync(context, jobId, index, progress, cancellationToken);
    }

    /// <summary>The same with an event, where somebody listens and the worker still holds the job.</summary>
    public async Task AnnounceProgressAsync(JobLease lease, int index, int progress, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var context = contexts.Create();
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        await SetProgressAsync(context, lease.JobId, index, progress, cancellationToken);
        var job = await Held(context, lease).Include(row => row.Outputs.Where(output => output.Index == index)).FirstOrDefaultAsync(cancellationToken);
        if (job is { Outputs: [var output] } && await EventOutbox.ListenersAsync(context, job.AccountId, now, cancellationToken) is { Count: > 0 } listeners)
        {
            await JobEvents.WriteProgressAsync(context, listeners, job, output, now, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
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

    /// <summary>How many jobs wait and how many are worked on.</summary>
    public async Task<JobQueue> ReadQueueAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var context = contexts.Create();
        var waiting = context.Jobs.Where(row => !Final.Contains(row.State) && (row.ClaimedBy == null || row.ClaimExpires < now));
        return new(
            await waiting.CountAsync(cancellationToken),
            await waiting.OrderBy(row => row.Created).Select(row => (DateTimeOffset?)row.Created).FirstOrDefaultAsync(cancellationToken),
            await context.Jobs.CountAsync(row => !Final.Contains(row.State) && row.ClaimedBy != null && row.ClaimExpires >= now, cancellationToken));
    }

    private static IQueryable<Job> Held(CatalogContext context, JobLease lease) =>
        context.Jobs.Where(row => row.Id == lease.JobId && row.ClaimedBy == lease.Worker && row.Attempt == lease.Attempt);

    private static async Task<bool> SaveTimesAsync(
        CatalogContext context, JobLease lease, Job job, bool isFinal, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (start, end) = (job.StartTime, job.EndTime);
        return await Held(context, lease).ExecuteUpdateAsync(
            row => row
                .SetProperty(saved => saved.StartTime, start)
                .SetProperty(saved => saved.EndTime, end)
                .SetProperty(saved => saved.LastModified, now)
                .SetProperty(saved => saved.ClaimedBy, saved => isFinal ? null : saved.ClaimedBy)
                .SetProperty(saved => saved.ClaimExpires, saved => isFinal ? null : saved.ClaimExpires)
                .SetProperty(saved => saved.Version, saved => saved.Version + 1),
            cancellationToken) > 0;
    }

    private static Task<int> SaveOutputAsync(CatalogContext context, JobOutput output, bool isCanceling, CancellationToken cancellationToken)
    {
        var state = isCanceling && !Final.Contains(output.State) ? JobState.Canceling : output.State;
        var (error, start, end, progress) = (output.ErrorJson, output.StartTime, output.EndTime, output.State == JobState.Finished ? 100 : 0);
        return context.JobOutputs.Where(row => row.JobId == output.JobId && row.Index == output.Index).ExecuteUpdateAsync(
            row => row
                .SetProperty(saved => saved.State, state)
                .SetProperty(saved => saved.ErrorJson, error)
                .SetProperty(saved => saved.StartTime, start)
                .SetProperty(saved => saved.EndTime, end)
                .SetProperty(saved => saved.Progress, saved => saved.Progress < progress ? progress : saved.Progress),
            cancellationToken);
    }

    private static Task<int> SetProgressAsync(CatalogContext context, Guid jobId, int index, int progress, CancellationToken cancellationToken) =>
        context.JobOutputs.Where(row => row.JobId == jobId && row.Index == index && row.Progress < progress)
            .ExecuteUpdateAsync(row => row.SetProperty(output => output.Progress, progress), cancellationToken);
}

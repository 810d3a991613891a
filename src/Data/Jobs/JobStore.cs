using MediaPlatform.Data.Catalog;
using MediaPlatform.Data.Events;
using MediaPlatform.Data.Queries;
using Microsoft.EntityFrameworkCore;

namespace MediaPlatform.Data.Jobs;

/// <summary>Jobs of a transform with their outputs, as the control plane sees them.</summary>
public sealed class JobStore(CatalogContextFactory contexts, TimeProvider clock)
{
    public async Task<Job?> FindAsync(Guid transformId, string name, CancellationToken cancellationToken)
    {
        var key = NamedResource.KeyOf(name);
        await using var context = contexts.Create();
        return await WithOutputs(context).FirstOrDefaultAsync(row => row.TransformId == transformId && row.NameKey == key, cancellationToken);
    }

    public async Task<Job?> FindByIdAsync(Guid jobId, CancellationToken cancellationToken)
    {
        await using var context = contexts.Create();
        return await WithOutputs(context).FirstOrDefaultAsync(row => row.Id == jobId, cancellationToken);
    }

    /// <summary>Jobs of the transform that <see cref="ListQuery{T}.ParentId"/> names.</summary>
    public async Task<Page<Job>> ListAsync(ListQuery<Job> query, CancellationToken cancellationToken)
    {
        await using var context = contexts.Create();
        return await WithOutputs(context).Where(row => row.TransformId == query.ParentId).PageAsync(query, cancellationToken);
    }

    /// <summary>Stores a new job with its outputs (version 0), or replaces the job row that was read and leaves its outputs alone.</summary>
    public Task<SaveOutcome> SaveAsync(Job job, CancellationToken cancellationToken) =>
        contexts.SaveNamedAsync(job, clock, cancellationToken);

    /// <summary>Replaces the job row and the states of its outputs in one transaction, with the events that tell of it.</summary>
    public async Task<SaveOutcome> SaveStatesAsync(Job job, CancellationToken cancellationToken)
    {
        await using var context = contexts.Create();
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var (before, now) = (job.Version, clock.GetUtcNow());
        var listeners = await EventOutbox.ListenersAsync(context, job.AccountId, now, cancellationToken);
        var states = listeners.Count == 0 ? null : await JobStates.ReadAsync(context, job.Id, cancellationToken);
        Attach(context, job);
        job.Version = Writes.NextVersion(before, clock);
        var outcome = await context.TrySaveAsync(SaveOutcome.Updated, cancellationToken);
        if (outcome != SaveOutcome.Updated)
        {
            job.Version = before;
            return outcome;
        }

        // The version has not changed between the two, so neither have the states that were read.
        if (states is not null) await JobEvents.WriteChangesAsync(context, listeners, job.Id, states, now, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return outcome;
    }

    /// <returns>False when there was none.</returns>
    public async Task<bool> DeleteAsync(Guid transformId, string name, CancellationToken cancellationToken)
    {
        var key = NamedResource.KeyOf(name);
        await using var context = contexts.Create();
        return await context.Jobs.Where(row => row.TransformId == transformId && row.NameKey == key)
            .ExecuteDeleteAsync(cancellationToken) > 0;
    }

    /// <summary>Removes jobs that ended before a time.</summary>
    /// <returns>How many went.</returns>
    public async Task<int> DeleteEndedBeforeAsync(DateTimeOffset time, CancellationToken cancellationToken)
    {
        await using var context = contexts.Create();
        return await context.Jobs.Where(row => row.EndTime < time).ExecuteDeleteAsync(cancellationToken);
    }

    // What else an output has, the worker writes at the same time.
    private static void Attach(CatalogContext context, Job job)
    {
        context.Entry(job).State = EntityState.Modified;
        context.Entry(job).Property(row => row.Version).OriginalValue = job.Version;
        foreach (var output in job.Outputs.Select(output => context.Entry(output)))
        {
            output.State = EntityState.Unchanged;
            output.Property(row => row.State).IsModified = output.Property(row => row.EndTime).IsModified = true;
        }
    }

    private static IQueryable<Job> WithOutputs(CatalogContext context) =>
        context.Jobs.Include(row => row.Outputs.OrderBy(output => output.Index));
}

using MediaPlatform.Data.Catalog;
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

    /// <summary>Replaces the job row and all its outputs in one transaction: a change of state.</summary>
    public async Task<SaveOutcome> SaveWithOutputsAsync(Job job, CancellationToken cancellationToken)
    {
        await using var context = contexts.Create();
        var before = job.Version;
        context.Entry(job).State = EntityState.Modified;
        context.Entry(job).Property(row => row.Version).OriginalValue = before;
        foreach (var output in job.Outputs) context.Entry(output).State = EntityState.Modified;
        job.Version = Writes.NextVersion(before, clock);
        var outcome = await context.TrySaveAsync(SaveOutcome.Updated, cancellationToken);
        if (outcome != SaveOutcome.Updated) job.Version = before;
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

    private static IQueryable<Job> WithOutputs(CatalogContext context) =>
        context.Jobs.Include(row => row.Outputs.OrderBy(output => output.Index));
}

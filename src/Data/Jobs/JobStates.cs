using MediaPlatform.Data.Catalog;
using Microsoft.EntityFrameworkCore;

namespace MediaPlatform.Data.Jobs;

/// <summary>The states of a job and of its outputs at one moment.</summary>
internal sealed record JobStates(JobState Job, IReadOnlyDictionary<int, JobState> Outputs)
{
    public static async Task<JobStates?> ReadAsync(CatalogContext context, Guid jobId, CancellationToken cancellationToken)
    {
        var outputs = await context.JobOutputs.Where(row => row.JobId == jobId).Select(row => new { row.Index, row.State }).ToListAsync(cancellationToken);
        var job = await context.Jobs.Where(row => row.Id == jobId).Select(row => (JobState?)row.State).FirstOrDefaultAsync(cancellationToken);
        return job is { } state ? new(state, outputs.ToDictionary(output => output.Index, output => output.State)) : null;
    }
}

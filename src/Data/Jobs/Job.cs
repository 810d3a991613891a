using MediaPlatform.Data.Catalog;
using MediaPlatform.Data.Transforms;

namespace MediaPlatform.Data.Jobs;

/// <summary>One run of a transform.</summary>
public sealed class Job : NamedResource
{
    public Guid TransformId { get; set; }

    public string? Description { get; set; }

    public Priority Priority { get; set; } = Priority.Normal;

    public JobState State { get; set; } = JobState.Queued;

    public DateTimeOffset? StartTime { get; set; }

    public DateTimeOffset? EndTime { get; set; }

    /// <summary>The job input, in the contract's own JSON form.</summary>
    public string InputJson { get; set; } = "{}";

    public IReadOnlyDictionary<string, string> CorrelationData { get; set; } = new Dictionary<string, string>();

    public bool CancelRequested { get; set; }

    /// <summary>The worker that runs the job; null when none does.</summary>
    public string? ClaimedBy { get; set; }

    /// <summary>When the claim lapses unless it is renewed.</summary>
    public DateTimeOffset? ClaimExpires { get; set; }

    /// <summary>How often the job was claimed.</summary>
    public int Attempt { get; set; }

    /// <summary>In the order of the transform's outputs.</summary>
    public List<JobOutput> Outputs { get; set; } = [];
}

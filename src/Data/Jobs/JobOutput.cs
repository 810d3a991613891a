namespace MediaPlatform.Data.Jobs;

/// <summary>One output of a job.</summary>
public sealed class JobOutput
{
    public Guid JobId { get; set; }

    /// <summary>Place in the job, from 0.</summary>
    public int Index { get; set; }

    public string AssetName { get; set; } = "";

    public string Label { get; set; } = "";

    public JobState State { get; set; } = JobState.Queued;

    /// <summary>Percent, 0 to 100.</summary>
    public int Progress { get; set; }

    /// <summary>The contract's JobError object, null unless the output failed.</summary>
    public string? ErrorJson { get; set; }

    public DateTimeOffset? StartTime { get; set; }

    public DateTimeOffset? EndTime { get; set; }

    /// <summary>A preset that replaces the transform's, in the contract's own JSON form.</summary>
    public string? PresetOverrideJson { get; set; }
}

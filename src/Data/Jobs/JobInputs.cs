namespace MediaPlatform.Data.Jobs;

/// <summary>Several inputs.</summary>
public sealed record JobInputs : JobInput
{
    /// <summary>The inputs.</summary>
    public IReadOnlyList<JobInput> Inputs { get; init; } = [];
}

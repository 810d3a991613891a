namespace MediaPlatform.Data.Jobs;

/// <summary>Several clips, one after the other.</summary>
public sealed record JobInputSequence : JobInput
{
    /// <summary>The clips in their order.</summary>
    public IReadOnlyList<JobInputClip> Inputs { get; init; } = [];
}

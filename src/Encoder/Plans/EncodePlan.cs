namespace MediaPlatform.Encoder.Plans;

/// <summary>What is run to make one job output: a graph of tasks, each one process, and the files they make.</summary>
internal sealed record EncodePlan
{
    /// <summary>In an order in which every task comes after those it needs.</summary>
    public required IReadOnlyList<EncodeTask> Tasks { get; init; }

    public required IReadOnlyList<PlannedFile> Files { get; init; }
}

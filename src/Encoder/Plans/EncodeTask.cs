namespace MediaPlatform.Encoder.Plans;

/// <summary>One run of ffmpeg in the folder of the job output.</summary>
internal sealed record EncodeTask
{
    public required string Id { get; init; }

    /// <summary>Tasks whose files this one reads.</summary>
    public IReadOnlyList<string> Needs { get; init; } = [];

    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>Length of what it makes; progress is measured against it.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Its part of the work, in relation to the other tasks.</summary>
    public double Weight { get; init; } = 1;
}

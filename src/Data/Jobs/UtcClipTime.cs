namespace MediaPlatform.Data.Jobs;

/// <summary>A point in the day, for live archives.</summary>
public sealed record UtcClipTime : ClipTime
{
    /// <summary>The time.</summary>
    public DateTimeOffset Time { get; init; }
}

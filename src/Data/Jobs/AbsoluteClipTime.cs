namespace MediaPlatform.Data.Jobs;

/// <summary>A point on the own timeline of the input.</summary>
public sealed record AbsoluteClipTime : ClipTime
{
    /// <summary>The time.</summary>
    public TimeSpan Time { get; init; }
}

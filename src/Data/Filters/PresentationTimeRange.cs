namespace MediaPlatform.Data.Filters;

/// <summary>The time part of a filter. Values are in units of <see cref="Timescale"/> per second (default 10,000,000).</summary>
public sealed record PresentationTimeRange(
    long? StartTimestamp = null,
    long? EndTimestamp = null,
    long? PresentationWindowDuration = null,
    long? LiveBackoffDuration = null,
    long? Timescale = null,
    bool? ForceEndTimestamp = null);

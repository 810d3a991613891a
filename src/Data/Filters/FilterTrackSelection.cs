namespace MediaPlatform.Data.Filters;

/// <summary>Tracks that satisfy all conditions are kept.</summary>
public sealed record FilterTrackSelection(IReadOnlyList<FilterTrackPropertyCondition> TrackSelections);

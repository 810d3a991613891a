using System.Collections.Immutable;
using MediaPlatform.Data.Filters;
using MediaPlatform.Media;
using MediaPlatform.Media.Presentations;
using MediaPlatform.StreamingEndpoint.Errors;
using StoredRange = MediaPlatform.Data.Filters.PresentationTimeRange;
using TimeRange = MediaPlatform.Media.Presentations.PresentationTimeRange;

namespace MediaPlatform.StreamingEndpoint.Filters;

/// <summary>Checks a stored filter and turns it into rules.</summary>
internal static class FilterCompiler
{
    private const long DefaultTimescale = MediaTime.PresentationTimescale;
    private const long MinWindow = 60 * DefaultTimescale;
    private const long MaxBackoff = 300 * DefaultTimescale;

    /// <exception cref="OriginException">The filter cannot be applied; says why.</exception>
    public static TrackSelection Tracks(StreamingFilter filter) =>
        new([.. filter.Tracks.Select(entry => entry.TrackSelections.Select(condition => Condition(filter, condition)).ToImmutableArray())]);

    /// <exception cref="OriginException">The filter cannot be applied; says why.</exception>
    public static TimeRange Range(StreamingFilter filter)
    {
        if (filter.PresentationTimeRange is not { } stored)
        {
            return TimeRange.All;
        }

        if (stored.Timescale is <= 0)
        {
            throw Invalid(MpeErrors.FilterRange, filter, "its timescale is not positive");
        }

        CheckLiveMembers(filter, stored);
        var start = Ticks(stored.StartTimestamp, stored) ?? 0;
        var end = Ticks(stored.EndTimestamp, stored) ?? long.MaxValue;
        if (start < 0 || end <= start)
        {
            throw Invalid(MpeErrors.FilterRange, filter, "its end is not after its start");
        }

        return stored.ForceEndTimestamp == true && stored.EndTimestamp is null
            ? throw Invalid(MpeErrors.FilterRange, filter, "it forces an end that it does not name")
            : new TimeRange(start == 0 ? TimeRange.All.Start : start, end);
    }

    // Window and back-off shape live presentations only, but a value that is out of bounds is a mistake everywhere.
    private static void CheckLiveMembers(StreamingFilter filter, StoredRange stored)
    {
        var window = Ticks(stored.PresentationWindowDuration, stored);
        var backoff = Ticks(stored.LiveBackoffDuration, stored);
        if (window < MinWindow)
        {
            throw Invalid(MpeErrors.FilterWindow, filter, "its presentation window is shorter than 60 s");
        }

        if (backoff is < 0 or > MaxBackoff)
        {
            throw Invalid(MpeErrors.FilterBackoff, filter, "its live back-off is longer than 300 s");
        }

        if (backoff > window)
        {
            throw Invalid(MpeErrors.FilterBackoffOverPresentationWindow, filter, "its live back-off is longer than its presentation window");
        }
    }

    private static TrackCondition Condition(StreamingFilter filter, FilterTrackPropertyCondition stored)
    {
        if (!Enum.TryParse<TrackProperty>(stored.Property, ignoreCase: true, out var property) || !Enum.IsDefined(property))
        {
            throw Invalid(MpeErrors.FilterTrack, filter, $"it selects by {stored.Property}");
        }

        var isEqual = stored.Operation.Equals("Equal", StringComparison.OrdinalIgnoreCase);
        if (!isEqual && !stored.Operation.Equals("NotEqual", StringComparison.OrdinalIgnoreCase))
        {
            throw Invalid(MpeErrors.FilterTrack, filter, $"it compares by {stored.Operation}");
        }

        var condition = new TrackCondition(property, isEqual, stored.Value ?? "");
        return condition.IsValid ? condition : throw Invalid(MpeErrors.FilterTrack, filter, $"its value for {stored.Property} cannot be read");
    }

    // Documented samples hold numbers that do not fit; they mean "no limit".
    private static long? Ticks(long? value, StoredRange range) => value is not { } given
        ? null
        : (long)Int128.Clamp((Int128)given * DefaultTimescale / (range.Timescale ?? DefaultTimescale), long.MinValue, long.MaxValue);

    private static OriginException Invalid(MpeError error, StreamingFilter filter, string why) =>
        new(error.Because($"The filter {filter.Name} cannot be applied: {why}."));
}

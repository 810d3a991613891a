using MediaPlatform.Data.Filters;
using MediaPlatform.StreamingEndpoint.Errors;
using MediaPlatform.StreamingEndpoint.Locators;
using TimeRange = MediaPlatform.Media.Presentations.PresentationTimeRange;

namespace MediaPlatform.StreamingEndpoint.Filters;

/// <summary>Finds the filters of a locator and of a URL, and combines them.</summary>
internal static class FilterResolver
{
    private const int MaxFilters = 10;

    /// <param name="locator">Its own filters always apply.</param>
    /// <param name="names">Names from the URL, separated by semicolons.</param>
    /// <exception cref="OriginException">A filter is missing or cannot be applied.</exception>
    public static CompiledFilter Resolve(LocatorModel locator, ReadOnlySpan<char> names)
    {
        var wanted = new List<string>(locator.Published.Locator.Filters);
        foreach (var range in names.Split(';'))
        {
            if (names[range].Trim() is { IsEmpty: false } name)
            {
                wanted.Add(name.ToString());
            }
        }

        var distinct = wanted.Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        return distinct.Count switch
        {
            0 => CompiledFilter.None,
            > MaxFilters => throw new OriginException(MpeErrors.FilterCountOverLimit),
            _ => Combine([.. distinct.Select(name => locator.Filter(name)
                ?? throw new OriginException(MpeErrors.FilterNotFound.Because($"There is no filter {name}.")))]),
        };
    }

    private static CompiledFilter Combine(IReadOnlyList<StreamingFilter> filters)
    {
        var first = filters.Where(filter => filter.FirstQualityBitrate is not null).ToList();
        if (first.Count > 1)
        {
            throw new OriginException(MpeErrors.FilterMultipleFirstQuality);
        }

        if (first.Count == 1 && first[0].FirstQualityBitrate <= 0)
        {
            throw new OriginException(MpeErrors.FilterFirstQuality);
        }

        var range = filters.Select(FilterCompiler.Range).Aggregate(TimeRange.All, (all, one) => all.Intersect(one));
        return new CompiledFilter(
            [.. filters.Select(FilterCompiler.Tracks)],
            range.End <= range.Start ? throw new OriginException(MpeErrors.FilterRemovedAllStreams) : range,
            first.Count == 1 ? first[0].FirstQualityBitrate : null);
    }
}

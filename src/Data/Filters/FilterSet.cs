using System.Collections;

namespace MediaPlatform.Data.Filters;

/// <summary>The filters of an asset, or those of an account, as they were at one moment; immutable, so that all locators of an account share one.</summary>
public sealed class FilterSet : IReadOnlyList<StreamingFilter>
{
    // Keeps sums of versions far from overflow however many filters there are.
    internal const long Modulus = 1_000_000_000_000;

    private readonly IReadOnlyList<StreamingFilter> _filters;
    private readonly Dictionary<string, StreamingFilter> _byName = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="filters">In the order of their names.</param>
    public FilterSet(IReadOnlyList<StreamingFilter> filters)
    {
        _filters = filters;
        foreach (var filter in filters)
        {
            _byName[filter.Name] = filter;
        }

        VersionSum = filters.Sum(filter => filter.Version % Modulus);
    }

    /// <summary>A set without filters.</summary>
    public static FilterSet Empty { get; } = new([]);

    /// <inheritdoc/>
    public int Count => _filters.Count;

    /// <summary>With <see cref="Count"/> it differs as soon as one of the filters changes.</summary>
    public long VersionSum { get; }

    /// <inheritdoc/>
    public StreamingFilter this[int index] => _filters[index];

    /// <summary>The filter of a name, or null.</summary>
    public StreamingFilter? Find(string name) => _byName.GetValueOrDefault(name);

    /// <inheritdoc/>
    public IEnumerator<StreamingFilter> GetEnumerator() => _filters.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

using System.Linq.Expressions;

namespace MediaPlatform.Data.Queries;

/// <summary>What to list. Filter and order become SQL; a page costs at most PageSize + 1 rows.</summary>
public sealed record ListQuery<T>
{
    public required Guid AccountId { get; init; }

    /// <summary>The transform of a job list, the asset of a filter list (null there means account filters).</summary>
    public Guid? ParentId { get; init; }

    /// <summary>Extra condition. Values should stand in captured variables so that the compiled query is shared.</summary>
    public Expression<Func<T, bool>>? Filter { get; init; }

    /// <summary>Order before the name, which always comes last so that the order is total.</summary>
    public IReadOnlyList<SortKey<T>> OrderBy { get; init; } = [];

    /// <summary>A range of times that the filter asks for; decides the order of long lists that ask for none.</summary>
    public ListRange<T>? Range { get; init; }

    public int PageSize { get; init; } = 500;

    /// <summary>The Next token of the page before; null for the first page.</summary>
    public string? After { get; init; }
}

/// <summary>A range within an index: the condition on one column, part of the filter, and that column.</summary>
public sealed record ListRange<T>(Expression<Func<T, bool>> Condition, SortKey<T> Key);

using System.Linq.Expressions;
using System.Text.Json;
using MediaPlatform.Data.Catalog;
using Microsoft.EntityFrameworkCore;

namespace MediaPlatform.Data.Queries;

/// <summary>Keyset paging: a page starts after the last keys of the one before, so inserts and deletes elsewhere do not move it.</summary>
internal static class Paging
{
    // So many rows are sorted well within the time of a page.
    internal const int MostSorted = 1000;

    public static async Task<Page<T>> PageAsync<T>(this IQueryable<T> rows, ListQuery<T> query, CancellationToken cancellationToken)
        where T : NamedResource
    {
        query = await WithOrderAsync(rows, query, cancellationToken);
        var items = await rows.ApplyQuery(query).ToListAsync(cancellationToken);
        if (items.Count <= query.PageSize) return new Page<T>(items, null);
        items.RemoveAt(items.Count - 1);
        return new Page<T>(items, TokenOf(items[^1], query));
    }

    public static IQueryable<T> ApplyQuery<T>(this IQueryable<T> rows, ListQuery<T> query)
        where T : NamedResource
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(query.PageSize);
        var keys = KeysOf(query);
        if (query.Filter is not null) rows = rows.Where(query.Filter);
        if (query.After is not null) rows = rows.Where(AfterToken(keys, ReadToken(query, keys.Count)));
        for (var i = 0; i < keys.Count; i++) rows = keys[i].Order(rows, first: i == 0);
        return rows.Take(query.PageSize + 1);
    }

    // Lists that ask for no order come by name. When they ask for a range of times that holds many rows, a database would have to sort all of
    // these, or walk through all names, for each page: such a list comes by time, as the index has it. Its tokens tell it from the other kind.
    private static async Task<ListQuery<T>> WithOrderAsync<T>(IQueryable<T> rows, ListQuery<T> query, CancellationToken cancellationToken)
        where T : NamedResource
    {
        if (query.OrderBy.Count > 0 || query.Range is not { } range) return query;
        var isByTime = query.After is { } token
            ? token.StartsWith("[\"", StringComparison.Ordinal) && token.Contains(':', StringComparison.Ordinal) // no name holds a colon
            : await rows.Where(range.Condition).Take(MostSorted + 1).CountAsync(cancellationToken) > MostSorted;
        return isByTime ? query with { OrderBy = [range.Key] } : query;
    }

    // The name follows the direction of the key before it, so that an index serves the order from either end.
    private static List<SortKey<T>> KeysOf<T>(ListQuery<T> query)
        where T : NamedResource =>
        query.OrderBy is [.., { IsName: true }]
            ? [.. query.OrderBy]
            : [.. query.OrderBy, SortKey<T>.By(row => row.NameKey, query.OrderBy is [.., { Descending: true }])];

    private static string TokenOf<T>(T row, ListQuery<T> query)
        where T : NamedResource =>
        query.OrderBy.Count == 0
            ? row.NameKey
            : JsonSerializer.Serialize(KeysOf(query).Select(key => key.ValueOf(row)));

    // (k1 > v1) or (k1 = v1 and ((k2 > v2) or (k2 = v2 and ...))), and in front of it k1 >= v1: that is what lets a database enter its
    // index where the page begins instead of walking there from the start.
    private static Expression<Func<T, bool>> AfterToken<T>(List<SortKey<T>> keys, JsonElement[] values)
    {
        var row = Expression.Parameter(typeof(T), "row");
        Expression? condition = null;
        for (var i = keys.Count - 1; i >= 0; i--)
        {
            var (beyond, same) = keys[i].Compare(row, values[i]);
            condition = condition is null ? beyond : Expression.OrElse(beyond, Expression.AndAlso(same, condition));
        }

        if (keys.Count > 1) condition = Expression.AndAlso(keys[0].From(row, values[0]), condition!);
        return Expression.Lambda<Func<T, bool>>(condition!, row);
    }

    // In the default order a token is a name, as in AMS.
    private static JsonElement[] ReadToken<T>(ListQuery<T> query, int count)
    {
        var token = query.After!;
        if (query.OrderBy.Count == 0) return [JsonSerializer.SerializeToElement(NamedResource.KeyOf(token))];
        try
        {
            var values = JsonSerializer.Deserialize<JsonElement[]>(token);
            return values?.Length == count ? values : throw new InvalidPageTokenException();
        }
        catch (JsonException)
        {
            throw new InvalidPageTokenException();
        }
    }
}

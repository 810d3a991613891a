using System.Linq.Expressions;
using System.Text.Json;
using MediaPlatform.Data.Catalog;
using Microsoft.EntityFrameworkCore;

namespace MediaPlatform.Data.Queries;

/// <summary>Keyset paging: a page starts after the last keys of the one before, so inserts and deletes elsewhere do not move it.</summary>
internal static class Paging
{
    public static async Task<Page<T>> PageAsync<T>(this IQueryable<T> rows, ListQuery<T> query, CancellationToken cancellationToken)
        where T : NamedResource
    {
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
        if (query.After is not null) rows = rows.Where(AfterToken(keys, query.After));
        for (var i = 0; i < keys.Count; i++) rows = keys[i].Order(rows, first: i == 0);
        return rows.Take(query.PageSize + 1);
    }

    private static List<SortKey<T>> KeysOf<T>(ListQuery<T> query)
        where T : NamedResource =>
        [.. query.OrderBy, SortKey<T>.By(row => row.NameKey)];

    private static string TokenOf<T>(T row, ListQuery<T> query)
        where T : NamedResource =>
        query.OrderBy.Count == 0
            ? row.NameKey
            : JsonSerializer.Serialize(KeysOf(query).Select(key => key.ValueOf(row)));

    // (k1 > v1) or (k1 = v1 and ((k2 > v2) or (k2 = v2 and ...)))
    private static Expression<Func<T, bool>> AfterToken<T>(List<SortKey<T>> keys, string token)
    {
        var values = ReadToken(token, keys.Count);
        var row = Expression.Parameter(typeof(T), "row");
        Expression? condition = null;
        for (var i = keys.Count - 1; i >= 0; i--)
        {
            var (beyond, same) = keys[i].Compare(row, values[i]);
            condition = condition is null ? beyond : Expression.OrElse(beyond, Expression.AndAlso(same, condition));
        }

        return Expression.Lambda<Func<T, bool>>(condition!, row);
    }

    private static JsonElement[] ReadToken(string token, int count)
    {
        if (count == 1) return [JsonSerializer.SerializeToElement(NamedResource.KeyOf(token))];
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

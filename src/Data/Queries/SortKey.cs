using System.Linq.Expressions;
using System.Text.Json;
using MediaPlatform.Data.Catalog;

namespace MediaPlatform.Data.Queries;

/// <summary>One column of an order. Keys must not be null: coalesce nullable columns, since databases order nulls differently.</summary>
public abstract class SortKey<T>
{
    private protected SortKey(bool descending) => Descending = descending;

    public bool Descending { get; }

    public static SortKey<T> By<TKey>(Expression<Func<T, TKey>> key, bool descending = false)
        where TKey : notnull =>
        new SortKey<T, TKey>(key, descending);

    /// <summary>Whether the key is the name's look-up form, after which nothing is left to order.</summary>
    internal abstract bool IsName { get; }

    internal abstract IOrderedQueryable<T> Order(IQueryable<T> rows, bool first);

    internal abstract JsonElement ValueOf(T row);

    /// <summary>Conditions "row after value" and "row at value" for the parameter <paramref name="row"/>.</summary>
    internal abstract (Expression Beyond, Expression Same) Compare(ParameterExpression row, JsonElement value);

    /// <summary>Condition "row at or after value".</summary>
    internal abstract Expression From(ParameterExpression row, JsonElement value);
}

internal sealed class SortKey<T, TKey>(Expression<Func<T, TKey>> key, bool descending) : SortKey<T>(descending)
    where TKey : notnull
{
    private Func<T, TKey>? _read;

    internal override bool IsName => key.Body is MemberExpression { Member.Name: nameof(NamedResource.NameKey) };

    internal override IOrderedQueryable<T> Order(IQueryable<T> rows, bool first) => (first, Descending) switch
    {
        (true, false) => rows.OrderBy(key),
        (true, true) => rows.OrderByDescending(key),
        (false, false) => ((IOrderedQueryable<T>)rows).ThenBy(key),
        (false, true) => ((IOrderedQueryable<T>)rows).ThenByDescending(key),
    };

    internal override JsonElement ValueOf(T row) => JsonSerializer.SerializeToElement((_read ??= key.Compile())(row));

    internal override (Expression Beyond, Expression Same) Compare(ParameterExpression row, JsonElement value)
    {
        var (left, right) = Sides(row, value);
        return (Compare(Descending ? ExpressionType.LessThan : ExpressionType.GreaterThan, left, right), Expression.Equal(left, right));
    }

    internal override Expression From(ParameterExpression row, JsonElement value)
    {
        var (left, right) = Sides(row, value);
        return Compare(Descending ? ExpressionType.LessThanOrEqual : ExpressionType.GreaterThanOrEqual, left, right);
    }

    private (Expression Left, Expression Right) Sides(ParameterExpression row, JsonElement value) =>
        (new ReplaceParameter(key.Parameters[0], row).Visit(key.Body), Parameter(Read(value)));

    private static BinaryExpression Compare(ExpressionType type, Expression left, Expression right) => typeof(TKey) == typeof(string)
        ? Expression.MakeBinary(type, Expression.Call(typeof(string), nameof(string.Compare), null, left, right), Expression.Constant(0))
        : Expression.MakeBinary(type, left, right);

    private static TKey Read(JsonElement value)
    {
        try
        {
            return value.Deserialize<TKey>() ?? throw new InvalidPageTokenException();
        }
        catch (Exception error) when (error is JsonException or NotSupportedException or InvalidOperationException or FormatException)
        {
            throw new InvalidPageTokenException();
        }
    }

    // A member of a captured object becomes an SQL parameter; a constant would give each token its own compiled query.
    private static MemberExpression Parameter(TKey value) =>
        Expression.Field(Expression.Constant(new Captured { Value = value }), nameof(Captured.Value));

    private sealed class Captured
    {
        public required TKey Value;
    }
}

internal sealed class ReplaceParameter(ParameterExpression from, Expression to) : ExpressionVisitor
{
    protected override Expression VisitParameter(ParameterExpression node) => node == from ? to : node;
}

using System.Linq.Expressions;

namespace MediaPlatform.ControlPlane.Arm.OData;

/// <summary>
/// $filter as an expression that the database evaluates.
/// or := and ("or" and)*; and := not ("and" not)*; not := "not"? (parenthesis | comparison); comparison := property operator literal, or turned around.
/// </summary>
internal sealed class FilterParser<T>
{
    // Bounds on what one request may make the database do.
    private const int DeepestNesting = 50;
    private const int MostComparisons = 100;

    private readonly List<FilterToken> _tokens;
    private readonly EntityModel<T> _model;
    private readonly ParameterExpression _row = Expression.Parameter(typeof(T), "row");
    private int _next;
    private int _depth;
    private int _comparisons;

    private FilterParser(string filter, EntityModel<T> model)
    {
        _tokens = FilterLexer.Read(filter);
        _model = model;
    }

    private FilterToken Current => _tokens[_next];

    public static Expression<Func<T, bool>> Parse(string filter, EntityModel<T> model)
    {
        var parser = new FilterParser<T>(filter, model);
        var body = parser.Or();
        if (parser.Current.Kind != FilterTokenKind.End)
        {
            throw new ODataException($"'and', 'or' or the end is expected, not '{Shown(parser.Current)}',", parser.Current.Position);
        }

        return Expression.Lambda<Func<T, bool>>(body, parser._row);
    }

    private Expression Or()
    {
        var left = And();
        while (Current.Is("or"))
        {
            _next++;
            left = Expression.OrElse(left, And());
        }

        return left;
    }

    private Expression And()
    {
        var left = Not();
        while (Current.Is("and"))
        {
            _next++;
            left = Expression.AndAlso(left, Not());
        }

        return left;
    }

    private Expression Not()
    {
        if (++_depth > DeepestNesting)
        {
            throw new ODataException("The expression is nested too deeply", Current.Position);
        }

        try
        {
            if (Current.Is("not"))
            {
                _next++;
                return Expression.Not(Not());
            }

            return Current.Kind == FilterTokenKind.Open ? Parenthesis() : Comparison();
        }
        finally
        {
            _depth--;
        }
    }

    private Expression Parenthesis()
    {
        var open = Current.Position;
        _next++;
        var inner = Or();
        if (Current.Kind != FilterTokenKind.Close)
        {
            throw new ODataException("The parenthesis is not closed", open);
        }

        _next++;
        return inner;
    }

    private Expression Comparison()
    {
        if (++_comparisons > MostComparisons)
        {
            throw new ODataException($"There are more than {MostComparisons} comparisons", Current.Position);
        }

        var left = Operand();
        var op = Current;
        if (left.Kind == FilterTokenKind.Word && op.Kind == FilterTokenKind.Open)
        {
            throw new ODataException($"The function '{Shown(left)}' is not supported", left.Position);
        }

        if (op.Kind != FilterTokenKind.Word || ComparisonOperator.Find(op.Value) is not { } comparison)
        {
            throw new ODataException("One of eq, ne, gt, ge, lt, le is expected", op.Position);
        }

        _next++;
        var right = Operand();
        return IsProperty(left)
            ? comparison.Build(_model.Find(left), _row, right, op)
            : comparison.Turned.Build(_model.Find(right), _row, left, op);
    }

    private FilterToken Operand()
    {
        var token = Current;
        if (token.Kind is not (FilterTokenKind.Word or FilterTokenKind.Text))
        {
            throw new ODataException("A property or a value is expected", token.Position);
        }

        _next++;
        return token;
    }

    // Dates, numbers and unquoted GUIDs can start with a letter only when they are hexadecimal, and then hold a dash or no slash.
    private static bool IsProperty(FilterToken token) => token.Kind == FilterTokenKind.Word && !char.IsAsciiDigit(token.Value[0])
        && !token.Is("null") && !token.Is("true") && !token.Is("false") && !Guid.TryParse(token.Value, out _);

    private static string Shown(FilterToken token) => token.Value.Length > 40 ? token.Value[..40] + "..." : token.Value;
}

using System.Linq.Expressions;

namespace MediaPlatform.ControlPlane.Arm.OData;

/// <summary>eq, ne, gt, ge, lt, le as expressions. Texts compare by code point, in the database's ordinal collation.</summary>
internal sealed record ComparisonOperator(string Name, ExpressionType Type)
{
    private static readonly ComparisonOperator[] s_all =
    [
        new("eq", ExpressionType.Equal),
        new("ne", ExpressionType.NotEqual),
        new("gt", ExpressionType.GreaterThan),
        new("ge", ExpressionType.GreaterThanOrEqual),
        new("lt", ExpressionType.LessThan),
        new("le", ExpressionType.LessThanOrEqual),
    ];

    private bool IsEquality => Type is ExpressionType.Equal or ExpressionType.NotEqual;

    /// <summary>The operator for exchanged sides.</summary>
    public ComparisonOperator Turned => Type switch
    {
        ExpressionType.GreaterThan => s_all[4],
        ExpressionType.GreaterThanOrEqual => s_all[5],
        ExpressionType.LessThan => s_all[2],
        ExpressionType.LessThanOrEqual => s_all[3],
        _ => this,
    };

    public static ComparisonOperator? Find(string word) =>
        Array.Find(s_all, one => one.Name.Equals(word, StringComparison.OrdinalIgnoreCase));

    public Expression Build<T>(EntityProperty<T> property, ParameterExpression row, FilterToken literal, FilterToken op)
    {
        var member = new RowReplacement(property.Member.Parameters[0], row).Visit(property.Member.Body);
        var type = Nullable.GetUnderlyingType(member.Type) ?? member.Type;
        var value = FilterLiteral.Read(literal, type, property.Path, property.Normalize);
        if (!IsEquality && (value is null || type.IsEnum || type == typeof(Guid)))
        {
            throw new ODataException($"The operator '{Name}' does not apply to '{property.Path}'", op.Position);
        }

        if (value is null)
        {
            return IsNull(member);
        }

        if (type == typeof(string) && !IsEquality)
        {
            var compared = Expression.Call(typeof(string), nameof(string.Compare), null, member, FilterLiteral.Captured(value, typeof(string)));
            return Expression.MakeBinary(Type, compared, Expression.Constant(0));
        }

        var captured = FilterLiteral.Captured(value, type);
        return Expression.MakeBinary(Type, member, member.Type == type ? captured : Expression.Convert(captured, member.Type));
    }

    // A column that cannot be null never equals it.
    private Expression IsNull(Expression member) =>
        member.Type.IsValueType && Nullable.GetUnderlyingType(member.Type) is null
            ? Expression.Constant(Type == ExpressionType.NotEqual)
            : Expression.MakeBinary(Type, member, Expression.Constant(null, member.Type));
}

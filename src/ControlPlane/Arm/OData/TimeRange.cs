using System.Linq.Expressions;
using MediaPlatform.Data.Queries;

namespace MediaPlatform.ControlPlane.Arm.OData;

/// <summary>Finds the range of times that every row of a filter lies in.</summary>
internal static class TimeRange
{
    /// <summary>Null when the filter bounds no time, or a name: then the index of names serves.</summary>
    public static ListRange<T>? Of<T>(Expression<Func<T, bool>> filter, EntityModel<T> model)
    {
        var row = filter.Parameters[0];
        var bounds = Conjuncts(filter.Body).OfType<BinaryExpression>().Where(IsBound).ToList();
        if (bounds.Any(bound => bound.Left is MethodCallExpression { Method.Name: nameof(string.Compare) }))
        {
            return null;
        }

        foreach (var property in model.Times)
        {
            var member = ReplaceRow(property.Member, row).ToString();
            var found = bounds.Where(bound => bound.Left.ToString() == member).ToList<Expression>();
            if (found.Count > 0)
            {
                return new(Expression.Lambda<Func<T, bool>>(found.Aggregate(Expression.AndAlso), row), property.Order!(false));
            }
        }

        return null;
    }

    private static IEnumerable<Expression> Conjuncts(Expression expression) => expression is BinaryExpression { NodeType: ExpressionType.AndAlso } both
        ? Conjuncts(both.Left).Concat(Conjuncts(both.Right))
        : [expression];

    private static bool IsBound(BinaryExpression comparison) => comparison.NodeType
        is ExpressionType.GreaterThan or ExpressionType.GreaterThanOrEqual or ExpressionType.LessThan or ExpressionType.LessThanOrEqual;

    private static Expression ReplaceRow(LambdaExpression member, ParameterExpression row) => new RowReplacement(member.Parameters[0], row).Visit(member.Body);
}

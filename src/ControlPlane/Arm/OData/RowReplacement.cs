using System.Linq.Expressions;

namespace MediaPlatform.ControlPlane.Arm.OData;

/// <summary>Puts the row of one expression in place of another's.</summary>
internal sealed class RowReplacement(ParameterExpression from, Expression to) : ExpressionVisitor
{
    protected override Expression VisitParameter(ParameterExpression node) => node == from ? to : node;
}

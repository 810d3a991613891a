using System.Linq.Expressions;
using MediaPlatform.Data.Queries;

namespace MediaPlatform.ControlPlane.Arm.OData;

/// <summary>The properties of a resource that $filter and $orderby may name (control-plane.md section 6), in any letter case.</summary>
internal sealed class EntityModel<T>
{
    private readonly Dictionary<string, EntityProperty<T>> _properties = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>A property that filters and orders.</summary>
    public EntityModel<T> Ordered<TKey>(string path, Expression<Func<T, TKey>> member, Func<string, TKey>? normalize = null)
        where TKey : notnull
    {
        _properties[path] = new(path, member, normalize is null ? null : text => normalize(text), descending => SortKey<T>.By(member, descending));
        return this;
    }

    /// <summary>A property that only filters.</summary>
    public EntityModel<T> Filtered<TKey>(string path, Expression<Func<T, TKey>> member)
    {
        _properties[path] = new(path, member, null, null);
        return this;
    }

    /// <summary>The properties that hold times and order a list.</summary>
    public IEnumerable<EntityProperty<T>> Times => _properties.Values.Where(property => property.Order is not null && property.Member.ReturnType == typeof(DateTimeOffset));

    public EntityProperty<T> Find(FilterToken token)
    {
        if (_properties.TryGetValue(token.Value, out var property))
        {
            return property;
        }

        var name = token.Value.Length > 60 ? token.Value[..60] + "..." : token.Value;
        throw new ODataException($"The property '{name}' is not known; known are {string.Join(", ", _properties.Keys)};", token.Position);
    }
}

/// <param name="Normalize">Turns a literal into the form that the column holds.</param>
/// <param name="Order">Makes a sort key; null when the property does not order.</param>
internal sealed record EntityProperty<T>(string Path, LambdaExpression Member, Func<string, object>? Normalize, Func<bool, SortKey<T>>? Order);

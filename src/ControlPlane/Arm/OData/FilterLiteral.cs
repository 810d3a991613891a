using System.Globalization;
using System.Linq.Expressions;

namespace MediaPlatform.ControlPlane.Arm.OData;

/// <summary>Reads the value side of a comparison as the type of its property.</summary>
internal static class FilterLiteral
{
    private static readonly string[] s_dates =
    [
        "yyyy-MM-dd",
        "yyyy-MM-ddTHH:mmK",
        "yyyy-MM-ddTHH:mm:ssK",
        "yyyy-MM-ddTHH:mm:ss.FFFFFFFK",
    ];

    /// <summary>The value; null for the keyword null.</summary>
    public static object? Read(FilterToken token, Type type, string path, Func<string, object>? normalize)
    {
        if (token.Is("null"))
        {
            return null;
        }

        if (type == typeof(string))
        {
            return Text(token, normalize);
        }

        object? value = type == typeof(DateTimeOffset) ? Time(token.Value)
            : type == typeof(Guid) ? (Guid.TryParse(token.Value, out var id) ? id : null)
            : type.IsEnum ? Enumeration(token, type)
            : null;
        return value ?? throw new ODataException($"The value of '{path}' is not {Kind(type)}", token.Position);
    }

    /// <summary>The value as a member of a captured object, which becomes an SQL parameter, so that equal filters share one compiled query.</summary>
    public static Expression Captured(object value, Type type)
    {
        var holder = Activator.CreateInstance(typeof(Holder<>).MakeGenericType(type), value)!;
        return Expression.Field(Expression.Constant(holder), nameof(Holder<object>.Value));
    }

    private static object Text(FilterToken token, Func<string, object>? normalize) => token is { Kind: FilterTokenKind.Text, Prefix: null }
        ? normalize?.Invoke(token.Value) ?? token.Value
        : throw new ODataException("A string in single quotes is expected", token.Position);

    private static object? Time(string text) =>
        DateTimeOffset.TryParseExact(text.Trim(), s_dates, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : null;

    // Microsoft.Media.JobState'Scheduled', 'Scheduled' and the bare word all occur in clients.
    private static object? Enumeration(FilterToken token, Type type)
    {
        if (token.Prefix is { } prefix && !prefix.Equals("Microsoft.Media." + type.Name, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        return token.Value.All(char.IsAsciiLetter) && Enum.TryParse(type, token.Value, ignoreCase: true, out var value) ? value : null;
    }

    private static string Kind(Type type) =>
        type == typeof(DateTimeOffset) ? "a date in ISO 8601" : type == typeof(Guid) ? "a GUID" : $"one of {string.Join(", ", Enum.GetNames(type))}";

    private sealed class Holder<TValue>(TValue value)
    {
        public readonly TValue Value = value;
    }
}

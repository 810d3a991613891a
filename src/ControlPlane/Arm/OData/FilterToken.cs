namespace MediaPlatform.ControlPlane.Arm.OData;

internal enum FilterTokenKind
{
    /// <summary>A name, keyword, number, date, GUID: everything unquoted.</summary>
    Word,

    /// <summary>A quoted string, unescaped.</summary>
    Text,

    Open,
    Close,
    Comma,
    End,
}

/// <param name="Position">Offset in the expression.</param>
/// <param name="Prefix">The type name that stood directly before a quoted string, such as <c>Microsoft.Media.JobState</c>.</param>
internal readonly record struct FilterToken(FilterTokenKind Kind, string Value, int Position, string? Prefix = null)
{
    public bool Is(string keyword) => Kind == FilterTokenKind.Word && Value.Equals(keyword, StringComparison.OrdinalIgnoreCase);
}

namespace MediaPlatform.Data.Events;

/// <summary>Which events a subscription wants.</summary>
public sealed record EventFilter
{
    /// <summary>Types; null for all.</summary>
    public IReadOnlyList<string>? IncludedEventTypes { get; init; }

    /// <summary>What subjects begin with; null or empty for any.</summary>
    public string? SubjectBeginsWith { get; init; }

    /// <summary>What subjects end with; null or empty for any.</summary>
    public string? SubjectEndsWith { get; init; }

    /// <summary>Whether the letter case of subjects counts.</summary>
    public bool IsSubjectCaseSensitive { get; init; }

    /// <summary>Whether an event is wanted.</summary>
    public bool Matches(string type, string subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        var comparison = IsSubjectCaseSensitive ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        return (IncludedEventTypes is null || IncludedEventTypes.Contains(type, StringComparer.OrdinalIgnoreCase))
            && subject.StartsWith(SubjectBeginsWith ?? "", comparison)
            && subject.EndsWith(SubjectEndsWith ?? "", comparison);
    }
}

using System.Globalization;
using MediaPlatform.Media.Manifests;

namespace MediaPlatform.Media.Presentations;

/// <summary>One condition on a rendition; values compare without regard to letter case.</summary>
public sealed record TrackCondition(TrackProperty Property, bool IsEqual, string Value)
{
    private readonly (long Low, long High)? _range = Property == TrackProperty.Bitrate ? ParseRange(Value) : null;

    /// <summary>The value can be read.</summary>
    public bool IsValid => Value.Length > 0 && (Property != TrackProperty.Bitrate || _range is not null);

    /// <summary>Whether a rendition satisfies the condition.</summary>
    public bool Matches(SwitchingSet set, Rendition rendition) => Equal(set, rendition) == IsEqual;

    private bool Equal(SwitchingSet set, Rendition rendition) => Property switch
    {
        TrackProperty.Type => Same(set.Kind.ToString()),
        TrackProperty.Name => Same(set.TrackName) || Same(set.GivenName),
        TrackProperty.Language => LanguageTag.AreEqual(set.Language, Value),
        TrackProperty.FourCC => Same(rendition.Format.SampleEntryType.ToString()),
        _ => _range is { } range && rendition.Bitrate >= range.Low && rendition.Bitrate <= range.High,
    };

    private bool Same(string value) => value.Equals(Value, StringComparison.OrdinalIgnoreCase);

    // "0-2427000", open as "1000000-" or "-1000000", or one number.
    private static (long Low, long High)? ParseRange(string text)
    {
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        if (dash < 0)
        {
            return Number(text, -1) is >= 0 and var exact ? (exact, exact) : null;
        }

        var low = Number(text[..dash], 0);
        var high = Number(text[(dash + 1)..], long.MaxValue);
        return low >= 0 && high >= low ? (low, high) : null;
    }

    private static long Number(string text, long missing) =>
        text.Trim() is not { Length: > 0 } digits ? missing
        : long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
}

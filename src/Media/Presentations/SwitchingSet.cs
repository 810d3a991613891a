using System.Collections.Immutable;
using MediaPlatform.Media.Tracks;

namespace MediaPlatform.Media.Presentations;

/// <summary>Renditions of the same content, alternatives by bitrate, cut at the same times.</summary>
public sealed record SwitchingSet
{
    /// <summary>DASH role of text for those who do not hear, ISO/IEC 23009-1 5.8.5.5.</summary>
    public const string CaptionRole = "caption";

    public required TrackKind Kind { get; init; }

    /// <summary>Name in URLs.</summary>
    public required string TrackName { get; init; }

    /// <summary>Name that its owner gave, where URLs cannot carry it as it is; else empty.</summary>
    public string GivenName { get; init; } = "";

    /// <summary>Language as stored, for example <c>eng</c>; <c>und</c> when unknown.</summary>
    public required string Language { get; init; }

    /// <summary>Renditions by rising bitrate.</summary>
    public required ImmutableArray<Rendition> Renditions { get; init; }

    /// <summary>The common cuts.</summary>
    public required FragmentPlan Plan { get; init; }

    /// <summary>Name shown to viewers, or empty.</summary>
    public string Label { get; init; } = "";

    /// <summary>DASH role, or empty.</summary>
    public string Role { get; init; } = "";

    /// <summary>For example <c>description</c>, or empty.</summary>
    public string Accessibility { get; init; } = "";

    /// <summary>HLS CHARACTERISTICS, or empty.</summary>
    public string Characteristics { get; init; } = "";

    /// <summary>Text that says what is heard, for those who do not hear it.</summary>
    public bool IsCaption => Kind == TrackKind.Text
        && (Role.Equals(CaptionRole, StringComparison.OrdinalIgnoreCase) || Characteristics.Contains("public.accessibility.transcribes-spoken-dialog", StringComparison.Ordinal));

    public bool IsDefault { get; init; }

    public bool IsForced { get; init; }

    public bool IsHidden { get; init; }

    /// <summary>The rendition with a printed bitrate, or null.</summary>
    public Rendition? Find(long bitrate)
    {
        foreach (var rendition in Renditions)
        {
            if (rendition.Bitrate == bitrate)
            {
                return rendition;
            }
        }

        return null;
    }

    /// <summary>The same set with consecutive fragments of its plan; times stay. Levels that have ended before are gone.</summary>
    internal SwitchingSet Slice(int first, int count) => this with
    {
        Plan = Plan.Slice(first, count),
        Renditions = [.. Renditions.Select(rendition => rendition.Slice(first, count)).Where(rendition => rendition.FragmentCount > 0)],
    };

    /// <summary>The cuts of one level: those of the set until it ends.</summary>
    internal FragmentPlan PlanOf(Rendition rendition) => Plan.Until(rendition.FragmentCount, rendition.Track.End.PresentationTicks);

    /// <summary>The same set with some of its levels; it lasts as long as they do.</summary>
    internal SwitchingSet Only(Func<Rendition, bool> keeps)
    {
        var kept = Renditions.Where(keeps).ToImmutableArray();
        return kept.Length == Renditions.Length || kept.IsEmpty ? this with { Renditions = kept } : this with
        {
            Renditions = kept,
            Plan = Plan.Until(kept.Max(rendition => rendition.FragmentCount), kept.Max(rendition => rendition.Track.End.PresentationTicks)),
        };
    }

    /// <summary>The same set with the levels that have all fragments.</summary>
    internal SwitchingSet Whole() => Only(rendition => rendition.FragmentCount == Plan.Count);

    /// <summary>The same set with so many neighbouring fragments as one; gaps stay.</summary>
    internal SwitchingSet Join(int count)
    {
        var groups = Plan.GroupsOf(count);
        return this with { Plan = Plan.Join(groups), Renditions = [.. Renditions.Select(rendition => rendition.Join(groups))] };
    }
}

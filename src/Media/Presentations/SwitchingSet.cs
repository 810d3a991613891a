using System.Collections.Immutable;
using MediaPlatform.Media.Tracks;

namespace MediaPlatform.Media.Presentations;

/// <summary>Renditions of the same content, alternatives by bitrate, cut at the same times.</summary>
public sealed record SwitchingSet
{
    public required TrackKind Kind { get; init; }

    /// <summary>Name in URLs.</summary>
    public required string TrackName { get; init; }

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

    /// <summary>The same set with so many neighbouring fragments as one; gaps stay.</summary>
    internal SwitchingSet Join(int count)
    {
        var groups = Plan.GroupsOf(count);
        return this with { Plan = Plan.Join(groups), Renditions = [.. Renditions.Select(rendition => rendition.Join(groups))] };
    }
}

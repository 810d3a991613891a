using System.Collections.Immutable;

namespace MediaPlatform.Media.Presentations;

/// <summary>
/// The tracks that a filter keeps: a rendition stays when it satisfies every condition of at least one alternative.
/// Without alternatives everything stays.
/// </summary>
public sealed record TrackSelection(ImmutableArray<ImmutableArray<TrackCondition>> Alternatives)
{
    /// <summary>Whether a rendition stays.</summary>
    public bool Keeps(SwitchingSet set, Rendition rendition) =>
        Alternatives.IsEmpty || Alternatives.Any(conditions => conditions.All(condition => condition.Matches(set, rendition)));

    /// <summary>The sets with the renditions that stay; sets without any are gone.</summary>
    public Presentation Apply(Presentation presentation)
    {
        if (Alternatives.IsEmpty)
        {
            return presentation;
        }

        var sets = presentation.Sets
            .Select(set => set.Only(rendition => Keeps(set, rendition)))
            .Where(set => !set.Renditions.IsEmpty);
        return presentation with { Sets = [.. sets] };
    }
}

namespace MediaPlatform.Media.Presentations;

/// <summary>
/// The time that a filter keeps, in 100 ns, in the times that name fragments: those of a live archive need not begin at zero.
/// Fragments that reach over an edge are kept whole, and all keep their times.
/// </summary>
public readonly record struct PresentationTimeRange(long Start, long End)
{
    /// <summary>Everything.</summary>
    public static PresentationTimeRange All { get; } = new(long.MinValue, long.MaxValue);

    /// <summary>The time that both keep.</summary>
    public PresentationTimeRange Intersect(PresentationTimeRange other) =>
        new(Math.Max(Start, other.Start), Math.Min(End, other.End));

    /// <summary>The presentation within the range; sets that have no fragment in it are gone.</summary>
    public Presentation Apply(Presentation presentation)
    {
        if (this == All)
        {
            return presentation;
        }

        var sets = new List<SwitchingSet>();
        foreach (var set in presentation.Sets)
        {
            var first = Math.Max(0, set.Plan.FindAt(Start));
            // The fragment before the edge may end at it.
            first += first < set.Plan.Count && set.Plan.Ends[first] <= Start ? 1 : 0;
            var last = End <= set.Plan.Start ? -1 : set.Plan.FindAt(End - 1);
            if (last >= first)
            {
                sets.Add(first == 0 && last == set.Plan.Count - 1 ? set : set.Slice(first, last - first + 1));
            }
        }

        if (sets.Count == 0)
        {
            return presentation with { Sets = [] };
        }

        var (low, high) = (sets.Min(set => set.Plan.Start), sets.Max(set => set.Plan.End));
        return presentation with { Sets = [.. sets], Timeline = new(low, high) };
    }
}

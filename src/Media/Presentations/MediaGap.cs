using MediaPlatform.Media.Tracks;

namespace MediaPlatform.Media.Presentations;

/// <summary>A span of a presentation in which it has neither picture nor sound, 100 ns: what a live event lost of its input.</summary>
/// <param name="Start">End of all that is before it.</param>
/// <param name="End">Start of the first that is behind it.</param>
public readonly record struct MediaGap(long Start, long End)
{
    /// <summary>Rounded times leave less between fragments, 100 ns; more is missing media.</summary>
    internal const long Least = MediaTime.PresentationTimescale / 4;

    /// <summary>The gaps that all pictures and sound of a presentation share, by rising time.</summary>
    public static MediaGap[] Of(Presentation presentation)
    {
        ArgumentNullException.ThrowIfNull(presentation);
        var plans = presentation.Sets.Where(set => set.Kind != TrackKind.Text && set.Plan.Count > 0).Select(set => set.Plan).ToList();
        // Of most media every plan is whole, and one that is whole leaves no gap but outside of it.
        if (plans.Count == 0 || plans.Exists(plan => plan.IsWhole && plans.TrueForAll(other => other.Start >= plan.Start && other.End <= plan.End)))
        {
            return [];
        }

        var gaps = new List<MediaGap>();
        var end = long.MaxValue;
        foreach (var (from, to) in plans.SelectMany(plan => plan.Runs()).OrderBy(run => run.Start))
        {
            if (from > end && from - end > Least)
            {
                gaps.Add(new(end, from));
            }

            end = end == long.MaxValue ? to : Math.Max(end, to);
        }

        return [.. gaps];
    }
}

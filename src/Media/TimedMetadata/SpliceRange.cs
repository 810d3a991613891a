using System.Collections.Immutable;

namespace MediaPlatform.Media.TimedMetadata;

/// <summary>A message of a splice that begins something or stands alone, with the one that ends it.</summary>
/// <param name="Event">What begins the range.</param>
/// <param name="Kind">What it does.</param>
/// <param name="Back">What ends it, if that was sent.</param>
public readonly record struct SpliceRange(TimedEvent Event, SpliceKind Kind, TimedEvent? Back)
{
    /// <summary>The ranges of a track of splices, by rising time. Messages that do nothing but end one have none of their own.</summary>
    public static IReadOnlyList<SpliceRange> Of(ImmutableArray<TimedEvent> events)
    {
        var ranges = new List<SpliceRange>(events.Length);
        var open = new Dictionary<(uint Id, byte Type), int>();
        foreach (var one in events)
        {
            var splices = Splice.Of(one.Message.Span);
            var closed = 0;
            foreach (var splice in splices)
            {
                if (splice.Kind == SpliceKind.In && open.Remove((splice.EventId, splice.Type), out var left))
                {
                    ranges[left] = ranges[left] with { Back = one };
                    closed++;
                }
            }

            // One section may end an advertisement and begin the next.
            var begins = splices.FirstOrDefault(splice => splice.Kind == SpliceKind.Out, splices.FirstOrDefault());
            if (begins.Kind == SpliceKind.Out)
            {
                open[(begins.EventId, begins.Type)] = ranges.Count;
            }

            if (begins.Kind == SpliceKind.Out || closed == 0)
            {
                ranges.Add(new(one, begins.Kind, null));
            }
        }

        return ranges;
    }
}

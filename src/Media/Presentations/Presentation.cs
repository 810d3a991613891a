using System.Collections.Immutable;
using MediaPlatform.Media.TimedMetadata;
using MediaPlatform.Media.Tracks;

namespace MediaPlatform.Media.Presentations;

/// <summary>All tracks of one asset on a common timeline; what manifests are written from and fragments are found in.</summary>
public sealed record Presentation
{
    public required ImmutableArray<SwitchingSet> Sets { get; init; }

    public required PresentationTimeline Timeline { get; init; }

    /// <summary>Messages beside the tracks, also those outside of the timeline.</summary>
    public ImmutableArray<EventTrack> Events { get; init; } = [];

    /// <summary>The set of a name, case-insensitively, or null.</summary>
    public SwitchingSet? Find(string trackName)
    {
        foreach (var set in Sets)
        {
            if (string.Equals(set.TrackName, trackName, StringComparison.OrdinalIgnoreCase))
            {
                return set;
            }
        }

        return null;
    }

    /// <summary>The sets of a kind, in order.</summary>
    public IEnumerable<SwitchingSet> OfKind(TrackKind kind) => Sets.Where(set => set.Kind == kind);

    /// <summary>Stored fragments of pictures and sound joined, so many to one. What we cut ourselves stays: its fragments have their length by the grid.</summary>
    public Presentation Join(int count) => this with
    {
        Sets = [.. Sets.Select(set => set.Kind != TrackKind.Text && set.Renditions.All(rendition => rendition.Track.IsFragmented) ? set.Join(count) : set)],
    };
}

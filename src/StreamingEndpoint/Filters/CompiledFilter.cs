using System.Collections.Immutable;
using MediaPlatform.Media.Presentations;
using MediaPlatform.Media.Tracks;
using MediaPlatform.StreamingEndpoint.Errors;

namespace MediaPlatform.StreamingEndpoint.Filters;

/// <summary>Several filters as one: their intersection.</summary>
internal sealed record CompiledFilter(ImmutableArray<TrackSelection> Selections, PresentationTimeRange Range, long? FirstBitrate)
{
    public static CompiledFilter None { get; } = new([], PresentationTimeRange.All, null);

    /// <exception cref="OriginException">Nothing is left.</exception>
    public Presentation Apply(Presentation presentation)
    {
        var result = Range.Apply(Select(presentation));
        return result.Sets.IsEmpty ? throw new OriginException(MpeErrors.FilterRemovedAllStreams) : result;
    }

    /// <summary>The tracks that stay, over the whole time.</summary>
    public Presentation Select(Presentation presentation) =>
        Selections.Aggregate(presentation, (current, selection) => selection.Apply(current));

    /// <summary>The level to list first: the one of the listed video, or of the sound where there is none, whose bitrate is nearest to what the filter names.</summary>
    public long? FirstLevel(Presentation presentation) => FirstBitrate is { } wanted
        ? Nearest(presentation, TrackKind.Video, wanted) ?? Nearest(presentation, TrackKind.Audio, wanted)
        : null;

    private static long? Nearest(Presentation presentation, TrackKind kind, long wanted) =>
        presentation.OfKind(kind).Where(set => !set.IsHidden).SelectMany(set => set.Renditions).MinBy(rendition => Math.Abs(rendition.Bitrate - wanted))?.Bitrate;
}

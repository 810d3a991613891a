using System.Collections.Immutable;
using MediaPlatform.Media.Tracks;

namespace MediaPlatform.Media.Presentations;

/// <summary>Groups stored tracks into switching sets and cuts each set.</summary>
public static class PresentationBuilder
{
    private const int MaxLevels = 64;

    /// <summary>Builds a presentation with a fixed end.</summary>
    /// <exception cref="PackagingRefusedException">The tracks cannot be offered together.</exception>
    public static Presentation Build(IReadOnlyList<RenditionSource> sources, FragmentGrid? grid = null)
    {
        ArgumentNullException.ThrowIfNull(sources);
        var filled = sources.Where(source => source.Track.SampleCount > 0).ToList();
        if (filled.Count == 0)
        {
            throw new PackagingRefusedException(PackagingRefusal.NoStreams, "The asset has no stream with samples.");
        }

        var sets = filled.Select(FromCommonStart(filled))
            .GroupBy(source => (source.Track.Format.Kind, Name: source.TrackName.ToLowerInvariant()))
            .Select(group => BuildSet(group.ToList(), grid ?? FragmentGrid.Default))
            .ToImmutableArray();
        var start = sets.Min(set => set.Plan.Start);
        var end = sets.Max(set => set.Plan.End);
        var origin = Math.Min(start, filled.Any(KeepsTimes) ? start : 0);
        return new Presentation { Sets = sets, Timeline = new PresentationTimeline(origin, end) };
    }

    /// <summary>
    /// The first picture or sound of the whole presentation is time 0. Stored fragments keep their times: a live
    /// archive counts from its own origin, and a file beside it, which knows nothing of that, begins with it (<see cref="StoredClock"/>).
    /// </summary>
    private static Func<RenditionSource, RenditionSource> FromCommonStart(List<RenditionSource> sources)
    {
        if (StoredClock.Of(sources.Select(source => (source.SourceName, source.Track))) is { } clock)
        {
            return source => source.Track.Format.Kind != TrackKind.Text && clock.IsBeside(source.Track)
                ? source with { Track = source.Track.PresentedLater(clock.Begin) }
                : source;
        }

        var audiovisual = sources.Where(source => source.Track.Format.Kind != TrackKind.Text).ToList();
        var first = audiovisual.Count == 0 ? new MediaTime(0, 1) : audiovisual.Min(source => source.Track.FirstPresentation);
        return first.Ticks <= 0 ? source => source
            : source => source.Track.Format.Kind == TrackKind.Text
                ? source
                : source with { Track = source.Track.PresentedEarlier(first) };
    }

    /// <summary>Captions are stored in fragments beside any kind of media and follow its timeline.</summary>
    private static bool KeepsTimes(RenditionSource source) =>
        source.Track.IsFragmented && source.Track.Format.Kind != TrackKind.Text;

    private static SwitchingSet BuildSet(List<RenditionSource> sources, FragmentGrid grid)
    {
        if (sources.Count > MaxLevels)
        {
            throw new PackagingRefusedException(PackagingRefusal.TooManyLevels, $"A stream has more than {MaxLevels} levels.");
        }

        var tracks = sources.ConvertAll(source => source.Track);
        var cutting = FragmentCutter.Cut(tracks, grid);
        var bitrates = DistinctBitrates(sources);
        var renditions = sources
            .Select((source, i) => new Rendition(source.SourceName, source.Track, bitrates[i], cutting.Cuts[i]))
            .OrderBy(rendition => rendition.Bitrate)
            .ToImmutableArray();
        var first = sources[0];
        return new SwitchingSet
        {
            Kind = first.Track.Format.Kind,
            TrackName = first.TrackName,
            GivenName = first.GivenName ?? "",
            Language = first.Language ?? first.Track.Language,
            Renditions = renditions,
            Plan = cutting.Plan,
            Label = first.Label ?? first.Track.Title,
            Role = first.Role ?? "",
            Accessibility = first.Accessibility ?? "",
            Characteristics = first.Characteristics ?? "",
            IsDefault = first.IsDefault,
            IsForced = first.IsForced,
            IsHidden = first.IsHidden,
        };
    }

    /// <summary>Two levels of one bitrate still need distinct URLs: the later one is counted up.</summary>
    private static long[] DistinctBitrates(List<RenditionSource> sources)
    {
        var used = new HashSet<long>();
        var bitrates = new long[sources.Count];
        for (var i = 0; i < bitrates.Length; i++)
        {
            var bitrate = sources[i].Bitrate is { } given and > 0 ? given : Math.Max(1, sources[i].Track.AverageBitrate);
            while (!used.Add(bitrate))
            {
                bitrate++;
            }

            bitrates[i] = bitrate;
        }

        return bitrates;
    }
}

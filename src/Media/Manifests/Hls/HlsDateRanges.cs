using System.Globalization;
using MediaPlatform.Media.Presentations;
using MediaPlatform.Media.TimedMetadata;
using static MediaPlatform.Media.Manifests.ManifestText;

namespace MediaPlatform.Media.Manifests.Hls;

/// <summary>
/// Splices of SCTE 35 in a media playlist: EXT-X-DATERANGE, in which leaving and coming back share a tag (RFC 8216 4.3.2.7.1), and before it the older
/// EXT-X-CUE that AMS wrote. Other messages have no place in playlists.
/// </summary>
internal sealed class HlsDateRanges
{
    private readonly List<Range> _ranges = [];
    private readonly PresentationTimeline _timeline;
    private int _next;

    public HlsDateRanges(Presentation? presentation)
    {
        _timeline = presentation?.Timeline ?? default;
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var track in presentation?.Events.Where(track => track.IsSplices) ?? [])
        {
            Read(track, ids);
        }

        // Names are given before filters, so that they are the same under each of them.
        _ranges.RemoveAll(range => !range.Event.IsWithin(_timeline, range.Back?.Start));
        _ranges.Sort((left, right) => left.Event.Start.CompareTo(right.Event.Start));
    }

    /// <summary>Writes what begins before a time and was not written yet.</summary>
    public void WriteBefore(ManifestText text, long time, HlsForm form)
    {
        for (; _next < _ranges.Count && _ranges[_next].Event.Start < time; _next++)
        {
            if (form != HlsForm.Cmaf)
            {
                WriteCue(text, _ranges[_next]);
            }

            Write(text, _ranges[_next]);
        }
    }

    private void Read(EventTrack track, HashSet<string> ids)
    {
        foreach (var range in SpliceRange.Of(track.Events))
        {
            var id = range.Event.Id.ToString(CultureInfo.InvariantCulture);
            _ranges.Add(new(ids.Add(id) ? id : Another(id, range.Event, ids), range.Event, range.Kind, range.Back));
        }
    }

    private static string Another(string id, TimedEvent one, HashSet<string> ids)
    {
        var candidate = string.Create(CultureInfo.InvariantCulture, $"{id}-{one.Start}");
        for (var i = 2; !ids.Add(candidate); i++)
        {
            candidate = string.Create(CultureInfo.InvariantCulture, $"{id}-{one.Start}-{i}");
        }

        return candidate;
    }

    private static void Write(ManifestText text, Range range)
    {
        // Without a date there is no range of dates.
        if (HlsDates.Of(range.Event.Start) is not { } date)
        {
            return;
        }

        text.Add($"#EXT-X-DATERANGE:ID=\"{range.Id}\",START-DATE=\"{date}\"");
        if (range.Back is { } back)
        {
            text.Add($",DURATION={new Seconds(back.Start - range.Event.Start)}");
        }

        if (range.Event.Duration > 0)
        {
            text.Add($",PLANNED-DURATION={new Seconds(range.Event.Duration)}");
        }

        var attribute = range.Kind switch { SpliceKind.Out => "SCTE35-OUT", SpliceKind.In => "SCTE35-IN", _ => "SCTE35-CMD" };
        text.Add($",{attribute}=0x{Convert.ToHexString(range.Event.Message.Span)}");
        if (range.Back is { } closing)
        {
            text.Add($",SCTE35-IN=0x{Convert.ToHexString(closing.Message.Span)}");
        }

        text.Add("\n");
    }

    private void WriteCue(ManifestText text, Range range)
    {
        text.Add($"#EXT-X-CUE:ID=\"{range.Id}\",TYPE=\"scte35\",DURATION={new Seconds(range.Event.Duration)}");
        if (range.Event.Start < _timeline.Start)
        {
            text.Add($",ELAPSED={new Seconds(_timeline.Start - range.Event.Start)}");
        }

        text.Line($",TIME={new Seconds(range.Event.Start)},CUE=\"{Convert.ToBase64String(range.Event.Message.Span)}\"");
    }

    /// <param name="Id">Unique in the playlist.</param>
    /// <param name="Event">What begins the range.</param>
    /// <param name="Kind">What it does.</param>
    /// <param name="Back">What ends it, if that was sent.</param>
    private readonly record struct Range(string Id, TimedEvent Event, SpliceKind Kind, TimedEvent? Back);
}

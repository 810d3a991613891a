using MediaPlatform.Media.Presentations;
using MediaPlatform.Media.Tracks;
using static MediaPlatform.Media.Manifests.ManifestText;

namespace MediaPlatform.Media.Manifests.Hls;

/// <summary>Writes media playlists and I-frame playlists of one rendition with a fixed end.</summary>
public static class HlsPlaylistWriter
{
    private const long TicksPerSecond = MediaTime.PresentationTimescale;

    /// <summary>The list of segments.</summary>
    public static byte[] Write(SwitchingSet set, Rendition rendition, HlsForm form, ManifestOptions options)
    {
        var plan = set.PlanOf(rendition);
        var text = new ManifestText(512 + (plan.Count * 80));
        var signal = options.Protection?.Invoke(rendition);
        var segments = Segments(plan, rendition, options);
        WriteHead(text, VersionOf(form, signal), form, Segments(set.Plan, rendition, options).Longest(), segments.First().Gaps);
        if (form == HlsForm.Cmaf)
        {
            if (!rendition.Track.HasLeadingPictures)
            {
                text.Line("#EXT-X-INDEPENDENT-SEGMENTS");
            }

            WriteMap(text, set, options);
        }

        // Behind the map, which stays clear.
        HlsKeyLines.Write(text, signal, form);
        var (before, after) = ($"Fragments({ManifestNames.Url(set.TrackName)}=", $"{options.Tail})");
        var isFirst = true;
        var ranges = RangesBeside(set, options);
        foreach (var segment in segments)
        {
            WriteJoint(text, segment.Start, isFirst, segment.Gaps, segment.IsLate);
            ranges.WriteBefore(text, segment.End, form);
            text.Line($"#EXTINF:{new Seconds(segment.Duration)},no-desc");
            text.Line($"{before}{segments.NameOf(segment)}{after}");
            isFirst = false;
        }

        ranges.WriteBefore(text, long.MaxValue, form);
        text.Line("#EXT-X-ENDLIST");
        return text.ToBytes();
    }

    /// <summary>The list of key frames.</summary>
    public static byte[] WriteKeyFrames(SwitchingSet set, Rendition rendition, HlsForm form, ManifestOptions options)
    {
        var times = HlsKeyFrames.TimesOf(rendition);
        var frames = HlsKeyFrames.Within(times, set.Plan, options.Gaps);
        var text = new ManifestText(512 + (times.Length * 90));
        var signal = options.Protection?.Invoke(rendition);
        WriteHead(text, VersionOf(form, signal), form, frames.Longest(), frames.First().Gaps);
        text.Line("#EXT-X-I-FRAMES-ONLY");
        if (form == HlsForm.Cmaf)
        {
            WriteMap(text, set, options);
        }

        // Behind the map, which stays clear.
        HlsKeyLines.Write(text, signal, form);
        var (before, after) = ($"KeyFrames({ManifestNames.Url(set.TrackName)}_track=", $"{options.Tail})");
        var isFirst = true;
        var ranges = RangesBeside(set, options);
        foreach (var frame in frames)
        {
            WriteJoint(text, isFirst ? set.Plan.Start : frame.Start, isFirst, frame.Gaps, isLate: false);
            ranges.WriteBefore(text, frame.End, form);
            text.Line($"#EXTINF:{new Seconds(frame.Duration)},no-desc");
            text.Line($"{before}{frames.NameOf(frame)}{after}");
            isFirst = false;
        }

        ranges.WriteBefore(text, long.MaxValue, form);
        text.Line("#EXT-X-ENDLIST");
        return text.ToBytes();
    }

    // Beside captions nobody looks for advertisements: AMS marked them in pictures and sound.
    private static HlsDateRanges RangesBeside(SwitchingSet set, ManifestOptions options) => new(set.Kind == TrackKind.Text ? null : options.Marks);

    private static HlsSegments Segments(FragmentPlan plan, Rendition rendition, ManifestOptions options) =>
        new(plan, options.Gaps) { LastEnd = EndOf(plan, rendition, options) };

    /// <summary>Sound in the last segment that goes on after the pictures is a part of its duration, unless it is what rounding leaves.</summary>
    private static long? EndOf(FragmentPlan plan, Rendition rendition, ManifestOptions options) =>
        options.MuxedEnd is { } end && end - plan.End > MediaGap.Least && Math.Abs(rendition.Track.End.PresentationTicks - plan.End) <= MediaGap.Least ? end : null;

    // What is before the first segment is counted in the head.
    private static void WriteJoint(ManifestText text, long start, bool isFirst, int gaps, bool isLate)
    {
        for (var i = 0; i < gaps && !isFirst; i++)
        {
            text.Line("#EXT-X-DISCONTINUITY");
        }

        if (isFirst || gaps > 0 || isLate)
        {
            WriteDate(text, start);
        }
    }

    // Sample encryption and KEYFORMAT came with version 5; players of earlier ones must not try (RFC 8216 7).
    private static int VersionOf(HlsForm form, TrackSignal? signal) =>
        signal?.Scheme is null ? form.Version() : Math.Max(form.Version(), HlsForms.SampleEncryptionVersion);

    private static void WriteHead(ManifestText text, int version, HlsForm form, long longest, int discontinuities)
    {
        text.Line("#EXTM3U");
        text.Line($"#EXT-X-VERSION:{version}");
        if (form != HlsForm.Cmaf)
        {
            // Removed from the format with version 7.
            text.Line("#EXT-X-ALLOW-CACHE:NO");
        }

        text.Line("#EXT-X-MEDIA-SEQUENCE:0");
        if (discontinuities > 0)
        {
            // A track that begins behind a gap of the others (RFC 8216 4.3.3.3).
            text.Line($"#EXT-X-DISCONTINUITY-SEQUENCE:{discontinuities}");
        }

        text.Line($"#EXT-X-TARGETDURATION:{Math.Max(1, (longest + TicksPerSecond - 1) / TicksPerSecond)}");
        if (form == HlsForm.Cmaf)
        {
            text.Line("#EXT-X-PLAYLIST-TYPE:VOD");
        }
    }

    private static void WriteDate(ManifestText text, long start)
    {
        if (HlsDates.Of(start) is { } date)
        {
            text.Line($"#EXT-X-PROGRAM-DATE-TIME:{date}");
        }
    }

    private static void WriteMap(ManifestText text, SwitchingSet set, ManifestOptions options) =>
        text.Line($"#EXT-X-MAP:URI=\"Fragments({ManifestNames.Url(set.TrackName)}=i{options.Tail})\"");
}

using System.Globalization;
using MediaPlatform.Media.Presentations;
using static MediaPlatform.Media.Manifests.ManifestText;

namespace MediaPlatform.Media.Manifests.Hls;

/// <summary>Writes media playlists and I-frame playlists of one rendition with a fixed end.</summary>
public static class HlsPlaylistWriter
{
    private const long TicksPerSecond = MediaTime.PresentationTimescale;

    // Durations that are rounded leave less; more is missing media, and the date tells players where they are again.
    private const long GapTicks = TicksPerSecond / 4;

    /// <summary>The list of segments.</summary>
    public static byte[] Write(SwitchingSet set, Rendition rendition, HlsForm form, ManifestOptions options)
    {
        var plan = set.PlanOf(rendition);
        var text = new ManifestText(512 + (plan.Count * 80));
        var signal = options.Protection?.Invoke(rendition);
        WriteHead(text, VersionOf(form, signal), form, set.Plan.LongestDuration);
        if (form == HlsForm.Cmaf)
        {
            text.Line("#EXT-X-INDEPENDENT-SEGMENTS");
            WriteMap(text, set, options);
        }

        // Behind the map, which stays clear.
        HlsKeyLines.Write(text, signal, form);
        WriteDate(text, plan.Start);
        var (before, after) = ($"Fragments({ManifestNames.Url(set.TrackName)}=", $"{options.Tail})");
        for (var i = 0; i < plan.Count; i++)
        {
            if (i > 0 && plan.Starts[i] - plan.Ends[i - 1] > GapTicks)
            {
                WriteDate(text, plan.Starts[i]);
            }

            text.Line($"#EXTINF:{new Seconds(plan.DurationOf(i))},no-desc");
            text.Line($"{before}{plan.Starts[i]}{after}");
        }

        text.Line("#EXT-X-ENDLIST");
        return text.ToBytes();
    }

    /// <summary>The list of key frames.</summary>
    public static byte[] WriteKeyFrames(SwitchingSet set, Rendition rendition, HlsForm form, ManifestOptions options)
    {
        var times = HlsKeyFrames.TimesOf(rendition);
        var (first, count) = HlsKeyFrames.Within(times, set.Plan);
        var longest = 0L;
        for (var i = first; i < first + count; i++)
        {
            longest = Math.Max(longest, times[i + 1] - times[i]);
        }

        var text = new ManifestText(512 + (count * 90));
        var signal = options.Protection?.Invoke(rendition);
        WriteHead(text, VersionOf(form, signal), form, longest);
        text.Line("#EXT-X-I-FRAMES-ONLY");
        if (form == HlsForm.Cmaf)
        {
            WriteMap(text, set, options);
        }

        // Behind the map, which stays clear.
        HlsKeyLines.Write(text, signal, form);
        WriteDate(text, set.Plan.Start);
        var (before, after) = ($"KeyFrames({ManifestNames.Url(set.TrackName)}_track=", $"{options.Tail})");
        for (var i = first; i < first + count; i++)
        {
            text.Line($"#EXTINF:{new Seconds(times[i + 1] - times[i])},no-desc");
            text.Line($"{before}{times[i]}{after}");
        }

        text.Line("#EXT-X-ENDLIST");
        return text.ToBytes();
    }

    // Sample encryption and KEYFORMAT came with version 5; players of earlier ones must not try (RFC 8216 7).
    private static int VersionOf(HlsForm form, TrackSignal? signal) =>
        signal?.Scheme is null ? form.Version() : Math.Max(form.Version(), HlsForms.SampleEncryptionVersion);

    private static void WriteHead(ManifestText text, int version, HlsForm form, long longest)
    {
        text.Line("#EXTM3U");
        text.Line($"#EXT-X-VERSION:{version}");
        if (form != HlsForm.Cmaf)
        {
            // Removed from the format with version 7.
            text.Line("#EXT-X-ALLOW-CACHE:NO");
        }

        text.Line("#EXT-X-MEDIA-SEQUENCE:0");
        text.Line($"#EXT-X-TARGETDURATION:{Math.Max(1, (longest + TicksPerSecond - 1) / TicksPerSecond)}");
        if (form == HlsForm.Cmaf)
        {
            text.Line("#EXT-X-PLAYLIST-TYPE:VOD");
        }
    }

    // The timeline of stored media begins in 1970, as AMS has it. One that began with the year 1 ends after the calendar: it has no date.
    private static void WriteDate(ManifestText text, long start)
    {
        if (start <= (DateTime.MaxValue - DateTime.UnixEpoch).Ticks)
        {
            text.Line($"#EXT-X-PROGRAM-DATE-TIME:{DateTime.UnixEpoch.AddTicks(start).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)}");
        }
    }

    private static void WriteMap(ManifestText text, SwitchingSet set, ManifestOptions options) =>
        text.Line($"#EXT-X-MAP:URI=\"Fragments({ManifestNames.Url(set.TrackName)}=i{options.Tail})\"");
}

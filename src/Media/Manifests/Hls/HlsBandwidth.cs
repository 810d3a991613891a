using MediaPlatform.Media.Encryption;
using MediaPlatform.Media.Presentations;
using MediaPlatform.Media.Tracks;

namespace MediaPlatform.Media.Manifests.Hls;

/// <summary>Figures of BANDWIDTH and AVERAGE-BANDWIDTH.</summary>
internal static class HlsBandwidth
{
    // moof with its children, mdat header and styp of a fragment; each sample has up to 12 bytes in trun.
    private const int FragmentOverhead = 160;
    private const int SampleOverhead = 12;

    // Headers of senc, saiz and saio; in them the size and the IV of each sample, and the parts of a picture. How many a picture has is known only from
    // its bytes; encoders for live events make four slices at most.
    private const int EncryptionOverhead = 56;
    private const int InitializationVector = 8;
    private const int PartsOfPicture = 1 + 2 + (4 * 6);

    /// <summary>The AMS figure of one track: its bitrate with TS overhead, exact on every captured playlist.</summary>
    public static long OfTrack(long bitrate) => (bitrate * 1022 / 1000) + 8160;

    /// <summary>Average and peak of the packaged fragments, in bits per second.</summary>
    /// <param name="set">Its cuts.</param>
    /// <param name="rendition">The level.</param>
    /// <param name="scheme">How its samples are encrypted; null when they are not.</param>
    public static (long Average, long Peak) Measure(SwitchingSet set, Rendition rendition, ProtectionScheme? scheme)
    {
        var (plan, track) = (set.Plan, rendition.Track);
        var ofSample = SampleOverhead + EncryptionOf(track, scheme);
        var ofFragment = FragmentOverhead + (scheme is null ? 0 : EncryptionOverhead);
        var target = (plan.LongestDuration + MediaTime.PresentationTimescale - 1) / MediaTime.PresentationTimescale * MediaTime.PresentationTimescale;
        var (totalBits, totalTicks, peak) = (0L, 0L, 0L);
        var bits = new long[plan.Count];
        for (var i = 0; i < rendition.FragmentCount; i++)
        {
            var samples = rendition.Samples(i);
            bits[i] = 8 * (track.BytesOf(samples) + ofFragment + (samples.Count * (long)ofSample));
            totalBits += bits[i];
            totalTicks += plan.DurationOf(i);
            peak = Math.Max(peak, PeakOf(plan, bits, i, target));
        }

        // What is shorter than half a target duration has no run to measure.
        var average = Rate(totalBits, totalTicks);
        return (average, Math.Max(average, peak));
    }

    private static int EncryptionOf(TrackIndex track, ProtectionScheme? scheme) => scheme is null ? 0
        : (scheme == ProtectionScheme.Cbcs ? 0 : InitializationVector) + (track.Format.Kind == TrackKind.Video ? PartsOfPicture : 0);

    /// <summary>The largest rate of the runs of segments that end with one and last half to one and a half target durations (RFC 8216bis 4.4.6.2).</summary>
    private static long PeakOf(FragmentPlan plan, ReadOnlySpan<long> bits, int last, long target)
    {
        var (runBits, runTicks, peak) = (0L, 0L, 0L);
        for (var i = last; i >= 0 && (runTicks + plan.DurationOf(i)) * 2 <= target * 3; i--)
        {
            (runBits, runTicks) = (runBits + bits[i], runTicks + plan.DurationOf(i));
            peak = runTicks * 2 >= target ? Math.Max(peak, Rate(runBits, runTicks)) : peak;
        }

        return peak;
    }

    private static long Rate(long bits, long ticks) =>
        ticks <= 0 ? 0 : (long)(((Int128)bits * MediaTime.PresentationTimescale + ticks - 1) / ticks);
}

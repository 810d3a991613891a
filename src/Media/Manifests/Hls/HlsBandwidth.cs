using MediaPlatform.Media.Presentations;

namespace MediaPlatform.Media.Manifests.Hls;

/// <summary>Figures of BANDWIDTH and AVERAGE-BANDWIDTH.</summary>
internal static class HlsBandwidth
{
    // moof with its children, mdat header and styp of a fragment; each sample has up to 12 bytes in trun.
    private const int FragmentOverhead = 160;
    private const int SampleOverhead = 12;

    /// <summary>The AMS figure of one track: its bitrate with TS overhead, exact on every captured playlist.</summary>
    public static long OfTrack(long bitrate) => (bitrate * 1022 / 1000) + 8160;

    /// <summary>Average and peak of the packaged fragments, in bits per second.</summary>
    public static (long Average, long Peak) Measure(SwitchingSet set, Rendition rendition)
    {
        var (plan, track) = (set.Plan, rendition.Track);
        var target = (plan.LongestDuration + MediaTime.PresentationTimescale - 1) / MediaTime.PresentationTimescale * MediaTime.PresentationTimescale;
        var (totalBits, totalTicks, peak) = (0L, 0L, 0L);
        var bits = new long[plan.Count];
        for (var i = 0; i < rendition.FragmentCount; i++)
        {
            var samples = rendition.Samples(i);
            bits[i] = 8 * (track.BytesOf(samples) + FragmentOverhead + (samples.Count * (long)SampleOverhead));
            totalBits += bits[i];
            totalTicks += plan.DurationOf(i);
            peak = Math.Max(peak, PeakOf(plan, bits, i, target));
        }

        // What is shorter than half a target duration has no run to measure.
        var average = Rate(totalBits, totalTicks);
        return (average, Math.Max(average, peak));
    }

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

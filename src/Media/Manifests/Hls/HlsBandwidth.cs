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
        var target = plan.LongestDuration;
        var (totalBits, totalTicks, peak) = (0L, 0L, 0L);
        var (runBits, runTicks) = (0L, 0L);
        for (var i = 0; i < plan.Count; i++)
        {
            var samples = rendition.Samples(i);
            var bits = 8 * (track.BytesOf(samples) + FragmentOverhead + (samples.Count * (long)SampleOverhead));
            var ticks = plan.DurationOf(i);
            totalBits += bits;
            totalTicks += ticks;
            // Peak: any run of whole segments that lasts at least half a target duration (RFC 8216 4.3.4.2).
            (runBits, runTicks) = (runBits + bits, runTicks + ticks);
            if (runTicks * 2 >= target)
            {
                peak = Math.Max(peak, Rate(runBits, runTicks));
                (runBits, runTicks) = (0, 0);
            }
        }

        return (Rate(totalBits, totalTicks), peak);
    }

    private static long Rate(long bits, long ticks) =>
        ticks <= 0 ? 0 : (long)(((Int128)bits * MediaTime.PresentationTimescale + ticks - 1) / ticks);
}

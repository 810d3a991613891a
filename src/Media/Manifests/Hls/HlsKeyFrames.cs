using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using MediaPlatform.Media.Presentations;
using MediaPlatform.Media.Tracks;

namespace MediaPlatform.Media.Manifests.Hls;

/// <summary>The key frames of a video level as I-frame playlists list them.</summary>
public static class HlsKeyFrames
{
    // Container bytes around one picture: moof and mdat header, or PAT, PMT and PES headers with TS overhead.
    private const int Overhead = 400;

    /// <summary>Number of key frames.</summary>
    public static int Count(Rendition rendition) =>
        rendition.Track.AllSync ? rendition.Track.SampleCount : rendition.Track.SyncSamples.Length;

    /// <summary>Sample number of a key frame.</summary>
    public static int SampleOf(Rendition rendition, int keyFrame) =>
        rendition.Track.AllSync ? keyFrame : (int)rendition.Track.SyncSamples[keyFrame];

    /// <summary>Decode time of each key frame, 100 ns, and behind them the end of the track. A time names the key frame in URLs.</summary>
    // Optimised from its first call: a viewer waits for the walk over all key frames of an asset.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static long[] TimesOf(Rendition rendition)
    {
        var track = rendition.Track;
        var times = new long[Count(rendition) + 1];
        var walk = new SampleTimes(track);
        for (var i = 0; i < times.Length - 1; i++)
        {
            times[i] = MediaTime.Convert(walk.StartOf(SampleOf(rendition, i)), track.Timescale, MediaTime.PresentationTimescale);
        }

        times[^1] = track.End.PresentationTicks;
        return times;
    }

    /// <summary>The key frames that lie inside of a plan; each lasts until the next, or until a gap of the whole presentation.</summary>
    /// <param name="times">Of <see cref="TimesOf"/>.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="gaps">The gaps, by rising time.</param>
    internal static HlsSegments Within(ReadOnlySpan<long> times, FragmentPlan plan, ImmutableArray<MediaGap> gaps)
    {
        var first = LowerBound(times[..^1], plan.Start);
        var count = LowerBound(times[..^1], plan.End) - first;
        return new(times.Slice(first, count), times.Slice(first + 1, count), gaps) { AreRepeated = false };
    }

    private static int LowerBound(ReadOnlySpan<long> times, long time)
    {
        int low = 0, high = times.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (times[middle] < time)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    /// <summary>Sample number of the key frame that starts exactly at a time (100 ns), or -1.</summary>
    public static int Find(Rendition rendition, long time)
    {
        var track = rendition.Track;
        // A printed time is rounded down, so the sample at it may be the one before.
        var sample = track.SampleAt(MediaTime.FromPresentationTicks(time));
        for (var candidate = sample; candidate <= sample + 1 && candidate < track.SampleCount; candidate++)
        {
            if (track.IsSync(candidate) && track.DecodeTime(candidate).PresentationTicks == time)
            {
                return candidate;
            }
        }

        return -1;
    }

    /// <summary>Bits per second of the most demanding key frame over its distance to the next.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static long PeakBitrate(Rendition rendition)
    {
        var peak = 1L;
        var times = TimesOf(rendition);
        for (var i = 0; i < times.Length - 1; i++)
        {
            var bits = 8L * (rendition.Track.KeyFrameSize(i) + Overhead);
            var ticks = Math.Max(1, times[i + 1] - times[i]);
            peak = Math.Max(peak, (bits * MediaTime.PresentationTimescale / ticks) + 1);
        }

        return peak;
    }
}

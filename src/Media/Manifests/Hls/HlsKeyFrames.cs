using MediaPlatform.Media.Presentations;

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

    /// <summary>Decode time of a key frame, 100 ns; it names the key frame in URLs.</summary>
    public static long TimeOf(Rendition rendition, int keyFrame) =>
        rendition.Track.DecodeTime(SampleOf(rendition, keyFrame)).PresentationTicks;

    /// <summary>The key frames that lie inside of a plan: number of the first, and how many.</summary>
    public static (int First, int Count) Within(Rendition rendition, FragmentPlan plan)
    {
        var all = Count(rendition);
        var first = LowerBound(rendition, all, plan.Start);
        return (first, LowerBound(rendition, all, plan.End) - first);
    }

    private static int LowerBound(Rendition rendition, int count, long time)
    {
        int low = 0, high = count;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (TimeOf(rendition, middle) < time)
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

    /// <summary>Distance to the next key frame or to the end, 100 ns.</summary>
    public static long DurationOf(Rendition rendition, int keyFrame)
    {
        var next = keyFrame + 1 < Count(rendition) ? TimeOf(rendition, keyFrame + 1) : rendition.Track.End.PresentationTicks;
        return next - TimeOf(rendition, keyFrame);
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
    internal static long PeakBitrate(Rendition rendition)
    {
        var peak = 1L;
        for (var i = 0; i < Count(rendition); i++)
        {
            var bits = 8L * (rendition.Track.KeyFrameSize(i) + Overhead);
            var ticks = Math.Max(1, DurationOf(rendition, i));
            peak = Math.Max(peak, (bits * MediaTime.PresentationTimescale / ticks) + 1);
        }

        return peak;
    }
}

using MediaPlatform.Media.Tracks;

namespace MediaPlatform.Media.Muxing;

/// <summary>
/// Packages stored samples as fragmented MP4. Output depends on the index and the options only, so the same request
/// gives the same bytes on every node.
/// </summary>
public static class Fmp4Muxer
{
    /// <summary>The init segment (ftyp, moov) of a track.</summary>
    public static byte[] InitSegment(TrackIndex track, in InitSegmentOptions options)
    {
        ArgumentNullException.ThrowIfNull(track);
        return Muxing.InitSegment.Write(track, options);
    }

    /// <summary>Lays out one media segment; reads no media.</summary>
    public static FragmentLayout LayOut(TrackIndex track, SampleRange samples, in SegmentOptions options)
    {
        ArgumentNullException.ThrowIfNull(track);
        ArgumentOutOfRangeException.ThrowIfLessThan(samples.Count, 1);
        return new FragmentLayout(track, samples, options);
    }
}

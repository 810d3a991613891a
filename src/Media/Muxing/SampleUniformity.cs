using MediaPlatform.Media.Tracks;

namespace MediaPlatform.Media.Muxing;

/// <summary>Which values all samples of a fragment share, so that trun need not repeat them.</summary>
internal readonly record struct SampleUniformity(
    uint? Duration, uint? Size, uint? Flags, bool HasComposition, bool HasNegativeComposition, long TotalBytes)
{
    /// <summary>Bytes of one trun entry.</summary>
    public int BytesPerSample => (Duration is null ? 4 : 0) + (Size is null ? 4 : 0) + (Flags is null ? 4 : 0) + (HasComposition ? 4 : 0);

    public static SampleUniformity Of(TrackIndex track, SampleRange range, Fmp4Flavour flavour)
    {
        var times = new SampleTicks(track, flavour);
        var isFirst = true;
        uint duration = 0, size = 0, flags = 0;
        bool sameDuration = true, sameSize = true, sameFlags = true, composition = false, negative = false;
        var total = 0L;
        foreach (var sample in track.Samples(range))
        {
            var ownDuration = times.Duration(sample);
            var ownFlags = FragmentLayout.FlagsOf(sample);
            if (isFirst)
            {
                (duration, size, flags, isFirst) = (ownDuration, sample.Size, ownFlags, false);
            }

            sameDuration &= duration == ownDuration;
            sameSize &= size == sample.Size;
            sameFlags &= flags == ownFlags;
            var offset = times.Composition(sample);
            composition |= offset != 0;
            negative |= offset < 0;
            total += sample.Size;
        }

        return new SampleUniformity(
            sameDuration ? duration : null, sameSize ? size : null, sameFlags ? flags : null, composition, negative, total);
    }
}

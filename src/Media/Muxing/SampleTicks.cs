using MediaPlatform.Media.Tracks;

namespace MediaPlatform.Media.Muxing;

/// <summary>
/// Sample times in the timescale that a flavour prints: that of the track, or 100 ns for Smooth Streaming, where each
/// duration is the difference of rounded times so that roundings do not add up.
/// </summary>
internal readonly struct SampleTicks(uint timescale, Fmp4Flavour flavour)
{
    private readonly bool _convert = flavour == Fmp4Flavour.Smooth && timescale != MediaTime.PresentationTimescale;

    public uint Duration(in Sample sample) => _convert
        ? (uint)(Convert(sample.DecodeTicks + sample.Duration) - Convert(sample.DecodeTicks))
        : sample.Duration;

    public int Composition(in Sample sample) => _convert
        ? (int)(Convert(sample.PresentationTicks) - Convert(sample.DecodeTicks))
        : sample.CompositionOffset;

    private long Convert(long ticks) => MediaTime.Convert(ticks, timescale, MediaTime.PresentationTimescale);
}

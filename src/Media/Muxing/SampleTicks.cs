using MediaPlatform.Media.Tracks;

namespace MediaPlatform.Media.Muxing;

/// <summary>
/// Sample times in the timescale that a flavour prints: that of the track, or 100 ns for Smooth Streaming, where each
/// duration is the difference of rounded times so that roundings do not add up. Flavours with an init segment have
/// their offsets raised by the delay that its edit list takes back; Smooth Streaming has no such place and keeps
/// negative offsets.
/// </summary>
internal readonly struct SampleTicks(TrackIndex track, Fmp4Flavour flavour)
{
    private readonly uint _timescale = track.Timescale;
    private readonly bool _convert = flavour == Fmp4Flavour.Smooth && track.Timescale != MediaTime.PresentationTimescale;
    private readonly int _delay = flavour == Fmp4Flavour.Smooth ? 0 : track.CompositionDelay;

    public uint Duration(in Sample sample) => _convert
        ? (uint)(Convert(sample.DecodeTicks + sample.Duration) - Convert(sample.DecodeTicks))
        : sample.Duration;

    public int Composition(in Sample sample) => _convert
        ? (int)(Convert(sample.PresentationTicks) - Convert(sample.DecodeTicks))
        : sample.CompositionOffset + _delay;

    private long Convert(long ticks) => MediaTime.Convert(ticks, _timescale, MediaTime.PresentationTimescale);
}

using MediaPlatform.Media.Tracks;

namespace MediaPlatform.Media.TransportStream;

/// <summary>Times of a track in 90 kHz, moved by the common offset that keeps decode times and clock positive.</summary>
internal readonly struct TsTimes(TrackIndex track)
{
    private readonly uint _timescale = track.Timescale;
    private readonly long _delay = track.CompositionDelay;

    public long Decode(in Sample sample) => Decode(sample.DecodeTicks);

    public long Decode(long ticks) => TsSegment.TimestampOffset + Convert(ticks - _delay);

    public long Presentation(in Sample sample) => TsSegment.TimestampOffset + Convert(sample.PresentationTicks);

    private long Convert(long ticks) => MediaTime.Convert(ticks, _timescale, MediaTime.TransportStreamTimescale);
}

namespace MediaPlatform.Media.Tracks;

/// <summary>
/// One sample in passing: position in bytes, times in ticks of the track. Presentation time is
/// <see cref="DecodeTicks"/> + <see cref="CompositionOffset"/>.
/// </summary>
public readonly record struct Sample(
    int Number, long Offset, uint Size, long DecodeTicks, uint Duration, int CompositionOffset, bool IsSync)
{
    /// <summary>Presentation time in ticks of the track.</summary>
    public long PresentationTicks => DecodeTicks + CompositionOffset;
}

namespace MediaPlatform.Media.TimedMetadata;

/// <summary>A message about a time of the presentation, such as the mark of an advertisement.</summary>
/// <param name="Start">When it happens on the timeline, 100 ns.</param>
/// <param name="Duration">How long, 100 ns; 0 when that is not known.</param>
/// <param name="Id">Messages of one identifier mean the same.</param>
/// <param name="Message">What is said in the form of the scheme, as it came in.</param>
public sealed record TimedEvent(long Start, long Duration, uint Id, ReadOnlyMemory<byte> Message)
{
    /// <summary>When it is over, 100 ns; at its start when nobody knows.</summary>
    public long End => Start + Duration;

    /// <summary>Whether any of it is within a timeline.</summary>
    /// <param name="timeline">The timeline.</param>
    /// <param name="over">When another message ended it, whatever was planned; null when none did.</param>
    public bool IsWithin(in Presentations.PresentationTimeline timeline, long? over = null) =>
        Start < (timeline.End ?? long.MaxValue) && Math.Max(over ?? End, Start + 1) > timeline.Start;
}

namespace MediaPlatform.Media.Presentations;

/// <summary>The span of a presentation in 100 ns ticks; the end is open while a live event runs.</summary>
public readonly record struct PresentationTimeline(long Start, long? End)
{
    /// <summary>More fragments may follow.</summary>
    public bool IsOpen => End is null;
}

namespace MediaPlatform.Media.Tracks;

/// <summary>Consecutive samples of one track in decode order.</summary>
public readonly record struct SampleRange(int First, int Count)
{
    /// <summary>First sample after the range.</summary>
    public int End => First + Count;
}

namespace MediaPlatform.Encoder.Worker;

/// <summary>When progress is worth an event: it has grown by 5 points, or nothing was said for 30 seconds (encoding.md section 3).</summary>
internal sealed class ProgressPace(TimeProvider time)
{
    private const int Step = 5;
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);

    private int _output = -1;
    private int _last;
    private long _since;

    /// <param name="output">Index; another one begins afresh at zero.</param>
    /// <param name="progress">Percent.</param>
    public bool IsDue(int output, int progress)
    {
        if (output != _output) Announced(output, 0);
        return progress >= _last + Step || time.GetElapsedTime(_since) >= Silence;
    }

    /// <summary>Notes what was said last.</summary>
    public void Announced(int output, int progress) => (_output, _last, _since) = (output, progress, time.GetTimestamp());
}

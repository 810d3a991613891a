namespace MediaPlatform.Encoder.Worker;

/// <summary>When this worker last saw the queue.</summary>
internal sealed class WorkerPulse(TimeProvider clock)
{
    private long _ticks = clock.GetUtcNow().UtcTicks;

    /// <summary>At first the time of the start.</summary>
    public DateTimeOffset Last => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);

    public void Beat() => Interlocked.Exchange(ref _ticks, clock.GetUtcNow().UtcTicks);
}

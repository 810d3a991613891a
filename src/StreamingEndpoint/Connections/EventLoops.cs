namespace MediaPlatform.StreamingEndpoint.Connections;

/// <summary>One event loop for each processor; connections are dealt out in turn.</summary>
internal sealed class EventLoops(TimeProvider clock) : IDisposable
{
    private readonly EventLoop[] _loops =
        [.. Enumerable.Range(0, Math.Max(2, Environment.ProcessorCount)).Select(index => new EventLoop($"origin loop {index}", clock))];

    private uint _next;

    /// <summary>Connections that are open now.</summary>
    public int Watched => _loops.Sum(loop => loop.Watched);

    public EventLoop Next() => _loops[Interlocked.Increment(ref _next) % (uint)_loops.Length];

    public void Dispose()
    {
        foreach (var loop in _loops)
        {
            loop.Dispose();
        }
    }
}

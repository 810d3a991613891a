using System.Threading.Tasks.Sources;

namespace MediaPlatform.StreamingEndpoint.Connections;

/// <summary>
/// One direction of a socket, edge triggered: the event loop says when something may go on, one flow waits for it. What the
/// flow does next runs on the thread of the loop.
/// </summary>
internal sealed class Readiness : IValueTaskSource
{
    private const int Unknown = 0, Ready = 1, Awaited = 2;
    private ManualResetValueTaskSourceCore<bool> _source;
    private int _state;

    /// <summary>Returns at once when the loop has spoken since the last wait.</summary>
    public ValueTask WaitAsync()
    {
        if (Interlocked.CompareExchange(ref _state, Unknown, Ready) == Ready)
        {
            return ValueTask.CompletedTask;
        }

        _source.Reset();
        var wait = new ValueTask(this, _source.Version);
        if (Interlocked.CompareExchange(ref _state, Awaited, Unknown) == Ready)
        {
            Volatile.Write(ref _state, Unknown);
            return ValueTask.CompletedTask;
        }

        return wait;
    }

    /// <summary>Called by the loop.</summary>
    public void Signal()
    {
        if (Interlocked.CompareExchange(ref _state, Ready, Unknown) == Awaited)
        {
            Volatile.Write(ref _state, Unknown);
            _source.SetResult(true);
        }
    }

    void IValueTaskSource.GetResult(short token) => _source.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags & ~ValueTaskSourceOnCompletedFlags.UseSchedulingContext);
}

using System.Threading.Tasks.Sources;

namespace MediaPlatform.StreamingEndpoint.Sharing;

/// <summary>Has one request wait for a <see cref="SegmentRun"/>. It goes on where the run does.</summary>
internal sealed class RunReader : IValueTaskSource<bool>
{
    private ManualResetValueTaskSourceCore<bool> _source;

    /// <summary>Begins to wait; whoever does waits once at a time.</summary>
    public ValueTask<bool> Wait()
    {
        _source.Reset();
        return new(this, _source.Version);
    }

    public void Wake() => _source.SetResult(true);

    public void Fail(Exception fault) => _source.SetException(fault);

    bool IValueTaskSource<bool>.GetResult(short token) => _source.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource<bool>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);
}

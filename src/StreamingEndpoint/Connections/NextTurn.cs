using System.Runtime.CompilerServices;

namespace MediaPlatform.StreamingEndpoint.Connections;

/// <summary>Awaited by what has had the thread for long: it goes on after all others who wait for that have had their turn.</summary>
internal readonly struct NextTurn : ICriticalNotifyCompletion
{
    public bool IsCompleted => false;

    public NextTurn GetAwaiter() => this;

    public void GetResult()
    {
    }

    public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);

    public void UnsafeOnCompleted(Action continuation)
    {
        var rest = new Rest(continuation);
        if (EventLoop.Current is { } loop)
        {
            loop.Defer(rest);
        }
        else
        {
            ThreadPool.UnsafeQueueUserWorkItem(rest, preferLocal: false);
        }
    }

    private sealed class Rest(Action continuation) : IThreadPoolWorkItem
    {
        public void Execute() => continuation();
    }
}

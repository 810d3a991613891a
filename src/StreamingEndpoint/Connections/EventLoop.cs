using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace MediaPlatform.StreamingEndpoint.Connections;

/// <summary>
/// A thread that waits for many sockets and runs what they wake. Requests are answered on it, so nothing that it runs may
/// block; what has to wait for a disk or a database continues on the thread pool.
/// </summary>
internal sealed unsafe class EventLoop : IDisposable
{
    private const int MaxEvents = 256;
    private const int TickMilliseconds = 1000;
    private const ulong WakeUp = 0;
    [ThreadStatic]
    private static EventLoop? t_current;

    private readonly ConcurrentDictionary<ulong, OriginSocket> _sockets = new();
    private readonly Queue<IThreadPoolWorkItem> _deferred = new();
    private readonly int _epoll;
    private readonly int _wake;
    private readonly Thread _thread;
    private readonly TimeProvider _clock;
    private long _lastTick;
    private ulong _lastId;
    private volatile bool _isStopping;

    /// <exception cref="IOException">The system has no descriptors left.</exception>
    public EventLoop(string name, TimeProvider clock)
    {
        _clock = clock;
        _epoll = Linux.CreateEpoll();
        _wake = Linux.CreateWakeUp();
        if (_epoll < 0 || _wake < 0)
        {
            throw new IOException($"An event loop cannot be made (errno {Marshal.GetLastPInvokeError()}).");
        }

        Watch(_wake, WakeUp, Linux.In);
        _thread = new Thread(Run) { IsBackground = true, Name = name };
        _thread.Start();
    }

    /// <summary>Sockets that are watched now.</summary>
    public int Watched => _sockets.Count;

    /// <summary>The loop whose thread asks; null elsewhere.</summary>
    public static EventLoop? Current => t_current;

    /// <summary>Runs something on this thread after what has been reported already. For the thread of the loop only.</summary>
    public void Defer(IThreadPoolWorkItem work) => _deferred.Enqueue(work);

    /// <summary>Begins to report what happens to a socket.</summary>
    /// <exception cref="IOException">The system refuses to.</exception>
    public ulong Add(OriginSocket socket, int descriptor)
    {
        var id = Interlocked.Increment(ref _lastId);
        _sockets[id] = socket;
        try
        {
            Watch(descriptor, id, Linux.In | Linux.Out | Linux.PeerClosed | Linux.EdgeTriggered);
        }
        catch (IOException)
        {
            _sockets.TryRemove(id, out _);
            throw;
        }

        return id;
    }

    /// <summary>Stops to report; the descriptor is still open.</summary>
    public void Remove(ulong id, int descriptor)
    {
        if (_sockets.TryRemove(id, out _))
        {
            byte* unused = stackalloc byte[16];
            _ = Linux.Control(_epoll, Linux.Delete, descriptor, unused);
        }
    }

    public void Dispose()
    {
        _isStopping = true;
        ulong one = 1;
        _ = Linux.Write(_wake, (byte*)&one, sizeof(ulong));
        _thread.Join();
        _ = Linux.Close(_epoll);
        _ = Linux.Close(_wake);
    }

    private void Watch(int descriptor, ulong id, uint events)
    {
        byte* change = stackalloc byte[16];
        *(uint*)change = events;
        *(ulong*)(change + Linux.EventData) = id;
        if (Linux.Control(_epoll, Linux.Add, descriptor, change) < 0)
        {
            throw new IOException($"A socket cannot be watched (errno {Marshal.GetLastPInvokeError()}).");
        }
    }

    private void Run()
    {
        t_current = this;
        var (size, data) = (Linux.EventSize, Linux.EventData);
        byte* events = stackalloc byte[MaxEvents * size];
        while (!_isStopping)
        {
            var count = Linux.Wait(_epoll, events, MaxEvents, _deferred.Count > 0 ? 0 : TickMilliseconds);
            for (var i = 0; i < count; i++)
            {
                var entry = events + (i * size);
                if (_sockets.TryGetValue(*(ulong*)(entry + data), out var socket))
                {
                    socket.OnEvents(*(uint*)entry);
                }
            }

            // What these defer in turn waits for the next round, so that sockets get theirs.
            for (var left = _deferred.Count; left > 0; left--)
            {
                _deferred.Dequeue().Execute();
            }

            Tick();
        }
    }

    private void Tick()
    {
        var now = _clock.GetTimestamp();
        if (_clock.GetElapsedTime(_lastTick, now).TotalMilliseconds < TickMilliseconds)
        {
            return;
        }

        _lastTick = now;
        foreach (var (_, socket) in _sockets)
        {
            socket.OnTick(now);
        }
    }
}

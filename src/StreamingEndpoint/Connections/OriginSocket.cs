using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MediaPlatform.StreamingEndpoint.Connections;

/// <summary>
/// A connected socket on an event loop. One flow at a time reads or writes; the first system call of an operation is made at
/// once, and the flow waits only when it would block. Nothing here throws because a client has gone.
/// </summary>
internal sealed class OriginSocket : IDisposable
{
    private const int ReadWrite = 2;
    private readonly Socket _socket;
    private readonly EventLoop _loop;
    private readonly TimeProvider _clock;
    private readonly int _descriptor;
    private readonly Lock _gate = new();
    private readonly Readiness _readable = new();
    private readonly Readiness _writable = new();
    private readonly ulong _id;
    private bool _isClosed;
    private bool _isUnpaced;
    private bool _isDrained = true;
    private long _waitingSince;
    private long _patienceMilliseconds = long.MaxValue;
    private volatile bool _isBroken;

    // The client sends no more than what lies here.
    private volatile bool _isEnding;

    public OriginSocket(Socket socket, EventLoop loop, TimeProvider clock)
    {
        (_socket, _loop, _clock) = (socket, loop, clock);
        socket.NoDelay = true;
        _descriptor = (int)socket.Handle;
        _ = Linux.MakeNonBlocking(_descriptor);
        _id = loop.Add(this, _descriptor);
    }

    public IPAddress? RemoteAddress => (_socket.RemoteEndPoint as IPEndPoint)?.Address;

    public int RemotePort => (_socket.RemoteEndPoint as IPEndPoint)?.Port ?? 0;

    public IPEndPoint? LocalEndPoint => _socket.LocalEndPoint as IPEndPoint;

    /// <summary>Much is to come: leaves pacing out where it protects nobody (<see cref="Pacing"/>).</summary>
    public void ExpectMuch()
    {
        if (!_isUnpaced)
        {
            _isUnpaced = true;
            Pacing.LeaveOut(_socket);
        }
    }

    /// <summary>Called when the connection broke, on the thread of the loop.</summary>
    public Action? Broken { get; set; }

    /// <summary>Waits until there is something to read, or the client has gone.</summary>
    /// <param name="patience">After so long the connection is broken off.</param>
    public ValueTask WaitForDataAsync(TimeSpan patience)
    {
        if (!_isDrained)
        {
            return ValueTask.CompletedTask;
        }

        Expect(patience);
        return _readable.WaitAsync();
    }

    /// <summary>Reads what has arrived.</summary>
    /// <returns>Bytes, 0 at the end of the connection, -1 when nothing has arrived.</returns>
    public unsafe int Receive(Span<byte> buffer)
    {
        Expect(Timeout.InfiniteTimeSpan);
        nint count;
        fixed (byte* start = buffer)
        {
            do
            {
                count = Linux.Receive(_descriptor, start, buffer.Length, Linux.DoNotWait);
            }
            while (count < 0 && Marshal.GetLastPInvokeError() == Linux.Interrupted);
        }

        // A short read has emptied the socket (epoll(7)); a next one would only be told so. But for the end: it is reported once, together
        // with the last bytes where it came with them.
        _isDrained = count > 0 ? count < buffer.Length && !_isEnding : count < 0;
        return count >= 0 ? (int)count : Marshal.GetLastPInvokeError() == Linux.Again ? -1 : 0;
    }

    /// <summary>Sends all of it.</summary>
    /// <param name="more">Whether more follows that may share its last packet.</param>
    /// <param name="patience">How long the client may take nothing.</param>
    /// <returns>False when the client has gone.</returns>
    public ValueTask<bool> SendAsync(ReadOnlyMemory<byte> bytes, bool more, TimeSpan patience)
    {
        var sent = Send(bytes.Span, more);
        return sent == bytes.Length ? new(true)
            : sent < 0 ? new(false)
            : SendRestAsync(bytes[sent..], more, patience);
    }

    /// <summary>Sends of a range of a file as much as goes at once, without a copy through this process.</summary>
    /// <returns>Bytes sent, 0 when the client has to be waited for, -1 when it has gone.</returns>
    /// <exception cref="EndOfStreamException">The file ends before the range does.</exception>
    public unsafe long TrySendFile(SafeFileHandle file, long offset, long count)
    {
        // What the system sends at most by one call.
        const long most = 0x7ffff000;
        var added = false;
        try
        {
            file.DangerousAddRef(ref added);
            while (!_isBroken)
            {
                var sent = Linux.SendFile(_descriptor, (int)file.DangerousGetHandle(), &offset, (nint)Math.Min(count, most));
                if (sent > 0)
                {
                    return sent;
                }

                if (sent == 0)
                {
                    throw new EndOfStreamException("The file ends early.");
                }

                switch (Marshal.GetLastPInvokeError())
                {
                    case Linux.Interrupted:
                        continue;
                    case Linux.Again:
                        return 0;
                    default:
                        return -1;
                }
            }

            return -1;
        }
        finally
        {
            if (added)
            {
                file.DangerousRelease();
            }
        }
    }

    /// <summary>Waits until the client takes more.</summary>
    /// <param name="patience">How long at most; then the connection is broken off.</param>
    /// <returns>False when the client has gone.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<bool> WaitForRoomAsync(TimeSpan patience)
    {
        Expect(patience);
        await _writable.WaitAsync();
        Expect(Timeout.InfiniteTimeSpan);
        return !_isBroken;
    }

    /// <summary>Breaks the connection off from any thread; whoever waits goes on and finds it gone.</summary>
    public void Abort()
    {
        lock (_gate)
        {
            _isBroken = true;
            if (!_isClosed)
            {
                _ = Linux.ShutDown(_descriptor, ReadWrite);
            }
        }
    }

    /// <summary>Takes the socket off the loop for somebody else to go on with.</summary>
    public Socket Detach()
    {
        lock (_gate)
        {
            _isClosed = true;
            _loop.Remove(_id, _descriptor);
        }

        return _socket;
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                return;
            }

            _isClosed = true;
            _loop.Remove(_id, _descriptor);
        }

        _socket.Dispose();
    }

    /// <summary>Called by the loop.</summary>
    public void OnEvents(uint events)
    {
        if ((events & (Linux.Error | Linux.HangUp)) != 0)
        {
            _isBroken = true;
            Broken?.Invoke();
            events |= Linux.In | Linux.Out | Linux.PeerClosed;
        }

        if ((events & Linux.PeerClosed) != 0)
        {
            _isEnding = true;
        }

        if ((events & Linux.Out) != 0)
        {
            _writable.Signal();
        }

        if ((events & (Linux.In | Linux.PeerClosed)) != 0)
        {
            _readable.Signal();
        }
    }

    /// <summary>Called by the loop about once a second.</summary>
    public void OnTick(long now)
    {
        var patience = Volatile.Read(ref _patienceMilliseconds);
        if (patience != long.MaxValue && _clock.GetElapsedTime(Volatile.Read(ref _waitingSince), now).TotalMilliseconds > patience)
        {
            Abort();
        }
    }

    private void Expect(TimeSpan patience)
    {
        if (patience == Timeout.InfiniteTimeSpan)
        {
            Volatile.Write(ref _patienceMilliseconds, long.MaxValue);
            return;
        }

        Volatile.Write(ref _waitingSince, _clock.GetTimestamp());
        Volatile.Write(ref _patienceMilliseconds, (long)patience.TotalMilliseconds);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> SendRestAsync(ReadOnlyMemory<byte> bytes, bool more, TimeSpan patience)
    {
        while (true)
        {
            var sent = await WaitForRoomAsync(patience) ? Send(bytes.Span, more) : -1;
            if (sent < 0)
            {
                return false;
            }

            if (sent == bytes.Length)
            {
                return true;
            }

            bytes = bytes[sent..];
        }
    }

    /// <summary>One call of send(2): bytes taken, 0 when none, -1 when the client has gone.</summary>
    private unsafe int Send(ReadOnlySpan<byte> bytes, bool more)
    {
        fixed (byte* start = bytes)
        {
            while (!_isBroken)
            {
                var count = Linux.Send(_descriptor, start, bytes.Length, Linux.DoNotWait | Linux.NoSignal | (more ? Linux.More : 0));
                if (count >= 0)
                {
                    return (int)count;
                }

                switch (Marshal.GetLastPInvokeError())
                {
                    case Linux.Interrupted:
                        continue;
                    case Linux.Again:
                        return 0;
                    default:
                        return -1;
                }
            }
        }

        return -1;
    }
}

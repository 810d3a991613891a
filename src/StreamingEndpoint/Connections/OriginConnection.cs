using System.Buffers;
using System.Globalization;
using MediaPlatform.StreamingEndpoint.Requests;
using Microsoft.AspNetCore.Http;

namespace MediaPlatform.StreamingEndpoint.Connections;

/// <summary>How a connection ended.</summary>
internal enum ConnectionEnd
{
    /// <summary>It is closed.</summary>
    Closed,

    /// <summary>It goes on in the full HTTP server, from the bytes that were read but not answered.</summary>
    HandedOver,
}

/// <summary>Reads requests for media from a connection and has them answered one after the other, until one comes that is for somebody else.</summary>
internal sealed class OriginConnection(OriginSocket socket, OriginHandler handler, TimeProvider clock, long number) : IOpenConnection, IDisposable
{
    // Larger heads are rare, and the full server's to judge.
    private const int HeadBytes = 8 << 10;
    // Requests that are answered without a wait before others on the same thread have their turn; so many bytes count as one more.
    private const int MostInRow = 16;
    private const int BytesInRow = 512 << 10;
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(130);
    private static readonly TimeSpan HeadTime = TimeSpan.FromSeconds(30);
    private readonly RequestHead _head = new();
    private readonly ResponseHead _responseHead = new(clock);
    private OriginExchange? _exchange;
    private byte[]? _buffer;
    private int _filled;
    private int _inRow;

    // When the first wait for the rest of a head began; 0 while none is awaited.
    private long _headSince;
    private long _lastUsed = Environment.TickCount64;
    private volatile bool _isBusy;
    private volatile bool _isDraining;

    /// <inheritdoc/>
    public long IdleFor => _isBusy ? 0 : Environment.TickCount64 - Volatile.Read(ref _lastUsed);

    /// <summary>What was read and not answered.</summary>
    public ReadOnlySpan<byte> Unanswered => _buffer.AsSpan(0, _filled);

    /// <summary>Runs until the connection ends.</summary>
    public async Task<ConnectionEnd> RunAsync()
    {
        while (true)
        {
            switch (_filled == 0 ? HeadOutcome.Incomplete : _head.Read(_buffer.AsMemory(0, _filled), handler.Owns))
            {
                case HeadOutcome.Foreign:
                case HeadOutcome.Incomplete when _filled == HeadBytes:
                    return ConnectionEnd.HandedOver;
                case HeadOutcome.Incomplete when _isDraining:
                    return ConnectionEnd.Closed;
                case HeadOutcome.Incomplete:
                    if (!await ReadAsync())
                    {
                        return ConnectionEnd.Closed;
                    }

                    break;
                default:
                    // Who sends without end and takes the replies as fast would keep the thread for good.
                    if (_inRow >= MostInRow)
                    {
                        _inRow = 0;
                        await default(NextTurn);
                    }

                    _isBusy = true;
                    if (!await AnswerAsync())
                    {
                        return ConnectionEnd.Closed;
                    }

                    Volatile.Write(ref _lastUsed, Environment.TickCount64);
                    _isBusy = false;
                    break;
            }
        }
    }

    /// <inheritdoc/>
    public void Drain()
    {
        _isDraining = true;
        // Either the connection sees that it is to end, or its request is seen here; it would pay for a barrier with each request.
        Interlocked.MemoryBarrierProcessWide();
        if (!_isBusy)
        {
            socket.Abort();
        }
    }

    public void Abort() => socket.Abort();

    public void Dispose()
    {
        ReturnBuffer();
        _exchange?.Dispose();
    }

    private async ValueTask<bool> ReadAsync()
    {
        while (true)
        {
            var patience = _filled == 0 ? KeepAlive : LeftForHead();
            if (patience <= TimeSpan.Zero)
            {
                return false;
            }

            var waiting = socket.WaitForDataAsync(patience);
            if (!waiting.IsCompleted)
            {
                _inRow = 0;
            }

            await waiting;
            _buffer ??= ArrayPool<byte>.Shared.Rent(HeadBytes);
            var count = socket.Receive(_buffer.AsSpan(_filled, HeadBytes - _filled));
            if (count > 0)
            {
                _filled += count;
                return true;
            }

            if (_filled == 0)
            {
                ReturnBuffer();
            }

            if (count == 0)
            {
                return false;
            }
        }
    }

    // For the whole head, so that nobody keeps a connection by sending a byte now and then.
    private TimeSpan LeftForHead()
    {
        if (_headSince == 0)
        {
            _headSince = clock.GetTimestamp();
        }

        return HeadTime - clock.GetElapsedTime(_headSince);
    }

    private async ValueTask<bool> AnswerAsync()
    {
        _headSince = 0;
        var exchange = _exchange ??= new(socket, _head, _responseHead, string.Create(CultureInfo.InvariantCulture, $"origin-{number:x}"));
        var context = exchange.Begin(_isDraining);
        await handler.AnswerAsync(context, exchange.Path);
        if (!await exchange.EndAsync())
        {
            return false;
        }

        _inRow += 1 + (int)(exchange.ResponseWriter.BodyBytes / BytesInRow);
        _filled -= _head.Length;
        if (_filled > 0)
        {
            _buffer.AsSpan(_head.Length, _filled).CopyTo(_buffer);
        }
        else
        {
            ReturnBuffer();
        }

        return true;
    }

    private void ReturnBuffer()
    {
        if (_buffer is { } buffer)
        {
            _buffer = null;
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}

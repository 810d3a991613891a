using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using MediaPlatform.StreamingEndpoint.Requests;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;

namespace MediaPlatform.StreamingEndpoint.Connections;

/// <summary>
/// A listening socket whose connections ask for media in plain HTTP/1.1, nearly always, and are answered right here. The full
/// HTTP server accepts from it those that begin with, or come to, something else: TLS, HTTP/2, uploads, other paths.
/// </summary>
internal sealed partial class OriginListener : IConnectionListener
{
    private const long TellEvery = 10_000;
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);

    private readonly Channel<ConnectionContext> _handedOver = Channel.CreateUnbounded<ConnectionContext>();
    private readonly ConcurrentDictionary<long, (OriginConnection Connection, Task Run)> _connections = new();
    private readonly Socket _listening;
    private readonly EventLoops _loops;
    private readonly OriginHandler _handler;
    private readonly SocketConnectionContextFactory _contexts;
    private readonly ConnectionBudget _budget;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _accepting;
    private long _lastNumber;
    private long _toldAt = long.MinValue / 2;

    public OriginListener(
        Socket listening, EventLoops loops, OriginHandler handler, SocketConnectionContextFactory contexts, ConnectionBudget budget, TimeProvider clock, ILogger logger)
    {
        (_listening, _loops, _handler, _contexts, _budget, _clock, _logger) = (listening, loops, handler, contexts, budget, clock, logger);
        EndPoint = listening.LocalEndPoint!;
        _accepting = Task.Run(AcceptSocketsAsync);
    }

    public EndPoint EndPoint { get; }

    /// <summary>The next connection for the full HTTP server; null when the listener was unbound.</summary>
    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (await _handedOver.Reader.WaitToReadAsync(cancellationToken))
        {
            if (_handedOver.Reader.TryRead(out var connection))
            {
                return connection;
            }
        }

        return null;
    }

    /// <summary>Accepts no more, lets requests in flight end, closes what is idle.</summary>
    public async ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        await _stopping.CancelAsync();
        _listening.Dispose();
        await _accepting;
        _handedOver.Writer.TryComplete();
        foreach (var (connection, _) in _connections.Values)
        {
            connection.Drain();
        }

        try
        {
            await RunningAsync().WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            Log.Cut(_logger, _connections.Count);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_stopping.IsCancellationRequested)
        {
            await _stopping.CancelAsync();
            _listening.Dispose();
            await _accepting;
        }

        foreach (var (connection, _) in _connections.Values)
        {
            connection.Abort();
        }

        await RunningAsync();
        _handedOver.Writer.TryComplete();
        while (_handedOver.Reader.TryRead(out var unclaimed))
        {
            await unclaimed.DisposeAsync();
        }

        _stopping.Dispose();
        _contexts.Dispose();
    }

    private Task RunningAsync() => Task.WhenAll(_connections.Values.Select(entry => entry.Run));

    private async Task AcceptSocketsAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                await WaitForRoomAsync();
                Begin(await _listening.AcceptAsync(_stopping.Token));
            }
            catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException exception)
            {
                // The client went before it was accepted, or descriptors or memory have run out; both pass, the second not at once.
                if (IsTimeToTell())
                {
                    Log.NotAccepted(_logger, exception.SocketErrorCode);
                }

                await Task.Delay(exception.SocketErrorCode == SocketError.ConnectionAborted ? 0 : 100, CancellationToken.None);
            }
        }
    }

    /// <summary>Waits until one more connection may be open, and closes those that idle longest.</summary>
    private async ValueTask WaitForRoomAsync()
    {
        while (!_budget.HasRoom)
        {
            if (IsTimeToTell())
            {
                Log.Full(_logger, _budget.Most);
            }

            _budget.CloseIdle();
            await Task.Delay(s_pause, _stopping.Token);
        }
    }

    private bool IsTimeToTell()
    {
        var now = Environment.TickCount64;
        var isTime = now - _toldAt >= TellEvery;
        _toldAt = isTime ? now : _toldAt;
        return isTime;
    }

    private void Begin(Socket socket)
    {
        var number = Interlocked.Increment(ref _lastNumber);
        OriginSocket watched;
        try
        {
            watched = new OriginSocket(socket, _loops.Next(), _clock);
        }
        catch (IOException exception)
        {
            Log.NotWatched(_logger, exception.Message);
            socket.Dispose();
            return;
        }

        var connection = new OriginConnection(watched, _handler, _clock, number);
        _budget.Enter(connection);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _connections[number] = (connection, ended.Task);
        _ = RunAsync(connection, watched, number, ended);
    }

    private async Task RunAsync(OriginConnection connection, OriginSocket socket, long number, TaskCompletionSource ended)
    {
        var isHandedOver = false;
        try
        {
            if (await connection.RunAsync() == ConnectionEnd.HandedOver && !_stopping.IsCancellationRequested)
            {
                isHandedOver = HandOver(connection, socket.Detach());
            }
        }
        catch (Exception exception)
        {
            Log.Failed(_logger, exception);
        }
        finally
        {
            socket.Dispose();
            connection.Dispose();
            if (!isHandedOver)
            {
                _budget.Leave(connection);
            }

            _connections.TryRemove(number, out _);
            ended.SetResult();
        }
    }

    /// <returns>Whether the connection goes on, and is counted until it is closed.</returns>
    private bool HandOver(OriginConnection connection, Socket socket)
    {
        var context = _contexts.Create(socket);
        context.Transport = new ResumedTransport(context.Transport, connection.Unanswered);
        var closed = context.ConnectionClosed;
        var handedOver = new HandedOverConnection(context);
        context.Features.Set(handedOver);
        if (!_handedOver.Writer.TryWrite(context))
        {
            context.Abort();
            return false;
        }

        _budget.HandOver(connection, handedOver);
        closed.UnsafeRegister(_ => _budget.Leave(handedOver), null);
        return true;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "A connection failed")]
        public static partial void Failed(ILogger logger, Exception exception);

        [LoggerMessage(2, LogLevel.Warning, "A connection was not accepted: {Error}")]
        public static partial void NotAccepted(ILogger logger, SocketError error);

        [LoggerMessage(3, LogLevel.Warning, "A connection was dropped: {Reason}")]
        public static partial void NotWatched(ILogger logger, string reason);

        [LoggerMessage(5, LogLevel.Warning, "All {Most} connections are open; new ones wait")]
        public static partial void Full(ILogger logger, int most);

        [LoggerMessage(4, LogLevel.Warning, "{Count} replies were cut off at the end of the time for stopping")]
        public static partial void Cut(ILogger logger, int count);
    }
}

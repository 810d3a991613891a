using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using MediaPlatform.StreamingEndpoint.Connections;
using MediaPlatform.StreamingEndpoint.Requests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MediaPlatform.StreamingEndpoint.Tests.Connections;

/// <summary>Connections of one event loop take turns.</summary>
[Platform("Linux")]
public sealed class EventLoopTests
{
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(20);

    [Test]
    public async Task A_client_that_sends_requests_without_end_keeps_no_other_waiting()
    {
        const int many = 150; // whose replies the system takes over at once
        using var log = new Replies();
        await using var server = await OriginServer.StartBesideAsync(SharedOrigin.Server, services => services.AddSingleton<ILoggerProvider>(log));
        using var loop = new EventLoop("test", TimeProvider.System);
        using var held = await Connected.MakeAsync(loop, server);
        using var greedy = await Connected.MakeAsync(loop, server);
        using var modest = await Connected.MakeAsync(loop, server);
        // The loop finds both clients waiting, the greedy one first.
        using var go = new ManualResetEventSlim();
        var holding = HoldAsync(held.Socket, go);
        Task<ConnectionEnd>[] running = [greedy.Connection.RunAsync(), modest.Connection.RunAsync()];
        await held.Pair.Client.SendAsync("x"u8.ToArray());
        await greedy.Pair.Client.SendAsync(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(Request("/greedy"), many))));
        await modest.Pair.Client.SendAsync(Encoding.ASCII.GetBytes(Request("/modest")));
        go.Set();

        var reading = ReadToEndAsync(greedy.Pair.Client);
        Assert.That(await modest.Pair.Client.ReceiveAsync(new byte[4096]).WaitAsync(s_soon), Is.Positive);
        greedy.Pair.Client.Shutdown(SocketShutdown.Send);
        modest.Pair.Client.Shutdown(SocketShutdown.Send);
        await Task.WhenAll([holding, .. running]).WaitAsync(s_soon);
        greedy.Socket.Dispose();
        await reading.WaitAsync(s_soon);
        Assert.That(log.Paths, Has.Count.EqualTo(many + 1));
        Assert.That(log.Paths.TakeWhile(path => path.EndsWith("/greedy", StringComparison.Ordinal)).Count(), Is.LessThan(many));
    }

    private static string Request(string name) => $"HEAD {SharedOrigin.MultiBitrate}{name} HTTP/1.1\r\nHost: a\r\n\r\n";

    private static async Task ReadToEndAsync(Socket client)
    {
        var buffer = new byte[64 << 10];
        while (await client.ReceiveAsync(buffer) > 0)
        {
        }
    }

    private static async Task HoldAsync(OriginSocket socket, ManualResetEventSlim go)
    {
        await socket.WaitForDataAsync(s_soon);
        Assert.That(EventLoop.Current, Is.Not.Null);
        go.Wait(s_soon);
    }

    private sealed record Connected(ConnectedPair Pair, OriginSocket Socket, OriginConnection Connection) : IDisposable
    {
        public static async Task<Connected> MakeAsync(EventLoop loop, OriginServer server)
        {
            var pair = await ConnectedPair.MakeAsync();
            var socket = new OriginSocket(pair.Server, loop, TimeProvider.System);
            return new(pair, socket, new OriginConnection(socket, server.Get<OriginHandler>(), TimeProvider.System, 1));
        }

        public void Dispose()
        {
            Socket.Dispose();
            Connection.Dispose();
            Pair.Dispose();
        }
    }

    /// <summary>The paths of replies in the order of their making.</summary>
    private sealed class Replies : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Paths { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if ((state as IReadOnlyList<KeyValuePair<string, object?>>)?.FirstOrDefault(part => part.Key == "Path").Value is string path)
            {
                Paths.Enqueue(path);
            }
        }

        public void Dispose()
        {
        }
    }
}

using MediaPlatform.StreamingEndpoint.Connections;

namespace MediaPlatform.StreamingEndpoint.Tests.Connections;

/// <summary>An event loop serves many connections: what becomes of one must not end it.</summary>
[Platform("Linux")]
public sealed class OriginExchangeTests
{
    private const uint HangUp = 0x10;

    [Test]
    public async Task A_client_that_goes_while_its_connection_ends_is_no_fault()
    {
        using var loop = new EventLoop("test", TimeProvider.System);
        using var pair = await ConnectedPair.MakeAsync();
        using var socket = new OriginSocket(pair.Server, loop, TimeProvider.System);
        var exchange = new OriginExchange(socket, new RequestHead(), new ResponseHead(TimeProvider.System), "test");
        exchange.Dispose();

        Assert.That(() => socket.OnEvents(HangUp), Throws.Nothing);
    }

    [Test]
    public async Task A_request_hears_of_its_client_going_and_what_it_does_then_is_not_the_loops()
    {
        using var loop = new EventLoop("test", TimeProvider.System);
        using var pair = await ConnectedPair.MakeAsync();
        using var socket = new OriginSocket(pair.Server, loop, TimeProvider.System);
        using var exchange = new OriginExchange(socket, new RequestHead(), new ResponseHead(TimeProvider.System), "test");
        var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = exchange.RequestAborted.Register(() =>
        {
            heard.SetResult();
            throw new InvalidOperationException("of the request's own");
        });

        Assert.That(() => socket.OnEvents(HangUp), Throws.Nothing);

        await heard.Task.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.That(exchange.RequestAborted.IsCancellationRequested, Is.True);
    }
}

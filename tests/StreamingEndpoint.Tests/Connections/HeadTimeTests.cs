using System.Text;
using MediaPlatform.StreamingEndpoint.Connections;
using MediaPlatform.StreamingEndpoint.Requests;
using MediaPlatform.TestKit;

namespace MediaPlatform.StreamingEndpoint.Tests.Connections;

/// <summary>The head of a request has a time as a whole.</summary>
[Platform("Linux")]
public sealed class HeadTimeTests
{
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(20);

    [Test]
    public async Task A_client_that_sends_a_byte_now_and_then_keeps_no_connection()
    {
        var clock = new ManualClock();
        using var loop = new EventLoop("test", clock);
        using var pair = await ConnectedPair.MakeAsync();
        using var socket = new OriginSocket(pair.Server, loop, clock);
        using var connection = new OriginConnection(socket, SharedOrigin.Server.Get<OriginHandler>(), clock, 1);
        var running = connection.RunAsync();
        var head = Encoding.ASCII.GetBytes($"GET {SharedOrigin.MultiBitrate}/manifest HTTP/1.1\r\n");
        var sent = 0;
        while (sent < 30 && !running.IsCompleted)
        {
            await pair.Client.SendAsync(head.AsMemory(sent++, 1));
            await Task.Delay(50); // the connection has read it, and waits again
            clock.Advance(TimeSpan.FromSeconds(12));
            await Task.WhenAny(running, Task.Delay(50));
        }

        Assert.That(sent, Is.InRange(3, 29), "bytes of which each came soon enough");
        Assert.That(await running.WaitAsync(s_soon), Is.EqualTo(ConnectionEnd.Closed));
    }
}

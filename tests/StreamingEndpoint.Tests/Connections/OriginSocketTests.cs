using System.Net.Sockets;
using MediaPlatform.StreamingEndpoint.Connections;

namespace MediaPlatform.StreamingEndpoint.Tests.Connections;

/// <summary>What an event loop says once, a connection must not miss.</summary>
[Platform("Linux")]
public sealed class OriginSocketTests
{
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(10);

    [Test]
    public async Task The_end_that_comes_together_with_the_last_bytes_is_seen_after_them()
    {
        using var loop = new EventLoop("test", TimeProvider.System);
        using var pair = await ConnectedPair.MakeAsync();
        await pair.Client.SendAsync("GET"u8.ToArray());
        pair.Client.Shutdown(SocketShutdown.Send);
        Assert.That(pair.Server.Poll(s_soon, SelectMode.SelectRead), Is.True);
        using var socket = new OriginSocket(pair.Server, loop, TimeProvider.System);
        var buffer = new byte[100];

        await socket.WaitForDataAsync(s_soon).AsTask().WaitAsync(s_soon);
        Assert.That(socket.Receive(buffer), Is.EqualTo(3));

        await socket.WaitForDataAsync(TimeSpan.FromMinutes(5)).AsTask().WaitAsync(s_soon);
        Assert.That(socket.Receive(buffer), Is.Zero);
    }
}

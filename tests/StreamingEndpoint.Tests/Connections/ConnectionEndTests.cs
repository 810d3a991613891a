using System.Net.Sockets;
using System.Text;

namespace MediaPlatform.StreamingEndpoint.Tests.Connections;

/// <summary>When connections end.</summary>
public sealed class ConnectionEndTests
{
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(10);

    [Test]
    public async Task A_client_that_says_it_will_ask_no_more_gets_its_reply_and_the_end()
    {
        for (var i = 0; i < 20; i++)
        {
            using var client = await ConnectAsync(SharedOrigin.Server);
            await client.SendAsync(Request("HEAD", SharedOrigin.MultiBitrate + "/manifest"));
            client.Shutdown(SocketShutdown.Send);

            Assert.That(await ReadToEndAsync(client), Does.StartWith("HTTP/1.1 200 OK"));
        }
    }

    [Test]
    public async Task A_connection_whose_reply_was_in_flight_when_the_server_began_to_stop_ends_with_it()
    {
        // More than the system takes over at once.
        var bytes = new byte[24 << 20];
        new Random(1).NextBytes(bytes);
        var asset = await SharedOrigin.Server.AddAssetAsync();
        await SharedOrigin.Server.UploadAsync(asset, "large.mp4", bytes);
        var locator = await SharedOrigin.Server.PublishAsync(asset);
        var server = await OriginServer.StartBesideAsync(SharedOrigin.Server);
        using var busy = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        await busy.ConnectAsync(server.Address.Host, server.Address.Port);
        await busy.SendAsync(Request("GET", $"/{locator}/large.mp4"));
        var buffer = new byte[64 << 10];
        long received = await busy.ReceiveAsync(buffer).WaitAsync(s_soon);
        Assert.That(Encoding.Latin1.GetString(buffer, 0, 15), Is.EqualTo("HTTP/1.1 200 OK"));

        var stopping = server.DisposeAsync().AsTask();
        await Task.Delay(300);
        Assert.That(stopping.IsCompleted, Is.False, "the reply is still in flight");
        while (await busy.ReceiveAsync(buffer).WaitAsync(s_soon) is > 0 and var count)
        {
            received += count;
        }

        Assert.That(received, Is.GreaterThan(bytes.Length));
        await stopping.WaitAsync(s_soon);
    }

    private static byte[] Request(string method, string path) => Encoding.ASCII.GetBytes($"{method} {path} HTTP/1.1\r\nHost: a\r\n\r\n");

    private static async Task<Socket> ConnectAsync(OriginServer server)
    {
        var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(server.Address.Host, server.Address.Port);
        return client;
    }

    private static async Task<string> ReadToEndAsync(Socket client)
    {
        var text = new StringBuilder();
        var buffer = new byte[16 << 10];
        while (await client.ReceiveAsync(buffer).WaitAsync(s_soon) is > 0 and var count)
        {
            text.Append(Encoding.Latin1.GetString(buffer, 0, count));
        }

        return text.ToString();
    }
}

using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using MediaPlatform.StreamingEndpoint.Connections;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;

namespace MediaPlatform.StreamingEndpoint.Tests.Connections;

/// <summary>The origin's own connections, byte by byte, and beside those of the full HTTP server.</summary>
public sealed class OriginConnectionTests
{
    private const string Fragment = "QualityLevels(1603805)/Fragments(video=0,format=mpd-time-cmaf)";

    private static string Url(string resource) => $"{SharedOrigin.MultiBitrate}/{resource}";

    private static string[] Heads =>
    [
        $"GET {Url("manifest(format=mpd-time-csf)")} HTTP/1.1\r\n",
        $"GET {Url("manifest(format=m3u8-cmaf)")} HTTP/1.1\r\nAccept-Encoding: br, gzip\r\n",
        $"GET {Url("manifest%28format=m3u8-aapl%29.m3u8")} HTTP/1.1\r\n",
        $"HEAD {Url("manifest")} HTTP/1.1\r\n",
        $"OPTIONS {Url("manifest")} HTTP/1.1\r\nOrigin: https://player.example\r\nAccess-Control-Request-Method: GET\r\n",
        $"GET {Url(Fragment)} HTTP/1.1\r\n",
        $"HEAD {Url(Fragment)} HTTP/1.1\r\n",
        $"GET {Url(Fragment)} HTTP/1.1\r\nRange: bytes=1000-200000\r\n",
        $"GET {Url(Fragment)} HTTP/1.1\r\nRange: bytes=99999999-\r\n",
        $"GET {Url("QualityLevels(1603805)/Fragments(video=0,format=m3u8-aapl)")} HTTP/1.1\r\n",
        $"GET {Url("QualityLevels(1603805)/Fragments(video=i,format=m3u8-cmaf)")} HTTP/1.1\r\n",
        $"GET {Url("QualityLevels(1603805)/Fragments(video=7,format=m3u8-cmaf)")} HTTP/1.1\r\n",
        $"GET {Url("QualityLevels(1)/Fragments(video=0)")} HTTP/1.1\r\n",
        $"GET {Url("nonsense")} HTTP/1.1\r\n",
        "GET /11111111-2222-3333-4444-555555555555/a.ism/manifest HTTP/1.1\r\n",
        $"POST {Url("manifest")} HTTP/1.1\r\nContent-Length: 0\r\n",
        $"GET {Url("a/../manifest")} HTTP/1.1\r\n",
        $"GET {Url("manifest")}?x=%20y HTTP/1.1\r\n",
        "GET /crossdomain.xml HTTP/1.1\r\n",
        "GET /elsewhere HTTP/1.1\r\n",
        $"GET {Url("manifest")} HTTP/1.1\r\nTransfer-Encoding: gzip\r\n",
        $"GET {Url("manifest")} HTTP/1.1\r\nX-Bad\r\n",
    ];

    /// <summary>Both servers answer alike, to the byte of the body and to every header but the date and the order.</summary>
    [Test]
    public async Task Every_reply_is_that_of_the_full_server()
    {
        await using var full = await OriginServer.StartBesideAsync(SharedOrigin.Server, WithoutOwnConnections);
        Assert.That(full.Get<IConnectionListenerFactory>(), Is.Not.InstanceOf<OriginListenerFactory>());
        Assert.That(SharedOrigin.Server.Get<IConnectionListenerFactory>(), Is.InstanceOf<OriginListenerFactory>());

        foreach (var head in Heads)
        {
            var request = head + "Host: 127.0.0.1\r\nConnection: close\r\n\r\n";
            var (own, other) = (await ExchangeAsync(SharedOrigin.Server.Address, request), await ExchangeAsync(full.Address, request));

            Assert.That(own.Head, Is.EqualTo(other.Head), head);
            Assert.That(own.Body, Is.EqualTo(other.Body), head);
        }
    }

    [Test]
    public async Task Requests_sent_together_are_answered_in_order()
    {
        var one = $"GET {Url(Fragment)} HTTP/1.1\r\nHost: a\r\n";
        var (_, fragment) = await ExchangeAsync(SharedOrigin.Server.Address, one + "Connection: close\r\n\r\n");
        var all = string.Concat(Enumerable.Repeat(one + "\r\n", 7)) + one + "Connection: close\r\n\r\n";

        var replies = await ReadToEndAsync(SharedOrigin.Server.Address, Encoding.ASCII.GetBytes(all));

        var position = 0;
        for (var i = 0; i < 8; i++)
        {
            var body = replies.AsSpan(position).IndexOf("\r\n\r\n"u8) + 4 + position;
            Assert.That(replies.AsSpan(body, fragment.Length).SequenceEqual(fragment), $"reply {i}");
            position = body + fragment.Length;
        }

        Assert.That(position, Is.EqualTo(replies.Length));
    }

    [Test]
    public async Task A_head_that_comes_in_pieces_is_put_together()
    {
        using var client = await ConnectAsync();
        foreach (var piece in $"GET {Url("manifest")} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".Chunk(9))
        {
            await client.SendAsync(Encoding.ASCII.GetBytes(piece));
            await Task.Delay(2);
        }

        Assert.That(Encoding.Latin1.GetString(await ReadToEndAsync(client)), Does.StartWith("HTTP/1.1 200 OK\r\n").And.Contain("</SmoothStreamingMedia>"));
    }

    [Test]
    public async Task A_connection_goes_on_in_the_full_server_when_something_else_is_asked()
    {
        var requests = $"HEAD {Url("manifest")} HTTP/1.1\r\nHost: a\r\n\r\nGET /health/live HTTP/1.1\r\nHost: a\r\n\r\nGET {Url("manifest")} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

        var text = Encoding.Latin1.GetString(await ReadToEndAsync(SharedOrigin.Server.Address, Encoding.ASCII.GetBytes(requests)));

        Assert.That(text.Split("HTTP/1.1 200 OK"), Has.Length.EqualTo(4));
        Assert.That(text.Split("HTTP/1.1")[^1], Does.Contain("</SmoothStreamingMedia>"));
    }

    [Test]
    public async Task A_head_too_large_to_be_read_here_is_still_answered()
    {
        var cookie = new string('c', 12_000);
        var (head, _) = await ExchangeAsync(SharedOrigin.Server.Address, $"GET {Url("manifest")} HTTP/1.1\r\nHost: a\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n");

        Assert.That(head, Does.StartWith("HTTP/1.1 200 OK"));
    }

    [Test]
    public async Task Slow_readers_get_every_byte()
    {
        var request = Encoding.ASCII.GetBytes($"GET {Url(Fragment)} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        var expected = await ReadToEndAsync(SharedOrigin.Server.Address, request);

        var readers = Enumerable.Range(0, 24).Select(async _ =>
        {
            using var client = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
            await client.ConnectAsync(SharedOrigin.Server.Address.Host, SharedOrigin.Server.Address.Port);
            await client.SendAsync(request);
            await Task.Delay(300);
            return await ReadToEndAsync(client);
        });

        foreach (var bytes in await Task.WhenAll(readers))
        {
            Assert.That(bytes, Has.Length.EqualTo(expected.Length));
            Assert.That(bytes.AsSpan(^1000..).SequenceEqual(expected.AsSpan(^1000..)));
        }
    }

    [Test]
    public async Task Clients_that_leave_in_the_middle_harm_nobody()
    {
        for (var i = 0; i < 50; i++)
        {
            using var client = await ConnectAsync();
            await client.SendAsync(Encoding.ASCII.GetBytes($"GET {Url(Fragment)} HTTP/1.1\r\nHost: a\r\n\r\n"));
            client.LingerState = new LingerOption(true, 0);
        }

        using var reply = await SharedOrigin.Server.Client.GetAsync(Url(Fragment));
        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Stopping_lets_replies_in_flight_end_and_closes_idle_connections()
    {
        var server = await OriginServer.StartBesideAsync(SharedOrigin.Server);
        using var idle = await ConnectAsync(server.Address);
        using var busy = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        await busy.ConnectAsync(server.Address.Host, server.Address.Port);
        var path = Url("QualityLevels(3450777)/Fragments(video=0,format=m3u8-cmaf)");
        var expected = await SharedOrigin.Server.Client.GetByteArrayAsync(await SharedOrigin.Server.Client.GetAsync(path) is { IsSuccessStatusCode: true } ? path : path = Url(Fragment));
        await busy.SendAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: a\r\n\r\n"));
        await idle.SendAsync(Encoding.ASCII.GetBytes($"HEAD {path} HTTP/1.1\r\nHost: a\r\n\r\n"));
        var buffer = new byte[4096];
        var first = await busy.ReceiveAsync(buffer);
        Assert.That(await idle.ReceiveAsync(new byte[4096]), Is.GreaterThan(0));

        var stopping = server.DisposeAsync().AsTask();
        Assert.That(await idle.ReceiveAsync(new byte[4096]), Is.Zero);
        var rest = await ReadToEndAsync(busy);
        await stopping.WaitAsync(TimeSpan.FromSeconds(20));

        var whole = buffer[..first].Concat(rest).ToArray();
        Assert.That(whole.AsSpan(whole.AsSpan().IndexOf("\r\n\r\n"u8) + 4).SequenceEqual(expected));
    }

    private static void WithoutOwnConnections(IServiceCollection services)
    {
        var own = services.Single(service => service.ImplementationType == typeof(OriginListenerFactory));
        services.Remove(own);
    }

    /// <summary>Status line and sorted headers without the date, and the body.</summary>
    private static async Task<(string Head, byte[] Body)> ExchangeAsync(Uri address, string request)
    {
        var bytes = await ReadToEndAsync(address, Encoding.Latin1.GetBytes(request));
        var end = bytes.AsSpan().IndexOf("\r\n\r\n"u8);
        Assert.That(end, Is.GreaterThan(0), request);
        var lines = Encoding.Latin1.GetString(bytes, 0, end).Split("\r\n");
        var headers = lines.Skip(1).Where(line => !line.StartsWith("Date:", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
        Assert.That(lines.Count(line => line.StartsWith("Date:", StringComparison.Ordinal) && DateTimeOffset.TryParseExact(line[6..], "r", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)), Is.EqualTo(1), request);
        return (string.Join("\n", headers.Prepend(lines[0])), bytes[(end + 4)..]);
    }

    private static async Task<byte[]> ReadToEndAsync(Uri address, byte[] request)
    {
        using var client = await ConnectAsync(address);
        await client.SendAsync(request);
        return await ReadToEndAsync(client);
    }

    private static async Task<byte[]> ReadToEndAsync(Socket client)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var all = new MemoryStream();
        var buffer = new byte[16 << 10];
        int count;
        while ((count = await client.ReceiveAsync(buffer, limit.Token)) > 0)
        {
            all.Write(buffer, 0, count);
        }

        return all.ToArray();
    }

    private static Task<Socket> ConnectAsync() => ConnectAsync(SharedOrigin.Server.Address);

    private static async Task<Socket> ConnectAsync(Uri address)
    {
        var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(address.Host, address.Port);
        return client;
    }
}

using System.Net;
using MediaPlatform.StreamingEndpoint.Connections;

namespace MediaPlatform.StreamingEndpoint.Tests.Connections;

/// <summary>Nobody takes all descriptors of the process by opening connections.</summary>
public sealed class ConnectionBudgetTests
{
    private const int Most = 8;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    [Test]
    public async Task Connections_that_idle_make_room_for_new_ones()
    {
        await using var server = await OriginServer.StartAsync(("StreamingEndpoint:MaxConnections", $"{Most}"));
        using var limit = new CancellationTokenSource(s_patience);
        var idle = new List<RawClient>();
        for (var i = 0; i < Most; i++)
        {
            idle.Add(await RawClient.ConnectAsync(server.Address, 0, limit.Token));
        }

        using var reply = await server.Client.GetAsync("/0cbd6e4c-2a2e-4c3a-9f0d-9d7c3a1e6f10/a.ism/manifest", limit.Token);

        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.NotFound), "there is no such locator, and that was answered");
        Assert.That(await idle[0].IsAtEndAsync(limit.Token), Is.True);
        idle.ForEach(client => client.Dispose());
    }

    [Test]
    public async Task Connections_that_idle_in_the_full_server_make_room_too_and_have_said_all_before()
    {
        await using var server = await OriginServer.StartAsync(("StreamingEndpoint:MaxConnections", $"{Most}"));
        using var limit = new CancellationTokenSource(s_patience);
        var idle = new List<RawClient>();
        for (var i = 0; i < Most; i++)
        {
            idle.Add(await RawClient.ConnectAsync(server.Address, 0, limit.Token));
            await idle[i].SendAsync("GET //0cbd6e4c-2a2e-4c3a-9f0d-9d7c3a1e6f10/a.ism/manifest HTTP/1.1\r\nHost: a\r\n\r\n", limit.Token);
        }

        using var reply = await server.Client.GetAsync("/0cbd6e4c-2a2e-4c3a-9f0d-9d7c3a1e6f10/a.ism/manifest", limit.Token);

        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.NotFound), "there is no such locator, and that was answered");
        Assert.That((await idle[0].ReadReplyAsync(hasBody: true, limit.Token)).Status, Is.EqualTo(404));
        Assert.That(await idle[0].IsAtEndAsync(limit.Token), Is.True);
        idle.ForEach(client => client.Dispose());
    }

    [TestCase("GET {0} HTTP/1.1\r\nHost: {1}\r\n\r\n")]
    [TestCase("GET {0} HTTP/1.0\r\nHost: {1}\r\nConnection: keep-alive\r\n\r\n", Description = "for the full server")]
    public async Task Connections_in_use_are_waited_for(string request)
    {
        await using var server = await OriginServer.StartAsync(("StreamingEndpoint:MaxConnections", $"{Most}"));
        var path = $"/{await server.PublishAsync(Assets.MultiBitrate)}/BigBuckBunny_3400.ism";
        var segment = (await ManifestUrls.AllAsync(server.Client, $"{path}/manifest(format=m3u8-cmaf)")).First(url => url.AbsolutePath.Contains("QualityLevels(3", StringComparison.Ordinal) && url.AbsolutePath.Contains("Fragments(video=0", StringComparison.Ordinal));
        using var limit = new CancellationTokenSource(s_patience);
        var busy = new List<RawClient>();
        for (var i = 0; i < Most; i++)
        {
            busy.Add(await RawClient.ConnectAsync(server.Address, 4096, limit.Token));
            await busy[i].SendAsync(string.Concat(Enumerable.Repeat(request.Replace("{0}", segment.PathAndQuery, StringComparison.Ordinal).Replace("{1}", server.Address.Authority, StringComparison.Ordinal), 8)), limit.Token);
            await busy[i].SkipAsync(100, limit.Token);
        }

        using var client = new HttpClient();
        var waiting = client.GetAsync(new Uri(server.Address, $"{path}/manifest"), limit.Token);
        await Task.Delay(2500, limit.Token);
        Assert.That(waiting.IsCompleted, Is.False);

        busy[0].Dispose();
        using var reply = await waiting;
        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        busy.ForEach(taken => taken.Dispose());
    }

    [Test]
    public void Without_a_number_most_descriptors_may_be_connections()
    {
        Assert.That(ConnectionBudget.Of(0).Most, Is.InRange(16, Linux.DescriptorLimit()));
        Assert.That(ConnectionBudget.Of(5).Most, Is.EqualTo(5));
    }
}

using System.Net;
using MediaPlatform.Data.StreamingEndpoints;

namespace MediaPlatform.StreamingEndpoint.Tests.Endpoints;

/// <summary>Behind a proxy the caller is whom the proxy names, if it is one that is believed.</summary>
public sealed class TrustedProxyTests
{
    private const string Viewer = "203.0.113.7";
    private OriginServer? _server;
    private string _manifest = "";

    [TearDown]
    public async Task StopAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    // The second form of the path is answered by the full server, the first on the origin's own connections.
    [TestCase("/")]
    [TestCase("//")]
    public async Task The_allow_list_is_held_against_the_viewer_whom_a_trusted_proxy_names(string slashes)
    {
        await StartAsync(("Proxies:Trusted:0", "127.0.0.0/8"));

        Assert.That(await AskAsync(slashes, Viewer), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await AskAsync(slashes, "2001:db8::5"), Is.EqualTo(HttpStatusCode.OK), "in IPv6");
        Assert.That(await AskAsync(slashes, "2001:db9::5"), Is.EqualTo(HttpStatusCode.Forbidden), "another network in IPv6");
        Assert.That(await AskAsync(slashes, "198.51.100.1"), Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(await AskAsync(slashes, $"{Viewer}, 198.51.100.1"), Is.EqualTo(HttpStatusCode.Forbidden), "the first entry is the viewer's own say");
        Assert.That(await AskAsync(slashes, $"{Viewer}, 127.0.0.9"), Is.EqualTo(HttpStatusCode.OK), "through a second proxy");
        Assert.That(await AskAsync(slashes, null), Is.EqualTo(HttpStatusCode.Forbidden), "the next request of the connection names nobody");
    }

    [TestCase("/")]
    [TestCase("//")]
    public async Task What_a_stranger_says_of_himself_is_not_believed(string slashes)
    {
        await StartAsync(("Proxies:Trusted:0", "10.0.0.5"));

        Assert.That(await AskAsync(slashes, Viewer), Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [Test]
    public async Task Without_proxies_nobody_is_believed()
    {
        await StartAsync();

        Assert.That(await AskAsync("/", Viewer), Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [TestCase("/")]
    [TestCase("//")]
    public async Task The_endpoint_is_the_one_whose_host_a_trusted_proxy_was_asked_for(string slashes)
    {
        await StartAsync(("Proxies:Trusted:0", "127.0.0.1"));

        Assert.That(await AskAsync(slashes, Viewer, "video.example.org"), Is.EqualTo(HttpStatusCode.ServiceUnavailable), "it is stopped");
        Assert.That(await AskAsync(slashes, Viewer), Is.EqualTo(HttpStatusCode.OK), "the next request of the connection");
    }

    private async Task StartAsync(params (string Key, string Value)[] settings)
    {
        _server = await OriginServer.StartAsync(settings);
        _manifest = $"{await _server.PublishAsync(Assets.Smooth)}/BigBuckBunny.ism/manifest";
        var stopped = new StreamingEndpointRecord { Id = Guid.NewGuid(), AccountId = _server.Account.Id, Name = "premium", Location = "here", CustomHostNames = ["video.example.org"] };
        await _server.Get<StreamingEndpointStore>().SaveAsync(stopped, default);
        await _server.ChangeEndpointAsync(endpoint => endpoint.AccessControl = new StreamingEndpointAccessControl
        {
            Ip = new IPAccessControl { Allow = [new IPRange("viewers", "203.0.113.0", 24), new IPRange("others", "2001:db8::", 32)] },
        });
        await _server.UntilAsync(async () => await AskAsync("/", null) == HttpStatusCode.Forbidden);
    }

    private async Task<HttpStatusCode> AskAsync(string slashes, string? viewer, string? host = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_server!.Address.GetLeftPart(UriPartial.Authority) + slashes + _manifest));
        request.Headers.TryAddWithoutValidation("X-Forwarded-For", viewer);
        request.Headers.TryAddWithoutValidation("X-Forwarded-Host", host);
        using var reply = await _server.Client.SendAsync(request);
        return reply.StatusCode;
    }
}

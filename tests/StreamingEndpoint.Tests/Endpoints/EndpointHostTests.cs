using System.Net;
using MediaPlatform.Data.StreamingEndpoints;
using MediaPlatform.StreamingEndpoint.Endpoints;

namespace MediaPlatform.StreamingEndpoint.Tests.Endpoints;

/// <summary>Under a domain every endpoint has a host name of its own, at which nobody else answers.</summary>
public sealed class EndpointHostTests
{
    private const string Own = "premium-media.streaming.example";

    private OriginServer _server = null!;
    private string _manifest = "";

    [SetUp]
    public async Task StartAsync()
    {
        _server = await OriginServer.StartAsync(("Endpoints:Streaming", "https://streaming.example"));
        _manifest = $"/{await _server.PublishAsync(Assets.Smooth)}/BigBuckBunny.ism/manifest";
        await ChangeAsync(endpoint => endpoint.ResourceState = StreamingEndpointState.Running, isNew: true);
        await ExpectAsync(Own, _manifest, HttpStatusCode.OK);
    }

    [TearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [TestCase(Own)]
    [TestCase("PREMIUM-media.streaming.example:8080")]
    [TestCase("premium-media.streaming.example.")]
    [TestCase("video.example.org")]
    public async Task A_stopped_endpoint_answers_at_none_of_its_names(string host)
    {
        await ChangeAsync(endpoint => endpoint.ResourceState = StreamingEndpointState.Stopped);

        await ExpectAsync(host, _manifest, HttpStatusCode.ServiceUnavailable);
        await ExpectAsync("streaming.example", _manifest, HttpStatusCode.OK);
    }

    [Test]
    public async Task The_name_of_a_deleted_endpoint_is_not_taken_over_by_the_default_one()
    {
        await ChangeAsync(endpoint => endpoint.ResourceState = StreamingEndpointState.Stopped);
        await ExpectAsync(Own, _manifest, HttpStatusCode.ServiceUnavailable);
        await _server.Get<StreamingEndpointStore>().DeleteAsync(_server.Account.Id, "premium", default);

        await ExpectAsync(Own, _manifest, HttpStatusCode.NotFound);
        await ExpectAsync("never-media.streaming.example", _manifest, HttpStatusCode.NotFound);
        await ExpectAsync("never-media.streaming.example", "/crossdomain.xml", HttpStatusCode.NotFound);
    }

    [TestCase(Own)]
    [TestCase("video.example.org")]
    [TestCase("streaming.example")]
    public async Task A_name_that_another_endpoint_claims_later_stays_where_it_was(string host)
    {
        var claims = new StreamingEndpointRecord { Id = Guid.NewGuid(), AccountId = _server.Account.Id, Name = "aaa", Location = "here", Created = TimeProvider.System.GetUtcNow(), CustomHostNames = [host, "new.example.org"] };
        await _server.Get<StreamingEndpointStore>().SaveAsync(claims, default);
        await ExpectAsync("new.example.org", _manifest, HttpStatusCode.ServiceUnavailable);

        await ExpectAsync(host, _manifest, HttpStatusCode.OK);
    }

    [TestCase("streaming.example")]
    [TestCase("127.0.0.1")]
    [TestCase("origin.streaming.example")]
    [TestCase("account.streaming.mediaservices.windows.net")]
    public async Task Names_that_no_endpoint_is_given_lead_to_the_default_one(string host) => await ExpectAsync(host, _manifest, HttpStatusCode.OK);

    [Test]
    public async Task Who_is_not_let_in_does_not_learn_which_locators_there_are()
    {
        var unknown = $"/{Guid.NewGuid()}/a.ism/manifest";
        await ExpectAsync(Own, unknown, HttpStatusCode.NotFound);
        await ChangeAsync(endpoint => endpoint.AccessControl = Allow("203.0.113.0", 24));
        await ExpectAsync(Own, unknown, HttpStatusCode.Forbidden);
        await ChangeAsync(endpoint => endpoint.ResourceState = StreamingEndpointState.Stopped);
        await ExpectAsync(Own, unknown, HttpStatusCode.ServiceUnavailable);
    }

    [TestCase("::ffff:127.0.0.1", null, HttpStatusCode.OK)]
    [TestCase("::ffff:127.0.0.0", 104, HttpStatusCode.OK)]
    [TestCase("::ffff:127.0.0.2", 128, HttpStatusCode.Forbidden)]
    [TestCase("::", 0, HttpStatusCode.Forbidden)]
    public async Task An_ipv4_network_in_the_form_of_ipv6_is_the_same_network(string address, int? prefix, HttpStatusCode status)
    {
        await ChangeAsync(endpoint => endpoint.AccessControl = Allow("203.0.113.0", 24));
        await ExpectAsync(Own, _manifest, HttpStatusCode.Forbidden);
        await ChangeAsync(endpoint => (endpoint.AccessControl, endpoint.MaxCacheAge) = (Allow(address, prefix), 77));
        await _server.UntilAsync(() => Task.FromResult(_server.Get<EndpointDirectory>().FindNamed(Own)!.CacheControl == "public, max-age=77"));

        await ExpectAsync(Own, _manifest, status);
    }

    private static StreamingEndpointAccessControl Allow(string address, int? prefix) => new() { Ip = new IPAccessControl { Allow = [new IPRange("net", address, prefix)] } };

    private async Task ChangeAsync(Action<StreamingEndpointRecord> change, bool isNew = false)
    {
        var store = _server.Get<StreamingEndpointStore>();
        var endpoint = isNew
            ? new StreamingEndpointRecord { Id = Guid.NewGuid(), AccountId = _server.Account.Id, Name = "premium", Location = "here", HostName = Own + ":8080", CustomHostNames = ["video.example.org"] }
            : await store.FindAsync(_server.Account.Id, "premium", default);
        change(endpoint!);
        await store.SaveAsync(endpoint!, default);
    }

    private Task ExpectAsync(string host, string path, HttpStatusCode status) => _server.UntilAsync(async () =>
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Host = host;
        using var reply = await _server.Client.SendAsync(request);
        return reply.StatusCode == status;
    });
}

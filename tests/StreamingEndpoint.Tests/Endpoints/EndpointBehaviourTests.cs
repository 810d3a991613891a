using System.Globalization;
using System.Net;
using MediaPlatform.Data.Secrets;
using MediaPlatform.Data.Streaming;
using MediaPlatform.Data.StreamingEndpoints;

namespace MediaPlatform.StreamingEndpoint.Tests.Endpoints;

/// <summary>What an operator changes on a streaming endpoint or locator takes effect within seconds.</summary>
public sealed class EndpointBehaviourTests
{
    private OriginServer _server = null!;
    private string _manifest = "";

    [SetUp]
    public async Task StartAsync()
    {
        _server = await OriginServer.StartAsync();
        _manifest = $"/{await _server.PublishAsync(Assets.Smooth)}/BigBuckBunny.ism/manifest(format=m3u8-cmaf)";
        await ExpectAsync(HttpStatusCode.OK);
    }

    [TearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [Test]
    public async Task A_stopped_endpoint_serves_nothing_until_it_runs_again()
    {
        await _server.ChangeEndpointAsync(endpoint => endpoint.ResourceState = StreamingEndpointState.Stopped);
        await ExpectAsync(HttpStatusCode.ServiceUnavailable);
        await _server.ChangeEndpointAsync(endpoint => endpoint.ResourceState = StreamingEndpointState.Running);
        await ExpectAsync(HttpStatusCode.OK);
    }

    [Test]
    public async Task Only_listed_networks_are_served()
    {
        await AllowAsync("203.0.113.0", 24);
        await ExpectAsync(HttpStatusCode.Forbidden);
        await AllowAsync("127.0.0.1", 8);
        await ExpectAsync(HttpStatusCode.OK);
    }

    [Test]
    public async Task A_signing_edge_is_let_in_and_nobody_else()
    {
        var secret = _server.Get<ISecretProtector>().ProtectText("ZWRnZS1zaWduaW5nLWtleQ==");
        await _server.ChangeEndpointAsync(endpoint => endpoint.AccessControl = new StreamingEndpointAccessControl
        {
            Akamai = new AkamaiAccessControl
            {
                AkamaiSignatureHeaderAuthenticationKeyList = [new AkamaiSignatureHeaderAuthenticationKey("edge", secret, TimeProvider.System.GetUtcNow().AddDays(1))],
            },
        });
        await ExpectAsync(HttpStatusCode.Forbidden);

        var time = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var data = $"5, 192.0.2.1, 192.0.2.2, {time}, 1, edge";
        var signature = System.Security.Cryptography.HMACSHA256.HashData(Convert.FromBase64String("ZWRnZS1zaWduaW5nLWtleQ=="), System.Text.Encoding.UTF8.GetBytes(data + _manifest));
        var request = new HttpRequestMessage(HttpMethod.Get, _manifest);
        request.Headers.Add("X-Akamai-G2O-Auth-Data", data);
        request.Headers.Add("X-Akamai-G2O-Auth-Sign", Convert.ToBase64String(signature));
        using var reply = await _server.Client.SendAsync(request);

        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.OK));

        using var client = await Connections.RawClient.ConnectAsync(_server.Address, 0, default);
        await client.SendAsync($"GET {new Uri(_server.Address, _manifest)} HTTP/1.1\r\nHost: a\r\nX-Akamai-G2O-Auth-Data: {data}\r\nX-Akamai-G2O-Auth-Sign: {Convert.ToBase64String(signature)}\r\n\r\n", default);
        Assert.That((await client.ReadReplyAsync(hasBody: true, default)).Status, Is.EqualTo(200), "the signature is one of the path, also where the request line names more");
    }

    [Test]
    public async Task The_cache_age_of_the_endpoint_is_sent()
    {
        await _server.ChangeEndpointAsync(endpoint => endpoint.MaxCacheAge = 77);
        await _server.UntilAsync(async () =>
        {
            using var reply = await _server.Client.GetAsync(_manifest);
            return reply.Headers.CacheControl!.MaxAge == TimeSpan.FromSeconds(77);
        });
    }

    [Test]
    public async Task Policy_files_are_served_when_they_are_set()
    {
        Assert.That((await _server.Client.GetAsync("/crossdomain.xml")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        await _server.ChangeEndpointAsync(endpoint => endpoint.CrossSiteAccessPolicies =
            new CrossSiteAccessPolicies { ClientAccessPolicy = "<access-policy/>", CrossDomainPolicy = "<cross-domain-policy/>" });
        await _server.UntilAsync(async () => (await _server.Client.GetAsync("/crossdomain.xml")).IsSuccessStatusCode);

        Assert.That(await _server.Client.GetStringAsync("/crossdomain.xml"), Is.EqualTo("<cross-domain-policy/>"));
        Assert.That(await _server.Client.GetStringAsync("/clientaccesspolicy.xml"), Is.EqualTo("<access-policy/>"));
        using var preflight = await _server.Client.SendAsync(new HttpRequestMessage(HttpMethod.Options, "/crossdomain.xml"));
        using var unknown = await _server.Client.SendAsync(new HttpRequestMessage(HttpMethod.Options, "/nothing/there"));
        Assert.That((preflight.StatusCode, unknown.StatusCode), Is.EqualTo((HttpStatusCode.NoContent, HttpStatusCode.NoContent)));
        using var post = await _server.Client.PostAsync("/crossdomain.xml", new StringContent("x"));
        Assert.That(post.StatusCode, Is.EqualTo(HttpStatusCode.MethodNotAllowed));
    }

    [Test]
    public async Task A_deleted_locator_stops_within_seconds()
    {
        await _server.Get<StreamingLocatorStore>().DeleteAsync(_server.Account.Id, _manifest[1..37], new() { Time = TimeProvider.System.GetUtcNow() }, default);
        await ExpectAsync(HttpStatusCode.NotFound);
    }

    [TestCase(-2, -1)]
    [TestCase(1, 2)]
    public async Task A_locator_serves_between_its_start_and_its_end_only(int startDays, int endDays)
    {
        var now = TimeProvider.System.GetUtcNow();
        var locator = await _server.PublishAsync(Assets.Smooth, change: row => (row.StartTime, row.EndTime) = (now.AddDays(startDays), now.AddDays(endDays)));
        using var reply = await _server.Client.GetAsync($"/{locator}/BigBuckBunny.ism/manifest");

        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(reply.Headers.GetValues("x-ms-error-code"), Is.EqualTo(["MPE_UNAUTHORIZED"]));
    }

    [TestCase("BigBuckBunny.ism/manifest")]
    [TestCase("BigBuckBunny.ism/QualityLevels(157582)/Fragments(audio=0)")]
    public async Task Caches_keep_nothing_beyond_the_end_of_a_locator(string resource)
    {
        var end = TimeProvider.System.GetUtcNow().AddSeconds(40);
        var locator = await _server.PublishAsync(Assets.Smooth, change: row => row.EndTime = end);
        using var reply = await _server.Client.GetAsync($"/{locator}/{resource}");
        using var other = await _server.Client.GetAsync(_manifest);

        Assert.That(reply.IsSuccessStatusCode, reply.StatusCode.ToString());
        Assert.That(reply.Headers.CacheControl!.MaxAge, Is.LessThanOrEqualTo(TimeSpan.FromSeconds(40)).And.GreaterThan(TimeSpan.FromSeconds(5)));
        Assert.That(other.Headers.CacheControl!.MaxAge, Is.GreaterThan(TimeSpan.FromMinutes(1)));
    }

    [Test]
    public async Task A_replaced_file_is_seen_within_seconds_under_a_new_tag()
    {
        using var before = await _server.Client.GetAsync(_manifest);
        var container = _server.Get<Data.Blobs.IBlobStore>();
        var published = await _server.Get<LocatorReader>().FindAsync(Guid.Parse(_manifest[1..37]), default);
        var bytes = Assets.Manifest("BigBuckBunny.isma", "audio");
        await container.GetContainer(published!.Asset.StorageAccountName, published.Asset.Container)
            .UploadAsync("BigBuckBunny.ism", new MemoryStream(bytes), null, default);
        await _server.UntilAsync(async () =>
        {
            using var after = await _server.Client.GetAsync(_manifest);
            return !Equals(after.Headers.ETag, before.Headers.ETag) && !(await after.Content.ReadAsStringAsync()).Contains("RESOLUTION", StringComparison.Ordinal);
        });
    }

    [Test]
    public async Task The_first_viewer_after_twice_the_freshness_sees_a_change()
    {
        Assert.That(new StreamingEndpointOptions().SourceFreshness * 2, Is.LessThan(TimeSpan.FromSeconds(5)), "the promise");
        var published = await _server.Get<LocatorReader>().FindAsync(Guid.Parse(_manifest[1..37]), default);
        await ExpectAsync(HttpStatusCode.OK);
        await _server.ContainerOf(published!.Asset).UploadAsync("BigBuckBunny.ism", new MemoryStream(Assets.Manifest("BigBuckBunny.isma", "audio")), null, default);
        await Task.Delay(_server.Get<Microsoft.Extensions.Options.IOptions<StreamingEndpointOptions>>().Value.SourceFreshness * 2);

        Assert.That(await _server.Client.GetStringAsync(_manifest), Does.Not.Contain("RESOLUTION"), "without having to ask twice");
    }

    private Task AllowAsync(string address, int prefix) => _server.ChangeEndpointAsync(endpoint =>
        endpoint.AccessControl = new StreamingEndpointAccessControl { Ip = new IPAccessControl { Allow = [new IPRange("net", address, prefix)] } });

    private Task ExpectAsync(HttpStatusCode status) => _server.UntilAsync(async () =>
    {
        using var reply = await _server.Client.GetAsync(_manifest);
        return reply.StatusCode == status;
    });
}

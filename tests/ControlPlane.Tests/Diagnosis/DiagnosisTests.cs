using System.Net;
using MediaPlatform.ControlPlane.Tests.Support;
using MediaPlatform.Data.Streaming;
using MediaPlatform.Data.StreamingEndpoints;
using MediaPlatform.TestKit;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace MediaPlatform.ControlPlane.Tests.Diagnosis;

/// <summary>Why a URL does not play, in one sentence. The origin is a stand-in here; Integration.Tests asks the real one.</summary>
[TestFixture]
public sealed class DiagnosisTests
{
    private LocalWebServer _origin = null!;
    private LocalWebServer _stranger = null!;
    private ControlPlaneApp _app = null!;
    private ArmClient _owner = null!;
    private string _lastHost = "";

    [OneTimeSetUp]
    public async Task Start()
    {
        _origin = await LocalWebServer.StartAsync(AnswerAsync);
        _stranger = await LocalWebServer.StartAsync(context => context.Response.WriteAsync("#EXTM3U"));
        _app = await ControlPlaneApp.StartWithAccountAsync(("Endpoints:Streaming", $"http://127.0.0.1:{_origin.Port}"));
        _owner = _app.Owner();
        await _owner.PutAsync("assets/a", "{}");
        await PutLocatorAsync("good", "");
        await PutLocatorAsync("early", ",\"startTime\":\"2090-01-01T00:00:00Z\"");
        await PutLocatorAsync("late", ",\"startTime\":\"2020-01-01T00:00:00Z\",\"endTime\":\"2020-01-02T00:00:00Z\"");
        await _owner.PutAsync("streamingEndpoints/second", """{"location":"westeurope","properties":{"scaleUnits":1,"customHostNames":["video.example.org"]}}""", "2022-11-01");
    }

    [SetUp]
    public async Task StartEndpoint() => await ChangeEndpointAsync(endpoint => (endpoint.ResourceState, endpoint.AccessControl) = (StreamingEndpointState.Running, null));

    [OneTimeTearDown]
    public async Task Stop()
    {
        _owner.Dispose();
        await _app.DisposeAsync();
        await _origin.DisposeAsync();
        await _stranger.DisposeAsync();
    }

    [Test]
    public async Task A_url_that_plays_was_followed_to_its_segments()
    {
        var reply = await AskAsync($"http://127.0.0.1:8080/{await IdOfAsync("good")}/a.ism/manifest(format=m3u8-cmaf)");

        Assert.Multiple(() =>
        {
            Assert.That((bool)reply.Json["plays"]!, reply.Text);
            Assert.That((string)reply.Json["streamingEndpoint"]!, Is.EqualTo("default"));
            Assert.That((string)reply.Json["streamingLocator"]!, Is.EqualTo("good"));
            Assert.That((string)reply.Json["asset"]!, Is.EqualTo("a"));
            Assert.That(_lastHost, Is.EqualTo("127.0.0.1:8080"), "the origin chooses the endpoint by the host of the URL");
        });
    }

    [Test]
    public async Task A_segment_that_the_origin_refuses_is_named_with_its_code()
    {
        var reply = await AskAsync($"http://localhost/{await IdOfAsync("good")}/broken.ism/manifest(format=m3u8-cmaf)");

        Assert.Multiple(() =>
        {
            Assert.That((bool)reply.Json["plays"]!, Is.False);
            Assert.That((string)reply.Json["errorCode"]!, Is.EqualTo("MPE_INVALID_NALU_SIZE"));
            Assert.That((string)reply.Json["explanation"]!, Is.EqualTo("A NAL unit is larger than its sample."));
            Assert.That((string)reply.Json["refusedUrl"]!, Does.EndWith("/seg2"));
        });
    }

    [Test]
    public async Task A_missing_server_manifest_is_told_with_what_the_asset_has()
    {
        var reply = await AskAsync($"http://localhost/{await IdOfAsync("good")}/gone.ism/manifest");

        Assert.That((string)reply.Json["explanation"]!, Does.StartWith("The asset has no server manifest of this name; the container of the asset a is empty"));
    }

    [TestCase("early", "The streaming locator early starts at 2090-01-01 00:00:00Z.")]
    [TestCase("late", "The streaming locator late expired at 2020-01-02 00:00:00Z.")]
    public async Task A_locator_out_of_its_time_is_told_from_the_catalog(string locator, string sentence) =>
        Assert.That((string)(await AskAsync($"http://localhost/{await IdOfAsync(locator)}/a.ism/manifest")).Json["explanation"]!, Is.EqualTo(sentence));

    [Test]
    public async Task A_stopped_endpoint_an_unknown_host_and_an_unknown_locator_are_told_apart()
    {
        var id = await IdOfAsync("good");
        var custom = await AskAsync($"https://video.example.org/{id}/a.ism/manifest");
        var host = await AskAsync($"https://elsewhere.example.org/{id}/a.ism/manifest");
        var locator = await AskAsync($"http://localhost/{Guid.Empty}/a.ism/manifest");
        var path = await AskAsync("http://localhost/a.ism/manifest");
        await ChangeEndpointAsync(endpoint => endpoint.ResourceState = StreamingEndpointState.Stopped);
        var stopped = await AskAsync($"http://localhost/{id}/a.ism/manifest");

        Assert.Multiple(() =>
        {
            Assert.That((string)custom.Json["explanation"]!, Is.EqualTo("The streaming endpoint second is stopped; only a running one serves."));
            Assert.That((string)host.Json["explanation"]!, Does.Contain("elsewhere.example.org"));
            Assert.That((string)locator.Json["explanation"]!, Does.Contain(Guid.Empty.ToString()));
            Assert.That((string)path.Json["explanation"]!, Does.StartWith("The path does not begin with the id"));
            Assert.That((string)stopped.Json["explanation"]!, Is.EqualTo("The streaming endpoint default is stopped; only a running one serves."));
        });
    }

    /// <summary>Old names that were pointed here work without being entered anywhere; that they do lead here is not for us to see.</summary>
    [Test]
    public async Task At_a_name_that_is_nobodys_the_default_endpoint_answers_if_it_leads_here()
    {
        var reply = await AskAsync($"https://contoso-uswe.streaming.media.azure.net/{await IdOfAsync("good")}/a.ism/manifest(format=m3u8-cmaf)");

        Assert.Multiple(() =>
        {
            Assert.That((bool)reply.Json["plays"]!, Is.True);
            Assert.That((string)reply.Json["explanation"]!, Does.EndWith(", if contoso-uswe.streaming.media.azure.net, which no streaming endpoint is named, leads here."));
            Assert.That(_lastHost, Is.EqualTo("contoso-uswe.streaming.media.azure.net"));
        });
    }

    [Test]
    public async Task Nothing_but_the_own_origin_is_ever_asked()
    {
        var id = await IdOfAsync("good");
        foreach (var url in new[] { $"http://127.0.0.1:{_stranger.Port}/{id}/a.ism/manifest(format=m3u8-aapl)", $"http://localhost/{id}/redirect.ism/manifest", $"http://localhost/{id}/leads-away.ism/manifest" })
        {
            Assert.That((await AskAsync(url)).Status, Is.EqualTo(HttpStatusCode.OK), url);
        }

        Assert.That(_stranger.Requests, Is.Zero);
    }

    [Test]
    public async Task A_path_with_two_slashes_names_no_other_host()
    {
        var before = _origin.Requests;
        var reply = await AskAsync($"http://localhost//{await IdOfAsync("good")}/a.ism/manifest");

        Assert.That(_origin.Requests, Is.GreaterThan(before), reply.Text);
    }

    [Test]
    public async Task A_large_file_is_not_read_for_its_name()
    {
        var reply = await AskAsync($"http://localhost:{_origin.Port}/{await IdOfAsync("good")}/manifest-large.mp4");

        Assert.That((string)reply.Json["explanation"]!, Is.EqualTo("The origin serves this URL."));
    }

    [Test]
    public async Task A_port_where_nothing_of_ours_listens_is_told()
    {
        var reply = await AskAsync($"http://localhost:1/{await IdOfAsync("good")}/a.ism/manifest(format=m3u8-cmaf)");

        Assert.That((string)reply.Json["explanation"]!, Does.EndWith($", if port 1 leads here as {_origin.Port} does, where streaming endpoints listen."));
    }

    [TestCase("N")]
    [TestCase("B")]
    public async Task An_id_in_another_form_is_told(string form)
    {
        var reply = await AskAsync($"http://localhost/{(await IdOfAsync("good")).ToString(form)}/a.ism/manifest");

        Assert.That((string)reply.Json["explanation"]!, Does.StartWith("The path does not begin with the id of a streaming locator, in five groups with dashes"));
    }

    [Test]
    public async Task Whom_the_endpoint_admits_is_told_where_this_service_may_not_ask_and_where_it_may()
    {
        var id = await IdOfAsync("good");
        await ChangeEndpointAsync(endpoint => endpoint.AccessControl = new()
        {
            Ip = new IPAccessControl([new("office", "203.0.113.0", 24), new("home", "198.51.100.7", null)]),
        });
        var refused = await AskAsync($"http://localhost:{_origin.Port}/{id}/closed.ism/manifest");
        var served = await AskAsync($"http://localhost:{_origin.Port}/{id}/a.ism/manifest");
        await ChangeEndpointAsync(endpoint => endpoint.AccessControl = new() { Akamai = new([new("edge", "key", null)]) });
        var signed = await AskAsync($"http://localhost:{_origin.Port}/{id}/closed.ism/manifest");

        Assert.Multiple(() =>
        {
            Assert.That((string)refused.Json["explanation"]!, Is.EqualTo(
                "The streaming endpoint default admits callers from 203.0.113.0/24, 198.51.100.7 only, and this service, which is none of them, could not look further."));
            Assert.That((bool)refused.Json["plays"]!, Is.False);
            Assert.That((string)served.Json["explanation"]!, Does.EndWith(", but the streaming endpoint default admits callers from 203.0.113.0/24, 198.51.100.7 only."));
            Assert.That((string)signed.Json["explanation"]!, Does.Contain("sign with one of its Akamai keys"));
        });
    }

    [Test]
    public async Task A_key_that_nobody_gets_is_told_although_the_media_is_served()
    {
        const string open = """{"properties":{"options":[{"configuration":{"@odata.type":"#Microsoft.Media.ContentKeyPolicyClearKeyConfiguration"},"restriction":{"@odata.type":"#Microsoft.Media.ContentKeyPolicyOpenRestriction"}}]}}""";
        await _owner.PutAsync("contentKeyPolicies/viewers", open);
        await PutLocatorAsync("locked", ",\"defaultContentKeyPolicyName\":\"viewers\"", "Predefined_ClearKey");
        var url = $"http://localhost/{await IdOfAsync("locked")}/a.ism/manifest(format=m3u8-aapl,encryption=cbc)";
        var before = await AskAsync(url);
        await _owner.DeleteAsync("contentKeyPolicies/viewers");
        var after = await AskAsync(url);

        Assert.Multiple(() =>
        {
            Assert.That((bool)before.Json["plays"]!, before.Text);
            Assert.That((bool)after.Json["plays"]!, Is.False);
            Assert.That((string)after.Json["explanation"]!, Is.EqualTo("The origin serves the media, but the content key policy viewers, which says who gets its key, does not exist any more."));
        });
    }

    [TestCase("")]
    [TestCase("?url=")]
    [TestCase("?url=file:///etc/passwd")]
    [TestCase("?url=/relative")]
    [TestCase("?url=http://user:password@localhost/a")]
    public async Task What_is_no_url_is_refused(string query)
    {
        var reply = await _owner.GetAsync("streamingDiagnosis" + query, "2022-11-01");

        Assert.That((reply.Status, reply.Json["error"]?["target"]?.GetValue<string>()), Is.EqualTo((HttpStatusCode.BadRequest, "url")));
    }

    private async Task AnswerAsync(HttpContext context)
    {
        _lastHost = context.Request.Host.Value ?? "";
        var path = context.Request.Path.Value!;
        if (path.Contains("redirect", StringComparison.Ordinal))
        {
            context.Response.Redirect($"http://127.0.0.1:{_stranger.Port}/");
        }
        else if (path.Contains("gone", StringComparison.Ordinal))
        {
            await FailAsync(context, 404, "MPE_STORAGE_RESOURCE_NOT_FOUND", "The asset has no server manifest of this name.");
        }
        else if (path.Contains("broken", StringComparison.Ordinal) && path.EndsWith("seg2", StringComparison.Ordinal))
        {
            await FailAsync(context, 415, "MPE_INVALID_NALU_SIZE", "A NAL unit is larger than its sample.");
        }
        else if (path.Contains("closed", StringComparison.Ordinal))
        {
            await FailAsync(context, 403, "MPE_UNAUTHORIZED", "Not you.");
        }
        else if (path.Contains("large", StringComparison.Ordinal))
        {
            context.Response.ContentLength = HttpMethods.IsHead(context.Request.Method) ? 9 << 20 : null;
            await (HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.Body.WriteAsync(new byte[9 << 20]).AsTask());
        }
        else if (path.Contains("leads-away", StringComparison.Ordinal))
        {
            await context.Response.WriteAsync($"#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nhttp://127.0.0.1:{_stranger.Port}/list\n");
        }
        else if (path.Contains("/manifest", StringComparison.Ordinal))
        {
            await context.Response.WriteAsync("#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nlist1\n#EXT-X-STREAM-INF:BANDWIDTH=2\nlist2\n");
        }
        else if (path.Contains("list", StringComparison.Ordinal))
        {
            await context.Response.WriteAsync($"#EXTM3U\n#EXT-X-MAP:URI=\"init\"\n#EXTINF:1,\nseg{path[^1]}\n#EXTINF:1,\nsegment-nobody-needs\n");
        }
    }

    private static Task FailAsync(HttpContext context, int status, string code, string message)
    {
        context.Response.StatusCode = status;
        context.Response.Headers["x-ms-error-code"] = code;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.WriteAsync($$"""{"error":{"code":"{{code}}","message":"{{message}}"} }""");
    }

    private Task<ArmReply> AskAsync(string url) => _owner.GetAsync($"streamingDiagnosis?url={Uri.EscapeDataString(url)}", "2022-11-01");

    private async Task PutLocatorAsync(string name, string more, string policy = "Predefined_ClearStreamingOnly")
    {
        var reply = await _owner.PutAsync($"streamingLocators/{name}", $$"""{"properties":{"assetName":"a","streamingPolicyName":"{{policy}}"{{more}}} }""");
        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.Created), reply.Text);
    }

    private async Task<Guid> IdOfAsync(string locator) =>
        (await _app.Services.GetRequiredService<StreamingLocatorStore>().FindAsync(_app.AccountId, locator, default))!.Id;

    private async Task ChangeEndpointAsync(Action<StreamingEndpointRecord> change)
    {
        var store = _app.Services.GetRequiredService<StreamingEndpointStore>();
        var endpoint = (await store.FindAsync(_app.AccountId, "default", default))!;
        change(endpoint);
        await store.SaveAsync(endpoint, default);
    }
}

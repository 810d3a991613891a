using System.Diagnostics;
using System.Net;
using MediaPlatform.Data.Blobs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace MediaPlatform.StreamingEndpoint.Tests.Sources;

/// <summary>What viewers see of a storage on another machine that says nothing, or only that it is busy.</summary>
public sealed class AwayStorageTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(12);

    private WebApplication _storage = null!;
    private OriginServer _server = null!;
    private string _manifest = "";
    private RequestDelegate _answer = Missing;

    [SetUp]
    public async Task StartAsync()
    {
        _answer = Made;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _storage = builder.Build();
        _storage.Run(context => _answer(context));
        await _storage.StartAsync();
        var account = $"DefaultEndpointsProtocol=http;AccountName=away;AccountKey={Convert.ToBase64String(new byte[16])};BlobEndpoint={_storage.Urls.First()}/away;";
        _server = await OriginServer.StartAsync(("Blobs:Provider", nameof(BlobProvider.Azure)), ("Blobs:Accounts:teststorage:ConnectionString", account));
        _manifest = $"/{await _server.PublishAsync(await _server.AddAssetAsync())}/a.ism/manifest";
    }

    [TearDown]
    public async Task StopAsync()
    {
        _answer = Missing;
        await _server.DisposeAsync();
        await _storage.StopAsync(new CancellationToken(canceled: true));
        await _storage.DisposeAsync();
    }

    [TestCase(StatusCodes.Status503ServiceUnavailable, HttpStatusCode.ServiceUnavailable, "MPE_STORAGE_SERVER_BUSY")]
    [TestCase(StatusCodes.Status429TooManyRequests, HttpStatusCode.ServiceUnavailable, "MPE_STORAGE_SERVER_BUSY")]
    [TestCase(StatusCodes.Status500InternalServerError, HttpStatusCode.InternalServerError, "MPE_STORAGE_INTERNAL_ERROR")]
    public async Task A_storage_that_is_busy_is_told_of_while_the_viewer_still_waits(int status, HttpStatusCode expected, string code)
    {
        _answer = context => Say(context, status);
        var watch = Stopwatch.StartNew();

        using var reply = await _server.Client.GetAsync(_manifest);

        Assert.That((reply.StatusCode, reply.Headers.GetValues("x-ms-error-code").Single()), Is.EqualTo((expected, code)));
        Assert.That(watch.Elapsed, Is.LessThan(Patience));
    }

    [Test]
    public async Task An_error_that_says_it_is_xml_and_is_empty_is_a_fault_of_the_storage_and_remembered()
    {
        var asked = 0;
        _answer = context =>
        {
            Interlocked.Increment(ref asked);
            context.Response.ContentType = "application/xml";
            return Say(context, StatusCodes.Status403Forbidden);
        };

        using var first = await _server.Client.GetAsync(_manifest);
        var once = asked;
        using var second = await _server.Client.GetAsync(_manifest);

        foreach (var reply in new[] { first, second })
        {
            Assert.That(reply.Headers.GetValues("x-ms-error-code").Single(), Is.EqualTo("MPE_STORAGE_FAILURE"));
            Assert.That(await reply.Content.ReadAsStringAsync(), Does.Not.Contain("inside of the service"));
        }

        Assert.That(asked, Is.EqualTo(once), "the second viewer hears what the first one did");
    }

    [Test]
    public async Task A_storage_that_says_nothing_is_called_that_and_the_next_viewer_does_not_wait_for_it()
    {
        _answer = context => Task.Delay(Timeout.Infinite, context.RequestAborted);
        using var first = await _server.Client.GetAsync(_manifest);
        var watch = Stopwatch.StartNew();
        using var second = await _server.Client.GetAsync(_manifest);

        Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(1)));
        Assert.That(new[] { first, second }.Select(reply => reply.Headers.GetValues("x-ms-error-code").Single()), Is.All.EqualTo("MPE_STORAGE_SOCKET_TIMEOUT"));
    }

    [Test]
    public async Task A_storage_that_stops_in_the_middle_of_a_file_is_not_taken_for_a_fault_of_ours()
    {
        _answer = context => HttpMethods.IsHead(context.Request.Method) ? Found(context) : BeginAsync(context);

        using var reply = await _server.Client.GetAsync(_manifest.Replace("a.ism/manifest", "a.mp4", StringComparison.Ordinal));

        Assert.That(reply.Headers.GetValues("x-ms-error-code").Single(), Is.EqualTo("MPE_STORAGE_SOCKET_TIMEOUT"), await reply.Content.ReadAsStringAsync());
    }

    [Test]
    public async Task A_range_that_cannot_be_read_is_refused_without_saying_which()
    {
        _answer = context => HttpMethods.IsHead(context.Request.Method) ? Found(context) : Say(context, StatusCodes.Status403Forbidden);
        var request = new HttpRequestMessage(HttpMethod.Get, _manifest.Replace("a.ism/manifest", "a.mp4", StringComparison.Ordinal)) { Headers = { Range = new(0, 9) } };

        using var reply = await _server.Client.SendAsync(request);

        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(reply.Content.Headers.ContentRange, Is.Null);
    }

    [Test]
    public async Task Nobody_waits_for_a_request_that_was_lost_when_the_storage_is_back()
    {
        _answer = context => Task.Delay(Timeout.Infinite, context.RequestAborted);
        var lost = _server.Client.GetAsync(_manifest);
        await Task.Delay(500);
        _answer = Missing;
        var watch = Stopwatch.StartNew();

        using var reply = await _server.Client.GetAsync(_manifest);

        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(watch.Elapsed, Is.LessThan(Patience));
        (await lost).Dispose();
    }

    private static Task Made(HttpContext context)
    {
        context.Response.Headers.ETag = "\"1\"";
        context.Response.Headers.LastModified = "Sat, 01 Jan 2022 00:00:00 GMT";
        return Say(context, StatusCodes.Status201Created);
    }

    private static Task Found(HttpContext context)
    {
        context.Response.Headers.ETag = "\"1\"";
        context.Response.Headers.LastModified = "Sat, 01 Jan 2022 00:00:00 GMT";
        context.Response.ContentLength = 1000;
        return Say(context, StatusCodes.Status200OK);
    }

    private static async Task BeginAsync(HttpContext context)
    {
        context.Response.Headers.ContentRange = "bytes 0-999/1000";
        context.Response.StatusCode = StatusCodes.Status206PartialContent;
        (context.Response.Headers.ETag, context.Response.Headers.LastModified) = ("\"1\"", "Sat, 01 Jan 2022 00:00:00 GMT");
        context.Response.ContentLength = 1000;
        await context.Response.Body.WriteAsync(new byte[10]);
        await context.Response.Body.FlushAsync();
        await Task.Delay(Timeout.Infinite, context.RequestAborted);
    }

    private static Task Missing(HttpContext context) => Say(context, StatusCodes.Status404NotFound);

    private static Task Say(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }
}

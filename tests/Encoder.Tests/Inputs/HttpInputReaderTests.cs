using MediaPlatform.Data.Jobs;
using MediaPlatform.Encoder.Inputs;
using MediaPlatform.ServiceDefaults.Networks;
using MediaPlatform.TestKit;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace MediaPlatform.Encoder.Tests.Inputs;

public sealed class HttpInputReaderTests
{
    private readonly TemporaryFolder _folder = new();

    [OneTimeTearDown]
    public void Delete() => _folder.Dispose();

    [Test]
    public async Task A_file_is_read_from_the_address_that_the_resolver_gave()
    {
        await using var server = await LocalWebServer.StartAsync(context => context.Response.WriteAsync("media of " + context.Request.Host.Host));
        var resolver = new StubResolver(("media.example", ["127.0.0.1"]));
        var path = await FetchAsync(resolver, $"http://media.example:{server.Port}/a.mp4", Loopback());

        Assert.That(await File.ReadAllTextAsync(path), Is.EqualTo("media of media.example"));
        Assert.That(resolver.Asked, Is.EqualTo(new[] { "media.example" }));
    }

    [TestCase("127.0.0.1")]
    [TestCase("::1")]
    [TestCase("169.254.169.254")]
    [TestCase("10.0.0.5")]
    [TestCase("::ffff:127.0.0.1")]
    public async Task A_name_that_leads_inside_is_refused_and_nobody_is_called(string address)
    {
        await using var server = await LocalWebServer.StartAsync(context => context.Response.WriteAsync("secret"));
        var error = await ErrorAsync(new StubResolver(("inside.example", [address])), $"http://inside.example:{server.Port}/", new EncoderOptions { AllowPlainHttpInputs = true });

        Assert.That(error.Code, Is.EqualTo(JobErrorCode.DownloadNotAccessible));
        Assert.That(server.Requests, Is.Zero);
    }

    [TestCase("http://127.0.0.1:{0}/")]
    [TestCase("http://[::1]:{0}/")]
    [TestCase("http://2130706433:{0}/")]
    [TestCase("http://localhost:{0}/")]
    public async Task A_literal_address_inside_is_refused_too(string url)
    {
        await using var server = await LocalWebServer.StartAsync(context => context.Response.WriteAsync("secret"));
        var resolver = new StubResolver(("localhost", ["127.0.0.1"]));
        var error = await ErrorAsync(resolver, string.Format(System.Globalization.CultureInfo.InvariantCulture, url, server.Port), new EncoderOptions { AllowPlainHttpInputs = true });

        Assert.That(error.Code, Is.EqualTo(JobErrorCode.DownloadNotAccessible));
        Assert.That(server.Requests, Is.Zero);
    }

    [Test]
    public async Task A_redirect_is_followed_only_where_a_first_address_could_lead()
    {
        await using var server = await LocalWebServer.StartAsync(context =>
        {
            if (context.Request.Path != "/start") return context.Response.WriteAsync("secret");
            context.Response.Redirect($"http://inside.example:{context.Request.Host.Port}/metadata");
            return Task.CompletedTask;
        });
        var resolver = new StubResolver(("media.example", ["127.0.0.1"]), ("inside.example", ["10.0.0.1"]));
        var error = await ErrorAsync(resolver, $"http://media.example:{server.Port}/start", Loopback());

        Assert.That(error.Code, Is.EqualTo(JobErrorCode.DownloadNotAccessible));
        Assert.That(resolver.Asked, Is.EqualTo(new[] { "media.example", "inside.example" }));
        Assert.That(server.Requests, Is.EqualTo(1));
    }

    [Test]
    public async Task A_redirect_away_from_https_rules_is_refused()
    {
        await using var server = await LocalWebServer.StartAsync(context =>
        {
            context.Response.Redirect("file:///etc/passwd");
            return Task.CompletedTask;
        });
        var error = await ErrorAsync(new StubResolver(("media.example", ["127.0.0.1"])), $"http://media.example:{server.Port}/", Loopback());

        Assert.That(error.Code, Is.EqualTo(JobErrorCode.DownloadNotAccessible));
    }

    [Test]
    public async Task Redirects_in_a_circle_end()
    {
        await using var server = await LocalWebServer.StartAsync(context =>
        {
            context.Response.Redirect("/again");
            return Task.CompletedTask;
        });
        var error = await ErrorAsync(new StubResolver(("media.example", ["127.0.0.1"])), $"http://media.example:{server.Port}/", Loopback());

        Assert.That(error.Code, Is.EqualTo(JobErrorCode.DownloadNotAccessible));
        Assert.That(server.Requests, Is.EqualTo(6));
    }

    [TestCase(403, JobErrorCode.DownloadNotAccessible)]
    [TestCase(404, JobErrorCode.DownloadNotAccessible)]
    [TestCase(500, JobErrorCode.DownloadTransientError)]
    [TestCase(503, JobErrorCode.DownloadTransientError)]
    public async Task A_status_becomes_its_error_and_a_signature_is_not_told(int status, JobErrorCode code)
    {
        await using var server = await LocalWebServer.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        });
        var error = await ErrorAsync(new StubResolver(("media.example", ["127.0.0.1"])), $"http://media.example:{server.Port}/a.mp4?sig=topsecret", Loopback());

        Assert.That(error.Code, Is.EqualTo(code));
        Assert.That(error.Message, Does.Contain("/a.mp4").And.Not.Contain("topsecret"));
    }

    [Test]
    public async Task Plain_http_an_unknown_host_and_a_file_that_is_too_large_are_refused()
    {
        await using var server = await LocalWebServer.StartAsync(async context =>
        {
            for (var part = 0; part < 100; part++) await context.Response.WriteAsync(new string('x', 1000));
        });
        var resolver = new StubResolver(("media.example", ["127.0.0.1"]));
        var url = $"http://media.example:{server.Port}/";
        var small = Loopback();
        small.MaxInputBytes = 50_000;

        Assert.That((await ErrorAsync(resolver, url, new EncoderOptions { AllowedInputNetworks = ["127.0.0.0/8"] })).Code, Is.EqualTo(JobErrorCode.DownloadNotAccessible));
        Assert.That((await ErrorAsync(resolver, "http://nowhere.example/", Loopback())).Code, Is.EqualTo(JobErrorCode.DownloadNotAccessible));
        Assert.That((await ErrorAsync(resolver, url, small)).Code, Is.EqualTo(JobErrorCode.DownloadNotAccessible));
    }

    [Test]
    public async Task A_server_that_falls_silent_or_hangs_up_gives_an_error_that_may_pass()
    {
        await using var server = await LocalWebServer.StartAsync(async context =>
        {
            context.Response.ContentLength = 1000;
            await context.Response.WriteAsync("begun");
            await context.Response.Body.FlushAsync();
            if (context.Request.Path == "/hangup") context.Abort();
            else await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        });
        var resolver = new StubResolver(("media.example", ["127.0.0.1"]));
        var hasty = Loopback();
        hasty.DownloadIdleTimeout = TimeSpan.FromSeconds(1);

        Assert.That((await ErrorAsync(resolver, $"http://media.example:{server.Port}/hangup", hasty)).Code, Is.EqualTo(JobErrorCode.DownloadTransientError));
        Assert.That((await ErrorAsync(resolver, $"http://media.example:{server.Port}/silent", hasty)).Code, Is.EqualTo(JobErrorCode.DownloadTransientError));
    }

    private static EncoderOptions Loopback() => new() { AllowPlainHttpInputs = true, AllowedInputNetworks = ["127.0.0.0/8"] };

    private async Task<string> FetchAsync(StubResolver resolver, string url, EncoderOptions options)
    {
        var wrapped = Options.Create(options);
        using var reader = new HttpInputReader(new GuardedConnector(resolver, new NetworkGuard(wrapped.Value.AllowedInputNetworks)), wrapped, TimeProvider.System);
        var path = _folder.File(Guid.NewGuid().ToString("N"));
        await reader.DownloadAsync(new Uri(url), path, CancellationToken.None);
        return path;
    }

    private async Task<JobError> ErrorAsync(StubResolver resolver, string url, EncoderOptions options)
    {
        try
        {
            await FetchAsync(resolver, url, options);
        }
        catch (JobFailedException failure)
        {
            return failure.Error;
        }

        throw new AssertionException($"{url} was read");
    }
}

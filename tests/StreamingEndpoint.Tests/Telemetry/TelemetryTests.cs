using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using MediaPlatform.StreamingEndpoint.Tests.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MediaPlatform.StreamingEndpoint.Tests.Telemetry;

/// <summary>What an operator sees of the requests: one line of the log for each, and counters by format, resource, status and cache result.</summary>
public sealed class TelemetryTests
{
    private const string Meter = "MediaPlatform.StreamingEndpoint";
    private Lines _lines = null!;
    private OriginServer _server = null!;
    private string _presentation = "";

    [SetUp]
    public async Task StartAsync()
    {
        _lines = new Lines();
        _server = await OriginServer.StartAsync(services => services.AddSingleton<ILoggerProvider>(_lines));
        _presentation = $"/{await _server.PublishAsync(Assets.Smooth)}/BigBuckBunny.ism";
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _server.DisposeAsync();
        _lines.Dispose();
    }

    [Test]
    public async Task The_metrics_page_counts_by_format_resource_status_and_cache()
    {
        await AskAsync("manifest(format=mpd-time-cmaf)", HttpStatusCode.OK);
        await AskAsync("manifest(format=mpd-time-cmaf)", HttpStatusCode.OK);
        await AskAsync("manifest", HttpStatusCode.OK);
        await AskAsync("manifest(format=f4m-f4f)", HttpStatusCode.UnsupportedMediaType);
        await AskAsync("QualityLevels(1)/Fragments(video=0,format=m3u8-aapl)", HttpStatusCode.NotFound);
        var page = await PageAsync(text => text.Contains("m3u8-aapl", StringComparison.Ordinal));

        Assert.That(page, Does.Contain("# TYPE mediaplatform_origin_requests counter"));
        Assert.That(page, Does.Contain(Series("mpd-time-cmaf", "manifest", 200, "miss") + " 1\n"));
        Assert.That(page, Does.Contain(Series("mpd-time-cmaf", "manifest", 200, "hit") + " 1\n"));
        Assert.That(page, Does.Contain(Series("smooth", "manifest", 200, "hit") + " 1\n"));
        Assert.That(page, Does.Contain(Series("m3u8-aapl", "fragment", 404, "hit") + " 1\n"));
        Assert.That(page, Does.Contain(Series("none", "none", 415, "miss") + " 1\n"));
        Assert.That(page, Does.Match("mediaplatform_origin_response_bytes\\{format=\"smooth\"\\} [1-9][0-9]*\n"));
        Assert.That(page, Does.Match("mediaplatform_origin_request_duration_seconds_count\\{format=\"mpd-time-cmaf\",resource=\"manifest\"\\} 2\n"));
    }

    [Test]
    public async Task Every_line_of_the_metrics_page_is_prometheus_text()
    {
        await AskAsync("manifest", HttpStatusCode.OK);
        var page = await PageAsync(static text => text.Contains("origin_requests", StringComparison.Ordinal));

        Assert.That(page.Split('\n', StringSplitOptions.RemoveEmptyEntries), Is.All.Match(
            "^(# (TYPE|HELP) [a-zA-Z_:][a-zA-Z0-9_:]* .+|[a-zA-Z_:][a-zA-Z0-9_:]*(\\{([a-zA-Z_][a-zA-Z0-9_]*=\"([^\"\\\\]|\\\\.)*\",?)*\\})? (-?[0-9.eE+-]+|NaN|[+-]?Inf))$"));
    }

    [Test]
    public async Task Instruments_have_names_and_units_of_opentelemetry()
    {
        var seen = new ConcurrentDictionary<string, (string? Unit, string? Description)>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Name == Meter)
            {
                seen[instrument.Name] = (instrument.Unit, instrument.Description);
            }
        };
        listener.Start();
        await AskAsync("manifest", HttpStatusCode.OK);

        Assert.That(seen.Keys, Is.All.Match("^[a-z]+(\\.[a-z_]+)+$"));
        Assert.That(seen.Select(pair => (pair.Key, pair.Value.Unit)), Is.EquivalentTo(new (string, string?)[]
        {
            ("mediaplatform.origin.requests", "{request}"), ("mediaplatform.origin.response.bytes", "By"), ("mediaplatform.origin.request.duration", "s"),
        }));
        Assert.That(seen.Values.Select(value => value.Description), Is.All.Not.Empty);
    }

    [Test]
    public async Task Each_request_is_one_line_of_the_log()
    {
        await AskAsync("manifest(format=mpd-time-cmaf)?token=secret", HttpStatusCode.OK);
        await AskAsync("QualityLevels(1)/Fragments(video=0,format=m3u8-aapl)", HttpStatusCode.NotFound);
        await _server.UntilAsync(() => Task.FromResult(_lines.Texts.Count(text => text.StartsWith("GET ", StringComparison.Ordinal)) == 2));
        var access = _lines.Texts.Where(text => text.StartsWith("GET ", StringComparison.Ordinal)).ToList();

        Assert.That(access[0], Does.Match($"^GET {System.Text.RegularExpressions.Regex.Escape(_presentation)}/manifest\\(format=mpd-time-cmaf\\) 200 [0-9]+ bytes [0-9.]+ ms miss -$"));
        Assert.That(access[1], Does.Contain(" 404 ").And.EndsWith(" hit MPE_MANIFEST_MEDIA_ENTRY_NOT_FOUND"));
        Assert.That(_lines.Texts, Is.All.Not.Contain("secret"));
    }

    [TestCase(true, "ClientGone")]
    [TestCase(false, "MPE_STORAGE_PRECONDITION_FAILED")]
    public async Task A_reply_that_came_to_no_end_is_told_with_its_reason_and_the_bytes_that_went(bool leaves, string reason)
    {
        var asset = await _server.AddAssetAsync();
        await _server.UploadAsync(asset, "big.mp4", new byte[64 << 20]);
        var path = $"/{await _server.PublishAsync(asset)}/big.mp4";
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var client = await RawClient.ConnectAsync(_server.Address, 16 << 10, limit.Token);
        await client.SendAsync($"GET {path} HTTP/1.1\r\nHost: {_server.Address.Authority}\r\n\r\n", limit.Token);
        await client.ReadAsync(new byte[1 << 20], limit.Token);
        if (leaves)
        {
            client.Dispose();
        }
        else
        {
            Assert.That(_server.ContainerOf(asset).TryGetLocalPath("big.mp4", out var file), Is.True);
            await using (var written = new FileStream(file!, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
            {
                written.SetLength(1000);
            }

            await client.ReadToEndAsync(limit.Token);
        }

        var line = "";
        await _server.UntilAsync(() => Task.FromResult((line = _lines.Texts.FirstOrDefault(text => text.StartsWith($"GET {path} ", StringComparison.Ordinal)) ?? "").Length > 0));
        Assert.That(line, Does.Match($"^GET {path} 200 [1-9][0-9]{{5,7}} bytes [0-9.]+ ms miss {reason}$").And.Not.Contain($" {64 << 20} bytes"));
    }

    private static string Series(string format, string resource, int status, string cache) =>
        $"mediaplatform_origin_requests{{format=\"{format}\",resource=\"{resource}\",status=\"{status}\",cache=\"{cache}\"}}";

    private async Task AskAsync(string resource, HttpStatusCode status)
    {
        using var reply = await _server.Client.GetAsync($"{_presentation}/{resource}");
        Assert.That(reply.StatusCode, Is.EqualTo(status));
    }

    // A request is counted when its reply has gone, which the client may see a moment before.
    private async Task<string> PageAsync(Func<string, bool> isComplete)
    {
        var page = "";
        await _server.UntilAsync(async () => isComplete(page = await _server.Client.GetStringAsync("/metrics")));
        return page;
    }

    private sealed class Lines : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> _texts = new();

        public IReadOnlyCollection<string> Texts => _texts;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _texts.Enqueue(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}

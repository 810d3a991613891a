using System.Diagnostics.Metrics;

namespace MediaPlatform.ServiceDefaults.Tests.Metrics;

/// <summary>What is counted under OpenTelemetry names is served in the text format of Prometheus.</summary>
public sealed class MetricsTests
{
    [Test]
    public async Task Requests_and_counters_of_our_own_are_served_with_type_unit_and_labels()
    {
        await using var service = await RunningService.StartAsync();
        using var meter = new Meter("MediaPlatform.Tests");
        meter.CreateCounter<long>("mediaplatform.tests.done", "By").Add(3, new KeyValuePair<string, object?>("kind", "a \"quoted\" one"));
        await service.Client.GetAsync("/work");
        using var reply = await service.Client.GetAsync("/metrics");
        var text = await reply.Content.ReadAsStringAsync();
        Assert.Multiple(() =>
        {
            Assert.That(reply.Content.Headers.ContentType?.ToString(), Does.StartWith("text/plain; version=0.0.4"));
            Assert.That(text, Does.Contain("# TYPE mediaplatform_tests_done_bytes counter\n"));
            Assert.That(text, Does.Contain("""mediaplatform_tests_done_bytes{kind="a \"quoted\" one"} 3"""));
            Assert.That(text, Does.Match("""http_server_request_duration_seconds_count\{[^}]*http_route="/work"[^}]*\} 1"""));
        });
    }
}

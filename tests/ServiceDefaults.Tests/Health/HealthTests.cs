using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MediaPlatform.ServiceDefaults.Tests.Health;

/// <summary>Whoever asks, without a token, hears how each dependency is, and no secret.</summary>
public sealed class HealthTests
{
    private const string Secret = "Password=swordfish";

    [TestCase(HealthStatus.Healthy, 200)]
    [TestCase(HealthStatus.Degraded, 200)]
    [TestCase(HealthStatus.Unhealthy, 503)]
    public async Task Readiness_names_every_dependency_with_state_time_and_a_sentence(HealthStatus state, int status)
    {
        await using var service = await RunningService.StartAsync(services => services.AddHealthChecks()
            .AddCheck("good", () => HealthCheckResult.Healthy("All is well."))
            .AddCheck("other", () => new(state, "So it is.")));
        using var reply = await service.Client.GetAsync("/health/ready");
        var json = JsonNode.Parse(await reply.Content.ReadAsStringAsync())!;
        Assert.Multiple(() =>
        {
            Assert.That((int)reply.StatusCode, Is.EqualTo(status));
            Assert.That((string?)json["status"], Is.EqualTo(state.ToString()));
            Assert.That((string?)json["dependencies"]!["other"]!["status"], Is.EqualTo(state.ToString()));
            Assert.That((string?)json["dependencies"]!["other"]!["description"], Is.EqualTo("So it is."));
            Assert.That((double)json["dependencies"]!["good"]!["milliseconds"]!, Is.GreaterThanOrEqualTo(0));
        });
    }

    [Test]
    public async Task What_fails_or_hangs_is_not_ready_but_alive_and_tells_no_secret()
    {
        await using var service = await RunningService.StartAsync(services => services.AddHealthChecks()
            .AddCheck("failing", () => throw new InvalidOperationException(Secret))
            .AddAsyncCheck("hanging", HangAsync, timeout: TimeSpan.FromMilliseconds(50)));
        using var ready = await service.Client.GetAsync("/health/ready");
        var text = await ready.Content.ReadAsStringAsync();
        Assert.That(ready.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(text, Does.Not.Contain("swordfish").And.Contain("failing").And.Contain("hanging"));
        using var live = await service.Client.GetAsync("/health/live");
        Assert.That(live.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    private static async Task<HealthCheckResult> HangAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.Infinite, cancellationToken);
        return HealthCheckResult.Healthy();
    }
}

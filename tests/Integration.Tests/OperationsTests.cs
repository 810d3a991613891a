using System.Text.Json.Nodes;

namespace MediaPlatform.Integration.Tests;

/// <summary>What an operator looks at: readiness and metrics of every service, and a log that programs can read.</summary>
public sealed class OperationsTests
{
    [TestCase(0, "blobs", "mediaplatform_origin_requests")]
    [TestCase(1, "jobs", "http_server_request_duration_seconds")]
    [TestCase(2, "blobs", "http_server_request_duration_seconds")]
    [TestCase(3, "keyRing", "http_server_request_duration_seconds")]
    public async Task Every_service_is_ready_names_what_it_needs_and_counts_its_requests(int service, string dependency, string metric)
    {
        using var client = new HttpClient { BaseAddress = new($"http://127.0.0.1:{PublishedMedia.Server.Port + service}") };
        var ready = JsonNode.Parse(await client.GetStringAsync("/health/ready"))!;
        Assert.That((string?)ready["status"], Is.EqualTo("Healthy"), ready.ToJsonString());
        foreach (var name in new[] { "database", "keyRing", "disk", dependency })
        {
            var one = ready["dependencies"]![name];
            Assert.That((string?)one?["status"], Is.EqualTo("Healthy"), name);
            Assert.That((string?)one!["description"], Does.EndWith("."), name);
        }

        Assert.That(await client.GetStringAsync("/metrics"), Does.Contain($"# TYPE {metric}"));
    }

    [Test]
    public async Task A_log_for_programs_carries_the_ids_that_the_client_sent()
    {
        var settings = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(settings, """{"Host":{"LogFormat":"Json"},"Logging":{"LogLevel":{"MediaPlatform.ControlPlane":"Information"}}}""");
            await using var server = await ServerProcess.StartAsync(null, null, "--json", "--config", settings);
            using var client = server.ArmClient();
            var correlation = Guid.NewGuid().ToString();
            client.DefaultRequestHeaders.Add("x-ms-client-request-id", "mine-7");
            client.DefaultRequestHeaders.Add("x-ms-correlation-request-id", correlation);
            await PublishedMedia.SendAsync(client, HttpMethod.Put, $"{server.AccountPath}/assets/logged", []);
            Assert.That(await server.InterruptAsync(), Is.Zero);

            var entry = server.Output.Where(line => line.Contains("Assets_CreateOrUpdate", StringComparison.Ordinal)).Select(line => JsonNode.Parse(line)!).Single();
            var scopes = entry["Scopes"]!.AsArray().OfType<JsonObject>().ToList();
            Assert.Multiple(() =>
            {
                Assert.That((string?)entry["State"]!["Operation"], Is.EqualTo("Assets_CreateOrUpdate"));
                Assert.That(scopes.Select(scope => (string?)scope["ClientRequestId"]), Has.Some.EqualTo("mine-7"));
                Assert.That(scopes.Select(scope => (string?)scope["CorrelationId"]), Has.Some.EqualTo(correlation));
            });
        }
        finally
        {
            File.Delete(settings);
        }
    }
}

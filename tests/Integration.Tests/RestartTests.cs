using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using MediaPlatform.TestKit;

namespace MediaPlatform.Integration.Tests;

/// <summary>What is acknowledged outlives the process, however that ends.</summary>
public sealed class RestartTests
{
    [Test]
    public async Task A_second_start_on_the_same_data_finds_everything_again()
    {
        var data = Directory.CreateTempSubdirectory("mediaplatform-test-").FullName;
        try
        {
            string secret, caCertificate, assetId;
            await using (var first = await ServerProcess.StartAsync(data))
            {
                secret = first.Connection["clientSecret"]!.GetValue<string>();
                caCertificate = await File.ReadAllTextAsync(first.CaCertificate);
                assetId = (await PutAssetAsync(first, "kept"))["properties"]!["assetId"]!.GetValue<string>();
                Assert.That(await first.InterruptAsync(), Is.Zero, "Ctrl-C ends cleanly");
            }

            await using var second = await ServerProcess.StartAsync(data);
            using var client = second.ArmClient();
            var asset = JsonNode.Parse(await client.GetStringAsync($"{second.AccountPath}/assets/kept?api-version=2022-08-01"))!;
            Assert.Multiple(() =>
            {
                Assert.That(asset["properties"]!["assetId"]!.GetValue<string>(), Is.EqualTo(assetId));
                Assert.That(second.Connection["clientSecret"]!.GetValue<string>(), Is.EqualTo(secret));
                Assert.That(File.ReadAllText(second.CaCertificate), Is.EqualTo(caCertificate));
                Assert.That(File.GetUnixFileMode(second.ConnectionPath), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
            });
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    [Test]
    public async Task A_process_killed_in_mid_job_finishes_the_job_once_after_its_restart()
    {
        var data = Directory.CreateTempSubdirectory("mediaplatform-test-").FullName;
        try
        {
            string job;
            var port = ServerProcess.FreePorts();
            await using (var first = await ServerProcess.StartAsync(data, port))
            {
                job = await StartJobAsync(first);
                await WaitForAsync(first, job, properties => properties["state"]!.GetValue<string>() == "Processing" && properties["outputs"]![0]!["progress"]!.GetValue<int>() > 0);
                await first.KillAsync();
            }

            await using var second = await ServerProcess.StartAsync(data, port);
            var end = await WaitForAsync(second, job, properties => properties["state"]!.GetValue<string>() is "Finished" or "Error" or "Canceled");
            Assert.That(end["state"]!.GetValue<string>(), Is.EqualTo("Finished"), end.ToJsonString());
            var blobs = Directory.EnumerateFiles(data, "*.ism", SearchOption.AllDirectories).ToList();
            Assert.That(blobs, Has.Count.EqualTo(1));
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    [Test]
    public async Task Two_processes_cannot_serve_one_folder()
    {
        await using var first = await ServerProcess.StartAsync();
        Assert.That(async () => await ServerProcess.StartAsync(first.DataPath), Throws.InvalidOperationException.With.Message.Contains("in use"));
    }

    [Test]
    public async Task Without_a_token_the_management_api_says_401()
    {
        await using var server = await ServerProcess.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(server.Connection["armHttpEndpoint"]!.GetValue<string>()) };
        using var response = await client.GetAsync($"{server.AccountPath}/assets?api-version=2022-08-01");
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(response.Headers.WwwAuthenticate.ToString(), Does.StartWith("Bearer"));
    }

    private static async Task<string> StartJobAsync(ServerProcess server)
    {
        var input = await PutAssetAsync(server, "in");
        await PutAssetAsync(server, "out");
        using var client = server.ArmClient();
        var sas = JsonNode.Parse(await (await client.PostAsync(
            $"{server.AccountPath}/assets/in/listContainerSas?api-version=2022-08-01",
            Json("""{"permissions":"ReadWrite","expiryTime":"EXPIRY"}""".Replace("EXPIRY", TimeProvider.System.GetUtcNow().AddHours(1).ToString("O"), StringComparison.Ordinal)))).Content.ReadAsStringAsync())!;
        var container = new Azure.Storage.Blobs.BlobContainerClient(new Uri(sas["assetContainerSasUrls"]![0]!.GetValue<string>()));
        await container.GetBlobClient("talk.mp4").UploadAsync(SharedFiles.Media("good/talk-480p30-42s.mp4"));
        await PutAsync(client, $"{server.AccountPath}/transforms/t?api-version=2022-07-01", """{"properties":{"outputs":[{"preset":{"@odata.type":"#Microsoft.Media.BuiltInStandardEncoderPreset","presetName":"H264SingleBitrateSD"}}]}}""");
        var job = $"{server.AccountPath}/transforms/t/jobs/j?api-version=2022-07-01";
        await PutAsync(client, job, """{"properties":{"input":{"@odata.type":"#Microsoft.Media.JobInputAsset","assetName":"in"},"outputs":[{"@odata.type":"#Microsoft.Media.JobOutputAsset","assetName":"out"}]}}""");
        return job;
    }

    private static async Task<JsonNode> WaitForAsync(ServerProcess server, string job, Func<JsonNode, bool> condition)
    {
        using var client = server.ArmClient();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        while (true)
        {
            var properties = JsonNode.Parse(await client.GetStringAsync(job, limit.Token))!["properties"]!;
            if (condition(properties))
            {
                return properties;
            }

            await Task.Delay(100, limit.Token);
        }
    }

    private static async Task<JsonNode> PutAssetAsync(ServerProcess server, string name)
    {
        using var client = server.ArmClient();
        return await PutAsync(client, $"{server.AccountPath}/assets/{name}?api-version=2022-08-01", """{"properties":{}}""");
    }

    private static async Task<JsonNode> PutAsync(HttpClient client, string url, string body)
    {
        using var response = await client.PutAsync(url, Json(body));
        var text = await response.Content.ReadAsStringAsync();
        Assert.That(response.IsSuccessStatusCode, $"{url}: {text}");
        return JsonNode.Parse(text)!;
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");
}

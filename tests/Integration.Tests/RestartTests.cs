using System.Buffers.Text;
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
    public async Task The_connection_file_holds_all_that_a_client_needs()
    {
        await using var server = await ServerProcess.StartAsync();
        string Text(string name) => server.Connection[name]!.GetValue<string>();
        var token = JsonNode.Parse(Base64Url.DecodeFromChars(Text("token").Split('.')[1]))!;
        var life = DateTimeOffset.FromUnixTimeSeconds(token["exp"]!.GetValue<long>()) - TimeProvider.System.GetUtcNow();
        Assert.Multiple(() =>
        {
            Assert.That(Text("armEndpoint"), Is.EqualTo($"https://127.0.0.1:{server.Port + 1}"));
            Assert.That(Text("armHttpEndpoint"), Is.EqualTo($"http://127.0.0.1:{server.Port + 1}"));
            Assert.That(Text("streamingEndpoint"), Is.EqualTo($"http://127.0.0.1:{server.Port}"));
            Assert.That(Text("keyDeliveryEndpoint"), Is.EqualTo($"http://127.0.0.1:{server.Port + 3}"));
            Assert.That(new[] { "subscriptionId", "tenantId", "clientId" }.Select(name => Guid.TryParse(Text(name), out _)), Is.All.True);
            Assert.That(new[] { "resourceGroup", "account", "clientSecret" }.Select(Text), Is.All.Not.Empty);
            Assert.That(life, Is.EqualTo(TimeSpan.FromDays(1)).Within(TimeSpan.FromMinutes(5)));
            Assert.That(File.ReadAllText(Text("caCertificate")), Does.StartWith("-----BEGIN CERTIFICATE-----"));
        });
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
    public async Task Ctrl_c_in_mid_job_ends_ffmpeg_too_and_leaves_the_job_to_the_next_start()
    {
        using var data = new TemporaryFolder();
        await using var server = await ServerProcess.StartAsync(data.FullPath, null, "--json", SharedFiles.Media("good/talk-480p30-42s.mp4"));
        await server.WaitForEventAsync("progress", TimeSpan.FromMinutes(3), said => said["step"]!.GetValue<string>() == "encoding" && said["percent"]!.GetValue<int>() > 0);
        Assert.That(EncodersOf(data.FullPath), Is.Not.Empty);

        Assert.That(await server.InterruptAsync(), Is.Zero);
        Assert.That(EncodersOf(data.FullPath), Is.Empty);
        Assert.That(Directory.EnumerateFiles(data.File("blobs"), "*.ism", SearchOption.AllDirectories), Is.Empty);

        await using var second = await ServerProcess.StartAsync(data.FullPath);
        using var client = second.ArmClient();
        var jobs = JsonNode.Parse(await client.GetStringAsync($"{second.AccountPath}/transforms/AdaptiveStreaming/jobs?api-version=2022-07-01"))!["value"]!.AsArray();
        Assert.That(jobs.Select(job => job!["properties"]!["state"]!.GetValue<string>()), Is.EqualTo(new[] { "Processing" }).Or.EqualTo(new[] { "Queued" }).Or.EqualTo(new[] { "Scheduled" }));
    }

    [Test]
    public async Task A_process_told_to_stop_ends_what_is_under_way_and_gives_its_job_back()
    {
        const long Length = 48_000_000;
        var data = Directory.CreateTempSubdirectory("mediaplatform-test-").FullName;
        try
        {
            string job;
            var port = ServerProcess.FreePorts();
            await using (var first = await ServerProcess.StartAsync(data, port))
            {
                job = await StartJobAsync(first);
                await WaitForAsync(first, job, properties => properties["state"]!.GetValue<string>() == "Processing");
                using var player = new HttpClient();
                using var download = await player.GetAsync(await PublishFileAsync(first, Length), HttpCompletionOption.ResponseHeadersRead);
                await using var body = await download.Content.ReadAsStreamAsync();
                var buffer = new byte[1 << 16];
                long read = await body.ReadAsync(buffer);

                var exit = first.InterruptAsync("TERM");
                await Task.Delay(TimeSpan.FromSeconds(1));
                Assert.That(exit.IsCompleted, Is.False, "a reply is under way");
                for (int got; (got = await body.ReadAsync(buffer)) > 0; read += got)
                {
                }

                Assert.That((read, await exit), Is.EqualTo((Length, 0)), string.Join('\n', first.Errors));
            }

            await using var second = await ServerProcess.StartAsync(data, port);
            var again = await WaitForAsync(second, job, properties => properties["state"]!.GetValue<string>() is not ("Queued" or "Scheduled") && properties["outputs"]![0]!["progress"]!.GetValue<int>() > 0);
            Assert.That(again["state"]!.GetValue<string>(), Is.EqualTo("Processing").Or.EqualTo("Finished"), again.ToJsonString());
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

    /// <summary>Processes of ffmpeg that work in a folder.</summary>
    private static List<string> EncodersOf(string folder) =>
        [.. Directory.EnumerateDirectories("/proc").Select(process => Path.Combine(process, "cmdline")).Where(File.Exists).Select(CommandLine).Where(line => line.Contains("ffmpeg", StringComparison.Ordinal) && line.Contains(folder, StringComparison.Ordinal))];

    // A process may end between the listing and the reading.
    private static string CommandLine(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return "";
        }
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
        using var folder = new TemporaryFolder();
        await Repository.RunAsync("ffmpeg", ["-v", "error", "-i", SharedFiles.Media("good/talk-480p30-42s.mp4"), "-t", "20", "-c", "copy", folder.File("talk.mp4")], TimeSpan.FromMinutes(1));
        await container.GetBlobClient("talk.mp4").UploadAsync(folder.File("talk.mp4"));
        await PutAsync(client, $"{server.AccountPath}/transforms/t?api-version=2022-07-01", """{"properties":{"outputs":[{"preset":{"@odata.type":"#Microsoft.Media.BuiltInStandardEncoderPreset","presetName":"H264SingleBitrateSD"}}]}}""");
        var job = $"{server.AccountPath}/transforms/t/jobs/j?api-version=2022-07-01";
        await PutAsync(client, job, """{"properties":{"input":{"@odata.type":"#Microsoft.Media.JobInputAsset","assetName":"in"},"outputs":[{"@odata.type":"#Microsoft.Media.JobOutputAsset","assetName":"out"}]}}""");
        return job;
    }

    /// <summary>An empty file of a length, and the address at which it is downloaded.</summary>
    private static async Task<Uri> PublishFileAsync(ServerProcess server, long length)
    {
        var folder = Directory.CreateDirectory(Path.Combine(server.DataPath, "blobs", "mediastorage", "slow")).FullName;
        await using (var file = new FileStream(Path.Combine(folder, "slow.mp4"), FileMode.CreateNew))
        {
            file.SetLength(length);
        }

        using var client = server.ArmClient();
        await PutAsync(client, $"{server.AccountPath}/assets/slow?api-version=2022-08-01", """{"properties":{"container":"slow"}}""");
        var locator = await PutAsync(client, $"{server.AccountPath}/streamingLocators/slow?api-version=2022-08-01", """{"properties":{"assetName":"slow","streamingPolicyName":"Predefined_DownloadOnly"}}""");
        return new($"http://127.0.0.1:{server.Port}/{locator["properties"]!["streamingLocatorId"]}/slow.mp4");
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

using System.Net.Sockets;
using System.Text.Json.Nodes;
using Azure.Storage.Blobs;
using MediaPlatform.TestKit;

namespace MediaPlatform.Integration.Tests;

/// <summary>The whole of AllInOne with its containers in Azure Blob Storage (Azurite): upload, encode, publish, play.</summary>
public sealed class AzureTourTests
{
    private const string Media = "good/portrait-720x1080.mp4";
    private const int Frames = 30;
    private static readonly TimeSpan EncodeLimit = TimeSpan.FromMinutes(4);

    [Test]
    public async Task A_file_on_the_command_line_and_the_official_clients_end_in_pictures_from_azure_storage()
    {
        await using var azurite = await AzuriteServer.StartAsync();
        using var folder = new TemporaryFolder();
        var settings = await WriteSettingsAsync(folder, azurite);
        var (data, port) = (folder.File("data"), ServerProcess.FreePorts());
        using var client = new HttpClient();

        string dash, manifest;
        await using (var first = await ServerProcess.StartAsync(data, port, "--json", "--config", settings, SharedFiles.Media(Media)))
        {
            dash = (await first.WaitForEventAsync("published", EncodeLimit))["dash"]!.GetValue<string>();
            manifest = await client.GetStringAsync(dash);
            await PlaysAsync(dash);
            Assert.That(first.Connection["blobEndpoint"], Is.Null);
            Assert.That(await ListensAsync(port + 2), Is.False, "a blob service of our own");
            Assert.That(await first.InterruptAsync(), Is.Zero);
        }

        await using var second = await ServerProcess.StartAsync(data, port, "--config", settings);
        Assert.That(await client.GetStringAsync(dash), Is.EqualTo(manifest), "after a restart");
        await PlaysAsync(dash);
        var published = (await PublishedMedia.TourAsync(second, SharedFiles.Media(Media)))[^1];
        await PlaysAsync($"http://127.0.0.1:{port}{published["streamingPaths"]!.AsArray().Single(path => path!["protocol"]!.GetValue<string>() == "Dash")!["paths"]![0]}");

        var blobs = await BlobsAsync(azurite);
        Assert.That(blobs.Count(name => name.EndsWith(".ism", StringComparison.Ordinal)), Is.EqualTo(2));
        Assert.That(blobs.Count(name => name == Path.GetFileName(Media)), Is.EqualTo(2), "the uploads");
        Assert.That(Directory.EnumerateFiles(data, "*", SearchOption.AllDirectories).Where(path => path.EndsWith(".mp4", StringComparison.Ordinal) || path.EndsWith(".ism", StringComparison.Ordinal)), Is.Empty, "media on local disk");
    }

    [TestCase("storage", "AccountName=storage", "ConnectionString")]
    [TestCase("elsewhere", null, "Host:StorageAccount")]
    public async Task A_storage_account_that_cannot_be_used_stops_the_start_and_is_named(string account, string? connectionString, string said)
    {
        using var folder = new TemporaryFolder();
        var settings = folder.File("azure.json");
        await File.WriteAllTextAsync(settings, Settings(account, connectionString ?? $"DefaultEndpointsProtocol=http;AccountName=x;AccountKey={Convert.ToBase64String(new byte[16])};BlobEndpoint=http://127.0.0.1:1/x;"));
        Assert.That(async () => await ServerProcess.StartAsync(folder.File("data"), null, "--config", settings), Throws.InvalidOperationException.With.Message.Contains(said));
    }

    private static async Task PlaysAsync(string url)
    {
        var (code, output, errors) = await Repository.RunAsync(
            "ffprobe", ["-v", "error", "-select_streams", "v:0", "-count_frames", "-show_entries", "stream=nb_read_frames", "-of", "csv=p=0", url], TimeSpan.FromMinutes(1));
        Assert.That((code, errors), Is.EqualTo((0, "")), url);
        Assert.That(output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), Is.All.EqualTo($"{Frames}").And.Not.Empty, url);
        (code, _, errors) = await Repository.RunAsync("ffmpeg", ["-v", "warning", "-nostdin", "-xerror", "-i", url, "-map", "0", "-f", "null", "-"], TimeSpan.FromMinutes(1));
        Assert.That((code, errors), Is.EqualTo((0, "")), url);
    }

    private static async Task<bool> ListensAsync(int port)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static async Task<List<string>> BlobsAsync(AzuriteServer azurite)
    {
        var service = new BlobServiceClient(azurite.ConnectionString);
        var names = new List<string>();
        await foreach (var container in service.GetBlobContainersAsync())
        {
            await foreach (var blob in service.GetBlobContainerClient(container.Name).GetBlobsAsync()) names.Add(blob.Name);
        }

        return names;
    }

    private static async Task<string> WriteSettingsAsync(TemporaryFolder folder, AzuriteServer azurite)
    {
        var path = folder.File("azure.json");
        await File.WriteAllTextAsync(path, Settings(AzuriteServer.Account, azurite.ConnectionString));
        return path;
    }

    private static string Settings(string account, string connectionString) => new JsonObject
    {
        ["Blobs"] = new JsonObject
        {
            ["Provider"] = "Azure",
            ["Accounts"] = new JsonObject { [AzuriteServer.Account] = new JsonObject { ["ConnectionString"] = connectionString } },
        },
        ["Host"] = new JsonObject { ["StorageAccount"] = account },
    }.ToJsonString();
}

using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using MediaPlatform.TestKit;

namespace MediaPlatform.Integration.Tests;

/// <summary>
/// One server for the whole run, with two real files brought to their URLs by the official npm clients. Other fixtures play the result.
/// </summary>
[SetUpFixture]
internal sealed class PublishedMedia
{
    private static readonly ConcurrentDictionary<string, JsonNode> ByFile = [];
    private static readonly ConcurrentDictionary<string, IReadOnlyList<JsonNode>> LinesByFile = [];
    private static readonly SemaphoreSlim Encoding = new(1);

    /// <summary>A QuickTime file of a telephone: rotated, variable frame rate, H.264 + AAC, 4 s.</summary>
    public const string Mov = "good/phone-rotated-h264.mov";

    /// <summary>A broadcast MXF: interlaced MPEG-2 4:2:2 + PCM, 1.8 s.</summary>
    public const string Mxf = "good/xdcam-hd422-1080i59.94.mxf";

    /// <summary>The everyday source: 720p24 H.264 + AAC, 8.4 s, so that there are several fragments.</summary>
    public const string Mp4 = "good/bbb-720p24-h264-aac.mp4";

    /// <summary>A set of MP4 files as AMS wrote it, adopted by the name of its container.</summary>
    public const string AmsSet = "ams-asset-mbr";

    /// <summary>A Smooth Streaming set as AMS wrote it, adopted by the name of its container.</summary>
    public const string AmsSmooth = "ams-asset-smooth";

    /// <summary>The server.</summary>
    public static ServerProcess Server { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        Server = await ServerProcess.StartAsync(null, null, "--json");
        foreach (var file in new[] { Mov, Mxf, Mp4 })
        {
            await EncodeAsync(file);
        }

        foreach (var container in new[] { AmsSet, AmsSmooth })
        {
            ByFile[container] = await AdoptAsync(Server, container);
        }
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (Server is not null)
        {
            await Server.DisposeAsync();
        }
    }

    /// <summary>Brings a shared file to its URLs by the tour, unless that was done.</summary>
    public static async Task EncodeAsync(string file)
    {
        await Encoding.WaitAsync();
        try
        {
            if (!ByFile.ContainsKey(file))
            {
                var lines = await TourAsync(Server, SharedFiles.Media(file));
                LinesByFile[file] = lines;
                ByFile[file] = lines[^1];
            }
        }
        finally
        {
            Encoding.Release();
        }
    }

    /// <summary>All that the tour said about a file.</summary>
    public static IReadOnlyList<JsonNode> LinesOf(string file) => LinesByFile[file];

    /// <summary>The last line of the tour: paths and host name.</summary>
    public static JsonNode PublishedOf(string file) => ByFile[file];

    /// <summary>URL of the manifest of a file, for example with <c>(format=m3u8-cmaf)</c>.</summary>
    public static string ManifestUrl(string file, string format = "")
    {
        var path = PublishedOf(file)["streamingPaths"]!.AsArray()
            .SelectMany(entry => entry!["paths"]!.AsArray()).Select(entry => entry!.GetValue<string>())
            .First();
        var root = path[..(path.IndexOf("/manifest", StringComparison.OrdinalIgnoreCase) + "/manifest".Length)];
        return $"http://127.0.0.1:{Server.Port}{root}{format}";
    }

    /// <summary>Lays the files of an old AMS container into the store, as README says, and publishes it.</summary>
    private static async Task<JsonNode> AdoptAsync(ServerProcess server, string container)
    {
        var folder = Directory.CreateDirectory(Path.Combine(server.DataPath, "blobs", "mediastorage", container)).FullName;
        foreach (var path in Directory.EnumerateFiles(Path.GetDirectoryName(SharedFiles.Media($"{container}/BigBuckBunny{(container == AmsSet ? "_3400" : "")}.ism"))!))
        {
            File.Copy(path, Path.Combine(folder, Path.GetFileName(path)));
        }

        await PublishAsync(server, container);
        using var client = server.ArmClient();
        return await SendAsync(client, HttpMethod.Post, $"{server.AccountPath}/streamingLocators/{container}/listPaths", new JsonObject());
    }

    /// <summary>Publishes shared files as they lie; the address of the locator.</summary>
    public static async Task<string> AdoptFilesAsync(string name, params string[] files)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Server.DataPath, "blobs", "mediastorage", name)).FullName;
        foreach (var file in files)
        {
            File.Copy(SharedFiles.Media(file), Path.Combine(folder, Path.GetFileName(file)));
        }

        return await PublishAsync(Server, name);
    }

    /// <summary>Publishes files of any origin under a server manifest <c>media.ism</c>; the address of the presentation.</summary>
    public static async Task<string> AdoptAsync(string name, string serverManifest, params string[] paths)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Server.DataPath, "blobs", "mediastorage", name)).FullName;
        foreach (var path in paths)
        {
            File.Copy(path, Path.Combine(folder, Path.GetFileName(path)));
        }

        await File.WriteAllTextAsync(Path.Combine(folder, "media.ism"), serverManifest);
        return $"{await PublishAsync(Server, name)}/media.ism";
    }

    /// <summary>Publishes an archive of a live event; the address of the presentation.</summary>
    public static async Task<string> AdoptAsync(string name, LiveArchive archive)
    {
        var folder = Path.Combine(Server.DataPath, "blobs", "mediastorage", name);
        foreach (var (blob, bytes) in archive.Blobs())
        {
            var path = Path.Combine(folder, blob);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllBytesAsync(path, bytes);
        }

        return $"{await PublishAsync(Server, name)}/{LiveArchive.ManifestName}";
    }

    private static async Task<string> PublishAsync(ServerProcess server, string container)
    {
        using var client = server.ArmClient();
        await SendAsync(client, HttpMethod.Put, $"{server.AccountPath}/assets/{container}", new JsonObject { ["properties"] = new JsonObject { ["container"] = container } });
        var locator = await SendAsync(client, HttpMethod.Put, $"{server.AccountPath}/streamingLocators/{container}", new JsonObject
        {
            ["properties"] = new JsonObject { ["assetName"] = container, ["streamingPolicyName"] = "Predefined_DownloadAndClearStreaming" },
        });
        return $"http://127.0.0.1:{server.Port}/{locator["properties"]!["streamingLocatorId"]}";
    }

    /// <summary>A management request that must succeed.</summary>
    public static async Task<JsonNode> SendAsync(HttpClient client, HttpMethod method, string path, JsonObject body)
    {
        using var request = new HttpRequestMessage(method, path + "?api-version=2022-08-01")
        {
            Content = new StringContent(body.ToJsonString(), System.Text.Encoding.UTF8, "application/json"),
        };
        using var response = await client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.That(response.IsSuccessStatusCode, $"{path}: {text}");
        return JsonNode.Parse(text)!;
    }

    /// <summary>Runs the tour with the official clients and gives its lines.</summary>
    public static async Task<IReadOnlyList<JsonNode>> TourAsync(ServerProcess server, string path)
    {
        await using var connection = await CheckedConnection.StartAsync(server);
        var clients = Path.Combine(Repository.Root, "tests", "clients");
        var (code, output, errors) = await Repository.RunAsync(
            "node",
            [Path.Combine(clients, "tour.mjs"), connection.ConnectionPath, path],
            TimeSpan.FromMinutes(4),
            new Dictionary<string, string> { ["NODE_EXTRA_CA_CERTS"] = connection.CaCertificate },
            clients);
        Assert.That(code, Is.Zero, $"{path}: {output}\n{errors}\n{string.Join('\n', server.Errors)}");
        connection.Check(leastOperations: 8);
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];
    }
}

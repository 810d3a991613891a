using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using MediaPlatform.TestKit;

namespace MediaPlatform.Integration.Tests;

/// <summary>Several processes hand out the keys of one catalog, and one installation takes its keys from another.</summary>
[TestFixture("Sqlite")]
[TestFixture("Postgres")]
public sealed class KeyProcessesTests(string provider)
{
    private const string MaxUses = "urn:microsoft:azure:mediaservices:maxuses";
    private readonly TemporaryFolder _folder = new();
    private PostgresServer? _postgres;
    private ServerProcess _main = null!;
    private ServerProcess _second = null!;
    private string _configuration = "";

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _postgres = provider == "Postgres" ? await PostgresServer.StartAsync() : null;
        _configuration = await WriteAsync("shared.json", new JsonObject
        {
            ["Data"] = new JsonObject
            {
                ["Provider"] = provider,
                ["ConnectionString"] = _postgres?.ConnectionString("keys") ?? $"Data Source={_folder.File("catalog.db")}",
            },
            ["Secrets"] = new JsonObject { ["KeyDirectory"] = Directory.CreateDirectory(_folder.File("ring")).FullName },
            ["Cpix"] = new JsonObject { ["UserName"] = "packager", ["Password"] = "secret" },
        });
        _main = await ServerProcess.StartAsync(null, null, "--config", _configuration);
        _second = await SecondAsync();
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        foreach (var process in new[] { _main, _second }.OfType<ServerProcess>())
        {
            await process.DisposeAsync();
        }

        if (_postgres is not null)
        {
            await _postgres.DisposeAsync();
        }

        _folder.Dispose();
    }

    [Test]
    public async Task A_limited_token_is_used_up_at_all_of_them_and_after_a_restart()
    {
        var keyId = (await PublishAsync(_main, "limited", ProtectedMedia.Options(needsToken: true), "Predefined_ClearKey")).Id;
        var token = ProtectedMedia.Token((MaxUses, 2));
        Assert.That(await AskAsync(_main, keyId, token), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await AskAsync(_second, keyId, token), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await AskAsync(_main, keyId, token), Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(await AskAsync(_second, keyId, token), Is.EqualTo(HttpStatusCode.Unauthorized));

        await _second.DisposeAsync();
        _second = await SecondAsync();
        Assert.That(await AskAsync(_second, keyId, token), Is.EqualTo(HttpStatusCode.Unauthorized), "after a restart");

        var many = ProtectedMedia.Token((MaxUses, 5));
        var replies = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => AskAsync(number % 2 == 0 ? _main : _second, keyId, many)));
        Assert.That(replies.Count(reply => reply == HttpStatusCode.OK), Is.EqualTo(5));
    }

    [Test]
    public async Task A_changed_policy_acts_in_the_other_process_within_five_seconds()
    {
        var keyId = (await PublishAsync(_main, "changed", ProtectedMedia.Options(needsToken: false), "Predefined_ClearKey")).Id;
        Assert.That(await AskAsync(_second, keyId), Is.EqualTo(HttpStatusCode.OK));
        using var client = _main.ArmClient();
        await PutAsync(client, $"{_main.AccountPath}/contentKeyPolicies/changed", ProtectedMedia.Options(needsToken: true));
        var watch = Stopwatch.StartNew();
        while (await AskAsync(_second, keyId) == HttpStatusCode.OK)
        {
            Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(5)));
            await Task.Delay(100);
        }

        Assert.That(await AskAsync(_second, keyId, ProtectedMedia.Token()), Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Another_installation_takes_a_key_from_the_packager_face_of_this_one()
    {
        var theirs = await PublishAsync(_main, "lent", Widevine(), "lent", WidevinePolicy());
        var configuration = await WriteAsync("other.json", new JsonObject
        {
            ["KeyServer"] = new JsonObject
            {
                ["Url"] = $"http://127.0.0.1:{_main.Port + 3}/Cpix/",
                ["UserName"] = "packager",
                ["Password"] = "secret",
                ["AllowPrivateAddresses"] = true,
            },
        });
        await using var other = await ServerProcess.StartAsync(null, null, "--config", configuration);
        var ours = await PublishAsync(other, "lent", Widevine(), "lent", WidevinePolicy(), new JsonObject
        {
            ["contentKeySource"] = "KeyServer",
            ["contentKeys"] = new JsonArray(new JsonObject { ["id"] = theirs.Id, ["labelReferenceInStreamingPolicy"] = "main" }),
        });
        Assert.That(ours, Is.EqualTo(theirs));
    }

    private Task<ServerProcess> SecondAsync() => ServerProcess.StartAsync(null, null, "--config", _configuration, "--roles", "KeyDelivery");

    private async Task<string> WriteAsync(string name, JsonObject settings)
    {
        var path = _folder.File(name);
        await File.WriteAllTextAsync(path, settings.ToJsonString());
        return path;
    }

    private static async Task<HttpStatusCode> AskAsync(ServerProcess process, Guid keyId, string? token = null)
    {
        using var client = new HttpClient();
        using var reply = await client.GetAsync($"http://127.0.0.1:{process.Port + 3}/?kid={keyId}{(token is null ? "" : $"&token={token}")}");
        return reply.StatusCode;
    }

    private static async Task<(Guid Id, string Value)> PublishAsync(
        ServerProcess server, string name, JsonObject keyPolicy, string streamingPolicy, JsonObject? policy = null, JsonObject? more = null)
    {
        using var client = server.ArmClient();
        await PutAsync(client, $"{server.AccountPath}/assets/{name}", []);
        await PutAsync(client, $"{server.AccountPath}/contentKeyPolicies/{name}", keyPolicy);
        if (policy is not null)
        {
            await PutAsync(client, $"{server.AccountPath}/streamingPolicies/{streamingPolicy}", policy);
        }

        var locator = more ?? [];
        locator["assetName"] = name;
        locator["streamingPolicyName"] = streamingPolicy;
        locator["defaultContentKeyPolicyName"] = name;
        await PutAsync(client, $"{server.AccountPath}/streamingLocators/{name}", locator);
        var keys = await PublishedMedia.SendAsync(client, HttpMethod.Post, $"{server.AccountPath}/streamingLocators/{name}/listContentKeys", []);
        var key = keys["contentKeys"]!.AsArray().Single()!;
        return (key["id"]!.GetValue<Guid>(), key["value"]!.GetValue<string>());
    }

    private static JsonObject Widevine() => new()
    {
        ["options"] = new JsonArray(new JsonObject
        {
            ["name"] = "widevine",
            ["configuration"] = new JsonObject { ["@odata.type"] = "#Microsoft.Media.ContentKeyPolicyWidevineConfiguration", ["widevineTemplate"] = "{}" },
            ["restriction"] = new JsonObject { ["@odata.type"] = "#Microsoft.Media.ContentKeyPolicyOpenRestriction" },
        }),
    };

    private static JsonObject WidevinePolicy() => new()
    {
        ["commonEncryptionCenc"] = new JsonObject
        {
            ["enabledProtocols"] = new JsonObject { ["download"] = false, ["dash"] = true, ["hls"] = true, ["smoothStreaming"] = false },
            ["contentKeys"] = new JsonObject { ["defaultKey"] = new JsonObject { ["label"] = "main" } },
            ["drm"] = new JsonObject { ["widevine"] = new JsonObject() },
        },
    };

    private static Task<JsonNode> PutAsync(HttpClient client, string path, JsonObject properties) =>
        PublishedMedia.SendAsync(client, HttpMethod.Put, path, new JsonObject { ["properties"] = properties });
}

using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using MediaPlatform.TestKit;

namespace MediaPlatform.Integration.Tests;

/// <summary>
/// The process is killed while clients write resources of every kind. What was acknowledged is there afterwards, what was not is there wholly or not
/// at all, and the catalog goes on taking writes.
/// </summary>
[TestFixture("Sqlite")]
[TestFixture("Postgres")]
public sealed class WriteCrashTests(string provider)
{
    private const int Rounds = 3;
    private const string Accounts = "mediaservices";
    private const int MostNames = 30;
    private const string Filter = """{"properties":{"firstQuality":{"bitrate":128000},"tracks":[{"trackSelections":[{"property":"Language","operation":"Equal","value":"TEXT"}]}]}}""";

    private static readonly WrittenKind[] s_kinds =
    [
        new("assets", "2022-08-01", """{"properties":{"description":"TEXT"}}""", "properties.description", CanPatch: true),
        new("assets/published/assetFilters", "2022-08-01", Filter, "properties.tracks.0.trackSelections.0.value", CanPatch: true),
        new("assets/published/tracks", "2022-08-01", """{"properties":{"track":{"@odata.type":"#Microsoft.Media.TextTrack","fileName":"text.vtt","languageCode":"en","displayName":"TEXT"}}}""", "properties.track.displayName", CanPatch: true),
        new("accountFilters", "2022-08-01", Filter, "properties.tracks.0.trackSelections.0.value", CanPatch: true),
        new("contentKeyPolicies", "2022-08-01", """{"properties":{"description":"TEXT","options":[{"configuration":{"@odata.type":"#Microsoft.Media.ContentKeyPolicyClearKeyConfiguration"},"restriction":{"@odata.type":"#Microsoft.Media.ContentKeyPolicyOpenRestriction"}}]}}""", "properties.description", CanPatch: true),
        new("streamingPolicies", "2022-08-01", """{"properties":{"defaultContentKeyPolicyName":"TEXT","noEncryption":{"enabledProtocols":{"download":true,"dash":true,"hls":true,"smoothStreaming":true}}}}""", "properties.defaultContentKeyPolicyName", CanPatch: false),
        new("streamingLocators", "2022-08-01", """{"properties":{"assetName":"published","streamingPolicyName":"Predefined_ClearKey","defaultContentKeyPolicyName":"keys","alternativeMediaId":"TEXT"}}""", "properties.alternativeMediaId", CanPatch: false),
        new("transforms", "2022-07-01", """{"properties":{"description":"TEXT","outputs":[{"preset":{"@odata.type":"#Microsoft.Media.BuiltInStandardEncoderPreset","presetName":"AdaptiveStreaming"}}]}}""", "properties.description", CanPatch: true),
        new("transforms/worked/jobs", "2022-07-01", """{"properties":{"description":"TEXT","input":{"@odata.type":"#Microsoft.Media.JobInputAsset","assetName":"in"},"outputs":[{"@odata.type":"#Microsoft.Media.JobOutputAsset","assetName":"out"}]}}""", "properties.description", CanPatch: false, CanDelete: false),
        new("streamingEndpoints", "2022-08-01", """{"location":"West US","tags":{"a":"TEXT"},"properties":{"scaleUnits":0,"cdnEnabled":false}}""", "tags.a", CanPatch: true, Names: 1),
        new("privateEndpointConnections", "2021-11-01", """{"properties":{"privateLinkServiceConnectionState":{"status":"Approved","description":"TEXT"}}}""", "properties.privateLinkServiceConnectionState.description", CanPatch: false),
        new("providers/Microsoft.EventGrid/eventSubscriptions", "2022-06-15", """{"properties":{"labels":["TEXT"],"destination":{"endpointType":"WebHook","properties":{"endpointUrl":"HOOK"}}}}""", "properties.labels.0", CanPatch: true, Patch: """{"labels":["TEXT"]}"""),
        new(Accounts, "2021-11-01", """{"location":"West US","tags":{"a":"TEXT"},"properties":{"storageAccounts":[{"type":"Primary","id":"STORAGE"}]}}""", "tags.a", CanPatch: true),
    ];

    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentDictionary<string, WrittenResource> _written = new(StringComparer.Ordinal);
    private PostgresServer? _postgres;
    private WebhookServer _webhook = null!;
    private string _storage = "";
    private string[] _arguments = [];

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _postgres = provider == "Postgres" ? await PostgresServer.StartAsync() : null;
        _webhook = await WebhookServer.StartAsync();
        var settings = new JsonObject { ["Events"] = new JsonObject { ["AllowPlainHttp"] = true, ["AllowedNetworks"] = new JsonArray("127.0.0.0/8") } };
        if (_postgres is not null)
        {
            settings["Data"] = new JsonObject { ["Provider"] = provider, ["ConnectionString"] = _postgres.ConnectionString("writes") };
        }

        await File.WriteAllTextAsync(_folder.File("settings.json"), settings.ToJsonString());
        _arguments = ["--config", _folder.File("settings.json")];
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (_postgres is not null)
        {
            await _postgres.DisposeAsync();
        }

        await _webhook.DisposeAsync();
        _folder.Dispose();
    }

    [Test]
    public async Task What_was_acknowledged_outlives_a_kill_and_nothing_is_torn()
    {
        var data = Directory.CreateDirectory(_folder.File("data")).FullName;
        var server = await ServerProcess.StartAsync(data, null, _arguments);
        try
        {
            await ArrangeAsync(server);
            for (var round = 0; round < Rounds; round++)
            {
                await WriteUntilKilledAsync(server, round);
                await server.DisposeAsync();
                server = await ServerProcess.StartAsync(data, null, _arguments);
                await CheckAsync(server);
            }

            await WriteUntilAsync(server, Rounds, writes: 2);
            await CheckAsync(server);
        }
        finally
        {
            await server.DisposeAsync();
        }

        TestContext.Out.WriteLine($"{_written.Count} resources, {_written.Values.Sum(resource => resource.Acknowledged)} acknowledged writes, {_written.Values.Count(resource => resource.WasUncertain)} cut off");
        Assert.That(_written.Keys.Select(path => path[..path.LastIndexOf('/')]).Distinct(), Is.EquivalentTo(s_kinds.Select(kind => kind.Path)));
        Assert.That(_written.Values.Any(resource => resource.WasUncertain), "a kill cut a write off");
    }

    private async Task ArrangeAsync(ServerProcess server)
    {
        var folder = Directory.CreateDirectory(Path.Combine(server.DataPath, "blobs", "mediastorage", "published")).FullName;
        foreach (var path in Directory.EnumerateFiles(Path.GetDirectoryName(SharedFiles.Media("ams-asset-smooth/BigBuckBunny.ism"))!))
        {
            File.Copy(path, Path.Combine(folder, Path.GetFileName(path)));
        }

        await File.WriteAllTextAsync(Path.Combine(folder, "text.vtt"), "WEBVTT\n\n00:00.000 --> 00:02.000\nHello\n");
        using var client = server.ArmClient();
        _storage = (string)JsonNode.Parse((await SendAsync(client, HttpMethod.Get, $"{server.AccountPath}?api-version=2021-11-01", null)).Text)!["properties"]!["storageAccounts"]![0]!["id"]!;
        foreach (var (path, version, body) in new[]
        {
            ("assets/published", "2022-08-01", """{"properties":{"container":"published"}}"""),
            ("assets/in", "2022-08-01", """{"properties":{}}"""),
            ("assets/out", "2022-08-01", """{"properties":{}}"""),
            ("contentKeyPolicies/keys", "2022-08-01", s_kinds.Single(kind => kind.Path == "contentKeyPolicies").Body),
            ("transforms/worked", "2022-07-01", s_kinds.Single(kind => kind.Path == "transforms").Body),
        })
        {
            var reply = await SendAsync(client, HttpMethod.Put, $"{server.AccountPath}/{path}?api-version={version}", body);
            Assert.That((int)reply.Status, Is.LessThan(300), reply.Text);
        }
    }

    private async Task WriteUntilKilledAsync(ServerProcess server, int round)
    {
        var writing = WriteUntilAsync(server, round, writes: int.MaxValue);
        await Task.Delay(TimeSpan.FromMilliseconds(1500 + Random.Shared.Next(2000)));
        await server.KillAsync();
        await writing;
    }

    private Task WriteUntilAsync(ServerProcess server, int round, int writes) =>
        Task.WhenAll(s_kinds.Select(kind => Task.Run(async () =>
        {
            using var client = server.ArmClient();
            var count = 0;
            for (var number = 0; number < Math.Min(kind.Names, MostNames) && count < writes; number++)
            {
                foreach (var (verb, text) in new[] { (HttpMethod.Put, $"a{round}x{number}"), (HttpMethod.Patch, $"b{round}x{number}"), (HttpMethod.Delete, (string?)null) })
                {
                    var applies = verb == HttpMethod.Put || (verb == HttpMethod.Patch && kind.CanPatch) || (verb == HttpMethod.Delete && kind.CanDelete && number % 3 == 2);
                    if (applies && ++count <= writes && !await WriteAsync(server, client, kind, $"{kind.Path}/w{round}x{number}", verb, text))
                    {
                        return;
                    }
                }
            }
        })));

    private async Task<bool> WriteAsync(ServerProcess server, HttpClient client, WrittenKind kind, string path, HttpMethod verb, string? text)
    {
        var resource = _written.GetOrAdd(path, _ => new WrittenResource(kind));
        resource.Begin(text);
        try
        {
            var (status, answer) = await SendAsync(client, verb, UrlOf(server, path, kind), text is null ? null : BodyOf(verb == HttpMethod.Patch ? kind.Patch ?? kind.Body : kind.Body, text));
            Assert.That((int)status, Is.LessThan(300), $"{verb} {path}: {answer}");
            resource.End(isDone: status != HttpStatusCode.Accepted);
            return true;
        }
        catch (Exception cut) when (cut is HttpRequestException or IOException)
        {
            return false;
        }
    }

    private async Task CheckAsync(ServerProcess server)
    {
        using var client = server.ArmClient();
        foreach (var kind in s_kinds)
        {
            var (status, text) = await SendAsync(client, HttpMethod.Get, UrlOf(server, kind.Path, kind), null);
            Assert.That(status, Is.EqualTo(HttpStatusCode.OK), $"list of {kind.Path}: {text}");
        }

        foreach (var (path, resource) in _written)
        {
            var (status, text) = await SendAsync(client, HttpMethod.Get, UrlOf(server, path, resource.Kind), null);
            var found = status == HttpStatusCode.NotFound ? null : Find(JsonNode.Parse(text), resource.Kind.Told)?.GetValue<string>();
            Assert.That(status, Is.EqualTo(HttpStatusCode.OK).Or.EqualTo(HttpStatusCode.NotFound), $"{path}: {text}");
            Assert.That(status == HttpStatusCode.NotFound || found is not null, $"{path} is torn: {text}");
            Assert.That(resource.MayBe(found), $"{path} is '{found ?? "not there"}', not one of {resource}");
            if (found is not null && resource.Kind.Path is "assets" or "streamingLocators")
            {
                var action = resource.Kind.Path == "assets" ? "listStreamingLocators" : "listContentKeys";
                var more = await SendAsync(client, HttpMethod.Post, $"{server.AccountPath}/{path}/{action}?api-version={resource.Kind.Version}", "{}");
                Assert.That(more.Status, found is null ? Is.EqualTo(HttpStatusCode.NotFound) : Is.EqualTo(HttpStatusCode.OK), more.Text);
            }

            resource.Settle(found);
        }
    }

    // Accounts lie beside the one that all other kinds lie in.
    private static string UrlOf(ServerProcess server, string path, WrittenKind kind)
    {
        var above = kind.Path == Accounts ? server.AccountPath.Split("/mediaServices/")[0] : server.AccountPath;
        return $"{above}/{path}?api-version={kind.Version}";
    }

    private string BodyOf(string body, string text) => body
        .Replace("TEXT", text, StringComparison.Ordinal).Replace("HOOK", _webhook.Url, StringComparison.Ordinal).Replace("STORAGE", _storage, StringComparison.Ordinal);

    private static async Task<(HttpStatusCode Status, string Text)> SendAsync(HttpClient client, HttpMethod verb, string url, string? body)
    {
        using var request = new HttpRequestMessage(verb, url) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };
        using var reply = await client.SendAsync(request);
        return (reply.StatusCode, await reply.Content.ReadAsStringAsync());
    }

    private static JsonNode? Find(JsonNode? json, string path)
    {
        foreach (var part in path.Split('.'))
        {
            json = json is JsonArray items ? items[int.Parse(part, System.Globalization.CultureInfo.InvariantCulture)] : json?[part];
        }

        return json;
    }

    /// <summary>A kind of resource under the account.</summary>
    /// <param name="Told">Where the text of a body comes back.</param>
    /// <param name="Patch">The body of a PATCH where it differs.</param>
    /// <param name="Names">How many of it there may be at once.</param>
    private sealed record WrittenKind(string Path, string Version, string Body, string Told, bool CanPatch, bool CanDelete = true, string? Patch = null, int Names = int.MaxValue);

    /// <summary>One resource with the texts that it may have by what was acknowledged; null stands for its absence.</summary>
    private sealed class WrittenResource(WrittenKind kind)
    {
        private HashSet<string> _possible = [""];
        private string _coming = "";

        public WrittenKind Kind => kind;

        public int Acknowledged { get; private set; }

        public bool WasUncertain { get; private set; }

        public void Begin(string? text)
        {
            _coming = text ?? "";
            _possible.Add(_coming);
        }

        public void End(bool isDone)
        {
            Acknowledged++;
            if (isDone)
            {
                _possible = [_coming];
            }
        }

        public bool MayBe(string? text) => _possible.Contains(text ?? "");

        public void Settle(string? text)
        {
            WasUncertain |= _possible.Count > 1;
            _possible = [text ?? ""];
        }

        public override string ToString() => string.Join(", ", _possible.Select(text => text.Length == 0 ? "not there" : text));
    }
}

using System.Globalization;
using System.Text.Json.Nodes;
using MediaPlatform.ControlPlane.Tests.Support;

namespace MediaPlatform.ControlPlane.Tests.Contract;

/// <summary>Requests recorded from real clients, sent again; replies are compared member by member with those of the real service.</summary>
[TestFixture]
public sealed class ObservedExchangeTests
{
    // What cannot be equal: bodies whose secrets were removed from the recording, and rules that are stricter here on purpose.
    private static readonly Dictionary<string, string> s_skipped = new()
    {
        ["PUT contentKeyPolicies ContentKeyPolicyFairPlayConfiguration"] = "the recording's certificate was removed",
        ["PUT contentKeyPolicies ContentKeyPolicyWidevineConfiguration"] = "its OpenID document is no address, which is refused here",
        ["PATCH contentKeyPolicies ContentKeyPolicyClearKeyConfiguration"] = "its OpenID document is no address, which is refused here",
        ["POST getPolicyPropertiesWithSecrets "] = "its certificate has a key of 512 bits, which is refused here",
        ["GET streamingEndpoints "] = "a list of endpoints that another test made",
    };

    // Members whose values differ from run to run, from host to host, or with the progress of a job.
    private static readonly string[] s_free =
    [
        "systemData", "created", "lastModified", "startTime", "state", "hostName", "mediaServiceId", "assetId", "streamingLocatorId", "policyId",
        "policyOptionId", "value", "assetContainerSasUrls", "id", "endTime", "resourceState", "location", "name", "target", "container", "identity",
    ];

    private ControlPlaneApp _app = null!;
    private ArmClient _owner = null!;

    public static IEnumerable<TestCaseData> Exchanges => ContractOperation.SharedFilesJson("openapi/observed/exchanges.json")["exchanges"]!.AsArray()
        .Index()
        .Where(pair => !((string)pair.Item!["url"]!).Contains("live", StringComparison.OrdinalIgnoreCase) && !s_skipped.ContainsKey(KeyOf(pair.Item!)))
        .Select(pair => new TestCaseData(pair.Index).SetArgDisplayNames($"{pair.Index} {pair.Item!["verb"]} {((string)pair.Item["url"]!).Split('?')[0].Split("contosomedia")[^1]} {pair.Item["status"]}"));

    [OneTimeSetUp]
    public async Task Start()
    {
        _app = await ControlPlaneApp.StartWithAccountAsync();
        _owner = _app.Owner();
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        _owner.Dispose();
        await _app.DisposeAsync();
    }

    [TestCaseSource(nameof(Exchanges))]
    public async Task A_recorded_request_gets_the_recorded_answer(int index)
    {
        var exchange = ContractOperation.SharedFilesJson("openapi/observed/exchanges.json")["exchanges"]![index]!;
        var world = await ExampleWorld.CreateAsync(_app, _owner);
        var url = new Uri((string)exchange["url"]!);
        var isAccount = url.AbsolutePath.EndsWith("/contosomedia", StringComparison.Ordinal);
        var account = isAccount && (int)exchange["status"]! == 201 ? "new" + world.Account : world.Account;
        var path = Rewrite(url.AbsolutePath, account);
        var body = exchange["requestBody"]?.DeepClone();
        var status = (int)exchange["status"]!;
        if (path.StartsWith(world.Path, StringComparison.Ordinal))
        {
            await ArrangeAsync(path[world.Path.Length..].Trim('/'), (string)exchange["verb"]!, body, status, world, isAccount);
        }

        if ((string)exchange["body"]?["reason"]! == "AlreadyExists")
        {
            body!["name"] = world.Account;
        }

        if (exchange["body"]?["streamingPaths"]?.AsArray().Count > 0)
        {
            await PublishEncryptedAsync(world, path.Split('/')[^2]);
        }


        var version = url.Query.Split("api-version=")[1].Split('&')[0];
        var reply = await _owner.SendAsync(new HttpMethod((string)exchange["verb"]!), path + url.Query, body is null ? null : Rewrite(body.ToJsonString(), account), version);

        Assert.That((int)reply.Status, Is.EqualTo(status), reply.ToString());
        CheckHeaders(exchange["headers"]!.AsObject(), reply);
        if (exchange["body"] is not { } expected)
        {
            Assert.That(reply.Text, Is.Empty);
            return;
        }

        var faults = new List<string>();
        Compare(expected, reply.Json, "$", faults);
        Assert.That(faults, Is.Empty, reply.Text);
    }

    private static void CheckHeaders(JsonObject expected, ArmReply reply)
    {
        foreach (var (name, value) in expected)
        {
            Assert.That(reply.Headers.ContainsKey(name), $"{name} is missing");
            if (name is "content-type" or "odata-version")
            {
                Assert.That(reply.Headers[name], Is.EqualTo((string)value!));
            }
        }
    }

    private static void Compare(JsonNode? expected, JsonNode? actual, string path, List<string> faults)
    {
        var member = path[(path.LastIndexOf('.') + 1)..];
        if (s_free.Contains(member) && !path.Contains("error", StringComparison.Ordinal))
        {
            return;
        }

        switch (expected)
        {
            case JsonObject members when actual is JsonObject other:
                faults.AddRange(members.Where(pair => !other.ContainsKey(pair.Key) && !s_free.Contains(pair.Key)).Select(pair => $"{path}.{pair.Key} is missing"));
                faults.AddRange(other.Where(pair => !members.ContainsKey(pair.Key) && !s_free.Contains(pair.Key)).Select(pair => $"{path}.{pair.Key} is more"));
                foreach (var (name, value) in members.Where(pair => other.ContainsKey(pair.Key)))
                {
                    Compare(value, other[name], $"{path}.{name}", faults);
                }

                break;
            case JsonArray items when actual is JsonArray others && items.Count == others.Count:
                foreach (var (left, right) in items.Zip(others))
                {
                    Compare(left, right, path + "[]", faults);
                }

                break;
            default:
                var same = JsonNode.DeepEquals(expected, actual)
                    || (expected is not null && actual is not null && Rewrite(expected.ToJsonString(), "x") == Rewrite(Rewrite(actual.ToJsonString(), "x"), "x"));
                if (!same && !IsNamed(expected, actual))
                {
                    faults.Add($"{path} is {actual?.ToJsonString() ?? "null"}, not {expected?.ToJsonString() ?? "null"}");
                }

                break;
        }
    }

    // Messages that name the resource differ in the account's name alone.
    private static bool IsNamed(JsonNode? expected, JsonNode? actual) =>
        expected is JsonValue left && actual is JsonValue right && left.TryGetValue<string>(out var text) && right.TryGetValue<string>(out var other)
        && System.Text.RegularExpressions.Regex.Replace(text, "contosomedia|mediarg", "#") == System.Text.RegularExpressions.Regex.Replace(other, "example[0-9]+|contosorg", "#");

    private static string Rewrite(string text, string account) => text
        .Replace("/mediarg/", $"/{ControlPlaneApp.ResourceGroup}/", StringComparison.Ordinal)
        .Replace("mediaservices/contosomedia", "mediaServices/" + account, StringComparison.OrdinalIgnoreCase)
        .Replace("mediaservices/contosomedia", "mediaServices/" + account, StringComparison.OrdinalIgnoreCase);

    private static string KeyOf(JsonNode exchange)
    {
        var segments = new Uri((string)exchange["url"]!).AbsolutePath.Split('/');
        var kind = exchange["verb"]!.ToString() == "GET" && segments[^1] == "streamingEndpoints" ? "streamingEndpoints"
            : exchange["verb"]!.ToString() == "POST" ? segments[^1] : segments[^2];
        var type = (string?)exchange["requestBody"]?["properties"]?["options"]?[0]?["configuration"]?["@odata.type"];
        return $"{exchange["verb"]} {kind} {type?.Split('.')[^1]}";
    }

    private async Task ArrangeAsync(string path, string verb, JsonNode? body, int status, ExampleWorld world, bool isAccount)
    {
        var segments = path.Split('/');
        if (isAccount || status == 404 || segments.Length < 2)
        {
            return;
        }

        if (body?["expiryTime"] is not null)
        {
            body["expiryTime"] = TimeProvider.System.GetUtcNow().AddHours(2).ToString("O", CultureInfo.InvariantCulture);
        }

        if (body?["properties"]?["container"] is not null)
        {
            body["properties"]!["container"] = "cont-" + world.Account; // one container is one asset's
        }

        foreach (var asset in AssetNames(body).Append("asset000004"))
        {
            await world.AssetAsync(asset);
        }

        switch (segments[0])
        {
            case "assets" when segments.Length > 2 || verb == "DELETE":
                await world.AssetAsync(segments[1]);
                break;
            case "assets" when status == 200:
                var first = body!.DeepClone();
                first["properties"]!["description"] = "before";
                await world.PutAsync(path, first, "2021-11-01");
                break;
            case "transforms" when segments.Length > 2:
                await world.TransformAsync(segments[1], 1);
                await ArrangeJobAsync(segments, verb, body, status, world);
                break;
            case "streamingLocators":
                await ArrangeLocatorAsync(segments, verb, body, world);
                break;
            case "streamingEndpoints" when verb != "PUT" && segments.Length > 1:
                await ArrangeEndpointAsync(segments[1], body, world);
                break;
        }

        if (path.EndsWith("listStreamingLocators", StringComparison.Ordinal))
        {
            await world.PutAsync("streamingLocators/str000005", JsonNode.Parse("""{"properties":{"assetName":"asset000004","streamingPolicyName":"Predefined_ClearStreamingOnly"}}""")!, "2021-11-01");
        }
    }

    private static async Task ArrangeJobAsync(string[] segments, string verb, JsonNode? body, int status, ExampleWorld world)
    {
        if (verb == "PUT")
        {
            return;
        }

        await world.AssetAsync("asset000005");
        await world.PutAsync(
            $"transforms/{segments[1]}/jobs/{segments[3]}",
            JsonNode.Parse("""{"properties":{"input":{"@odata.type":"#Microsoft.Media.JobInputAsset","label":"someLabel","assetName":"asset000004"},"outputs":[{"@odata.type":"#Microsoft.Media.JobOutputAsset","label":"outputLabel","assetName":"asset000005"}],"priority":"High","correlationData":{"foo":"bar","baz":"fuzz"}}}""")!,
            "2021-11-01");
        if (verb == "DELETE")
        {
            await world.SetJobAsync(segments[1], segments[3], status == 400 ? Data.Jobs.JobState.Canceling : Data.Jobs.JobState.Canceled);
        }
        else if (verb == "GET" || verb == "PATCH")
        {
            _ = body;
            await world.SetJobAsync(segments[1], segments[3], Data.Jobs.JobState.Processing);
        }
    }

    private static async Task ArrangeLocatorAsync(string[] segments, string verb, JsonNode? body, ExampleWorld world)
    {
        await world.KeyPolicyAsync("pn000006");
        if ((string?)body?["properties"]?["streamingPolicyName"] == "spn000005")
        {
            await world.PutAsync("streamingPolicies/spn000005", JsonNode.Parse("""{"properties":{"noEncryption":{"enabledProtocols":{"download":true,"dash":false,"hls":false,"smoothStreaming":false} } } }""")!, "2021-11-01");
        }

        if (verb == "POST")
        {
            var policy = segments[^1] == "listContentKeys" ? "Predefined_ClearKey" : "Predefined_DownloadOnly";
            await world.PutAsync(
                $"streamingLocators/{segments[1]}",
                JsonNode.Parse($$"""{"properties":{"assetName":"asset000004","streamingPolicyName":"{{policy}}","defaultContentKeyPolicyName":"pn000006"} }""")!,
                "2021-11-01");
        }
    }

    // With the very policy that another recording made.
    private async Task PublishEncryptedAsync(ExampleWorld world, string locator)
    {
        var policy = ContractOperation.SharedFilesJson("openapi/observed/exchanges.json")["exchanges"]!.AsArray()
            .First(one => one!["requestBody"]?["properties"]?["commonEncryptionCenc"] is not null)!["requestBody"]!;
        await _owner.DeleteAsync($"{world.Path}/streamingLocators/{locator}");
        await world.PutAsync("streamingPolicies/encrypted", policy.DeepClone(), "2021-11-01");
        await world.PutAsync(
            $"streamingLocators/{locator}",
            JsonNode.Parse("""{"properties":{"assetName":"asset000004","streamingPolicyName":"encrypted","defaultContentKeyPolicyName":"pn000006"}}""")!,
            "2021-11-01");
    }

    private async Task ArrangeEndpointAsync(string name, JsonNode? body, ExampleWorld world)
    {
        var units = body?["properties"]?["scaleUnits"]?.GetValue<int>() ?? 1;
        var location = (string?)body?["location"] ?? "West US";
        await world.PutAsync("streamingEndpoints/" + name, JsonNode.Parse($$"""{"location":"{{location}}","properties":{"scaleUnits":{{units}},"cdnEnabled":false} }""")!, "2021-11-01");
        for (var attempt = 0; attempt < 200; attempt++)
        {
            var reply = await _owner.GetAsync($"{world.Path}/streamingEndpoints/{name}", "2021-11-01");
            if ((string)reply.Json["properties"]!["resourceState"]! == "Stopped")
            {
                return;
            }

            await Task.Delay(10);
        }
    }

    private static IEnumerable<string> AssetNames(JsonNode? node) => node switch
    {
        JsonObject json => json.SelectMany(pair => pair.Key == "assetName" ? [(string)pair.Value!] : AssetNames(pair.Value)),
        JsonArray items => items.SelectMany(AssetNames),
        _ => [],
    };
}

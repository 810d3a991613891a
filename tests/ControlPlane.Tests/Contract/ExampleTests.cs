using System.Globalization;
using System.Text.Json.Nodes;
using MediaPlatform.ControlPlane.Tests.Support;
using MediaPlatform.Data.Catalog;
using MediaPlatform.Data.Jobs;
using MediaPlatform.Data.Operations;
using Microsoft.Extensions.DependencyInjection;

namespace MediaPlatform.ControlPlane.Tests.Contract;

/// <summary>Every example request of the contract is accepted, and its reply has the shape of the example's.</summary>
[TestFixture]
public sealed class ExampleTests
{
    // Listed as self-contradictory in the documents' own readme.
    private static readonly string[] s_skipped =
    [
        "examples/accounts/operations-list-all.json",
        "examples/streaming/streamingendpoint-create.json",
    ];

    // Assets encrypted by the v2 API are gone with it, so their keys can never be asked for.
    private static readonly string[] s_refused = ["examples/metadata/assets-get-encryption-keys.json"];

    // Where recorded traffic or the service's end decides otherwise: an available name has no reason, and edge devices have nothing left to report.
    private static readonly string[] s_otherwise = ["$.reason is missing", "$.message is missing", "$.usageDataCollectionPolicy is missing"];

    private ControlPlaneApp _app = null!;
    private ArmClient _owner = null!;

    public static IEnumerable<TestCaseData> Examples =>
        from operation in ContractOperation.All
        where !operation.Path.Contains("live", StringComparison.OrdinalIgnoreCase)
        from example in operation.Examples
        where !s_skipped.Contains(example)
        select new TestCaseData(operation.Id, example).SetArgDisplayNames(operation.Id, Path.GetFileNameWithoutExtension(example));

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

    [TestCaseSource(nameof(Examples))]
    public async Task An_example_is_accepted_and_answered_in_its_shape(string operationId, string example)
    {
        var operation = ContractOperation.All.First(one => one.Id == operationId);
        var json = ContractOperation.SharedFilesJson("openapi/" + example);
        var world = await ExampleWorld.CreateAsync(_app, _owner);
        var parameters = (JsonObject)json["parameters"]!.DeepClone();
        parameters["subscriptionId"] = ControlPlaneApp.Subscription;
        parameters["resourceGroupName"] = ControlPlaneApp.ResourceGroup;
        parameters["accountName"] = IsNewAccount(operation) ? "new" + world.Account : world.Account;
        await ArrangeAsync(operation, parameters, world);
        await PutStateAsync(json["responses"]!["200"]?["body"], parameters);

        var reply = await SendAsync(operation, parameters);

        if (s_refused.Contains(example))
        {
            Assert.That((int)reply.Status, Is.EqualTo(400));
            return;
        }

        var responses = json["responses"]!.AsObject();
        var status = ((int)reply.Status).ToString(CultureInfo.InvariantCulture);
        Assert.That(responses.Select(pair => pair.Key), Has.Member(status), reply.ToString());
        var isEcho = operation.Verb == "PUT" && !IsNewAccount(operation);
        var faults = ShapeCheck.Of(responses[status]?["body"], reply.Text.Length == 0 ? null : reply.Json, isEcho);
        Assert.That(faults.Except(s_otherwise), Is.Empty, reply.Text);
    }

    private static bool IsNewAccount(ContractOperation operation) => operation.Id is "Mediaservices_CreateOrUpdate";

    private async Task<ArmReply> SendAsync(ContractOperation operation, JsonObject parameters)
    {
        var path = operation.Path;
        var query = new List<string>();
        foreach (var (name, value) in parameters.Where(pair => pair.Key != "parameters"))
        {
            var text = Uri.EscapeDataString(value!.ToString());
            if (path.Contains($"{{{name}}}", StringComparison.Ordinal))
            {
                path = path.Replace($"{{{name}}}", text, StringComparison.Ordinal);
            }
            else if (name is "api-version" or "$filter" or "$orderby" or "$top" or "autoStart")
            {
                query.Add($"{name}={text}");
            }
        }

        return await _owner.SendAsync(
            new HttpMethod(operation.Verb), path + "?" + string.Join('&', query), parameters["parameters"]?.ToJsonString(), (string)parameters["api-version"]!);
    }

    private async Task ArrangeAsync(ContractOperation operation, JsonObject parameters, ExampleWorld world)
    {
        var group = operation.Id.Split('_')[0];
        var action = operation.Id.Split('_')[1];
        var makesIt = action is "CreateOrUpdate" or "Create";
        string Name(string key) => parameters[key]?.ToString() ?? "seed";
        foreach (var asset in AssetNames(parameters["parameters"]).Distinct())
        {
            await world.AssetAsync(asset);
        }

        switch (group)
        {
            case "Mediaservices" or "Locations" or "PrivateLinkResources" or "PrivateEndpointConnections" or "MediaServicesOperationStatuses" or "MediaServicesOperationResults":
                await ArrangeAccountAsync(group, parameters, world);
                break;
            case "Assets" when makesIt:
                await world.AttachStorageAsync("storage0");
                break;
            case "Assets":
                await world.PutAsync("assets/" + ExampleWorld.Escape(Name("assetName")), JsonNode.Parse("""{"properties":{"description":"d","alternateId":"a"}}""")!, "2023-01-01");
                RefreshExpiry(parameters);
                break;
            case "AssetFilters" or "AccountFilters":
                await ArrangeFilterAsync(group, makesIt, parameters, world);
                break;
            case "Tracks" or "OperationStatuses" or "OperationResults":
                await world.AssetAsync(Name("assetName"));
                await world.TracksAsync(Name("assetName"));
                if (group != "Tracks")
                {
                    var reply = await _owner.PostAsync($"{world.Path}/assets/{Name("assetName")}/tracks/text1/updateTrackData");
                    parameters["operationId"] = new Uri(reply.Headers["Location"]).Segments[^1];
                }

                break;
            case "ContentKeyPolicies" when !makesIt:
                await world.KeyPolicyAsync(Name("contentKeyPolicyName"));
                break;
            case "StreamingPolicies":
                await world.KeyPolicyAsync("PolicyWithMultipleOptions");
                if (!makesIt)
                {
                    await world.StreamingPolicyAsync(Name("streamingPolicyName"), Name("streamingPolicyName").Contains("clear", StringComparison.OrdinalIgnoreCase) ? "clear" : "secure-streaming");
                }

                break;
            case "StreamingLocators" when makesIt:
                var policy = (string)parameters["parameters"]!["properties"]!["streamingPolicyName"]!;
                await world.StreamingPolicyAsync(policy, policy.Contains("clear", StringComparison.OrdinalIgnoreCase) ? "clear" : "secure-streaming");
                break;
            case "StreamingLocators":
                await world.LocatorAsync(Name("streamingLocatorName"), Name("streamingLocatorName").Contains("secure", StringComparison.OrdinalIgnoreCase) ? "secure-streaming" : "clear");
                break;
            case "Transforms" when !makesIt:
                await world.TransformAsync(Name("transformName"), 1);
                break;
            case "Jobs":
                await world.TransformAsync(Name("transformName"), parameters["parameters"]?["properties"]?["outputs"]?.AsArray().Count ?? 1);
                if (!makesIt && action != "Update")
                {
                    await world.JobAsync(Name("transformName"), Name("jobName"), action == "Delete" ? JobState.Finished : null);
                }
                else if (action == "Update")
                {
                    await ArrangeJobUpdateAsync(parameters, world);
                }

                break;
            case "StreamingEndpoints" when !makesIt:
                await ArrangeEndpointAsync(action, parameters, world);
                break;
        }
    }

    // An operation in the state that the example tells of goes into the catalog, so that nothing depends on how fast operations end.
    private async Task PutStateAsync(JsonNode? told, JsonObject parameters)
    {
        if (parameters["operationId"] is not { } existing || (string?)told?["status"] is not ("InProgress" or "Failed"))
        {
            return;
        }

        var store = _app.Services.GetRequiredService<AsyncOperationStore>();
        var operation = (await store.FindByIdAsync(Guid.Parse(existing.ToString()), CancellationToken.None))!;
        operation.Id = Guid.NewGuid();
        operation.Status = Enum.Parse<AsyncOperationStatus>((string)told["status"]!);
        operation.EndTime = told["endTime"] is null ? null : operation.EndTime;
        operation.ErrorJson = told["error"]?.ToJsonString();
        Assert.That(await store.CreateAsync(operation, CancellationToken.None), Is.EqualTo(SaveOutcome.Created));
        parameters["operationId"] = operation.Id.ToString("D");
    }

    // The example patches a whole job, so the job must have been made of just that input.
    private static async Task ArrangeJobUpdateAsync(JsonObject parameters, ExampleWorld world)
    {
        var body = parameters["parameters"]!.DeepClone();
        await world.PutAsync($"transforms/{parameters["transformName"]}/jobs/{parameters["jobName"]}", body, "2022-07-01");
    }

    private async Task ArrangeAccountAsync(string group, JsonObject parameters, ExampleWorld world)
    {
        if (parameters["parameters"]?["id"] is not null)
        {
            parameters["parameters"]!["id"] = $"/subscriptions/{ControlPlaneApp.Subscription}/resourceGroups/{ControlPlaneApp.ResourceGroup}/providers/Microsoft.Storage/storageAccounts/contosostorage";
        }

        if (parameters["name"] is { } name && group.StartsWith("Private", StringComparison.Ordinal))
        {
            if (group == "PrivateEndpointConnections")
            {
                await world.PutAsync($"privateEndpointConnections/{name}", JsonNode.Parse("""{"properties":{"privateLinkServiceConnectionState":{"status":"Approved","description":"d"},"privateEndpoint":{"id":"/subscriptions/x"}}}""")!, "2023-01-01");
            }
        }

        if (parameters["operationId"] is not null)
        {
            var reply = await _owner.PatchAsync(world.Path, """{"tags":{"a":"b"}}""");
            parameters["operationId"] = new Uri(reply.Headers["Location"]).Segments[^1];
        }
    }

    private static async Task ArrangeFilterAsync(string group, bool makesIt, JsonObject parameters, ExampleWorld world)
    {
        var parent = "";
        if (group == "AssetFilters")
        {
            await world.AssetAsync(parameters["assetName"]!.ToString());
            parent = $"assets/{parameters["assetName"]}/assetFilters/";
        }

        if (!makesIt)
        {
            var create = ExampleWorld.Body("examples/metadata/assetFilters-create.json");
            await world.PutAsync((group == "AssetFilters" ? parent : "accountFilters/") + (parameters["filterName"]?.ToString() ?? "seed"), create, "2023-01-01");
        }
    }

    private async Task ArrangeEndpointAsync(string action, JsonObject parameters, ExampleWorld world)
    {
        var name = parameters["streamingEndpointName"]?.ToString() ?? "seed";
        var body = ExampleWorld.Body("examples/streaming/streamingendpoint-create.json");
        body["location"] = "West US";
        body["properties"]!["scaleUnits"] = parameters["parameters"]?["properties"]?["scaleUnits"]?.DeepClone() ?? 1;
        await world.PutAsync("streamingEndpoints/" + name, body, "2022-11-01");
        await WaitAsync(world, name, "Stopped");
        if (action == "Stop")
        {
            await _owner.PostAsync($"{world.Path}/streamingEndpoints/{name}/start", null, "2022-11-01");
            await WaitAsync(world, name, "Running");
        }

        if (parameters["operationId"] is not null)
        {
            var reply = await _owner.PostAsync($"{world.Path}/streamingEndpoints/{name}/start", null, "2022-11-01");
            parameters["operationId"] = new Uri(reply.Headers["Location"]).Segments[^1];
            await WaitAsync(world, name, "Running");
        }
    }

    private async Task WaitAsync(ExampleWorld world, string endpoint, string state)
    {
        for (var attempt = 0; attempt < 200; attempt++)
        {
            var reply = await _owner.GetAsync($"{world.Path}/streamingEndpoints/{endpoint}", "2022-11-01");
            if ((string)reply.Json["properties"]!["resourceState"]! == state)
            {
                return;
            }

            await Task.Delay(10);
        }

        Assert.Fail($"{endpoint} does not become {state}");
    }

    // Examples carry dates of their time; a SAS must end in the next day.
    private static void RefreshExpiry(JsonObject parameters)
    {
        if (parameters["parameters"]?["expiryTime"] is not null)
        {
            parameters["parameters"]!["expiryTime"] = TimeProvider.System.GetUtcNow().AddHours(2).ToString("O", CultureInfo.InvariantCulture);
        }
    }

    private static IEnumerable<string> AssetNames(JsonNode? node) => node switch
    {
        JsonObject json => json.SelectMany(pair => pair.Key == "assetName" ? [(string)pair.Value!] : AssetNames(pair.Value)),
        JsonArray items => items.SelectMany(AssetNames),
        _ => [],
    };
}

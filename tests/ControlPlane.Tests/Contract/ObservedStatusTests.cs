using System.Text.Json.Nodes;
using MediaPlatform.ControlPlane.Tests.Support;
using MediaPlatform.ControlPlane.Tests.Traps;
using MediaPlatform.Data.Accounts;
using MediaPlatform.Data.Catalog;
using MediaPlatform.Data.Jobs;
using MediaPlatform.Data.StreamingEndpoints;
using Microsoft.Extensions.DependencyInjection;

namespace MediaPlatform.ControlPlane.Tests.Contract;

/// <summary>
/// Every status that was recorded from the real service, row by row: the same verb, path and api-version, in a situation that gave that status,
/// is answered with it, and with the headers of a long-running operation where the row has them.
/// </summary>
[TestFixture]
public sealed class ObservedStatusTests : TrapFixture
{
    private const string Storage =
        $"/subscriptions/{ControlPlaneApp.Subscription}/resourceGroups/{ControlPlaneApp.ResourceGroup}/providers/Microsoft.Storage/storageAccounts/contosostorage";

    private const string NewAccount = $$$"""{"location":"westus","properties":{"storageAccounts":[{"id":"{{{Storage}}}","type":"Primary"}]}}""";
    private const string Filter = """{"properties":{"firstQuality":{"bitrate":128000}}}""";
    private const string Keys = """{"properties":{"options":[{"configuration":{"@odata.type":"#Microsoft.Media.ContentKeyPolicyClearKeyConfiguration"},"restriction":{"@odata.type":"#Microsoft.Media.ContentKeyPolicyOpenRestriction"}}]}}""";
    private const string Policy = """{"properties":{"noEncryption":{"enabledProtocols":{"download":true,"dash":true,"hls":true,"smoothStreaming":true}}}}""";
    private const string HalfPolicy = """{"properties":{"commonEncryptionCbcs":{"enabledProtocols":{"download":false,"dash":false,"hls":true,"smoothStreaming":false},"drm":{"fairPlay":{}}}}}""";
    private const string Locator = """{"properties":{"assetName":"a","streamingPolicyName":"Predefined_ClearKey","defaultContentKeyPolicyName":"k"}}""";
    private const string Endpoint = """{"location":"West US","properties":{"scaleUnits":1,"cdnEnabled":false}}""";
    private const string NoCodecs = """{"properties":{"outputs":[{"preset":{"@odata.type":"#Microsoft.Media.StandardEncoderPreset","codecs":[],"formats":[]}}]}}""";

    private const string OtherGroup =
        $"/subscriptions/{ControlPlaneApp.Subscription}/resourceGroups/othergroup/providers/Microsoft.Media/mediaServices/";

    // What leads to each status; the key is a row without its api-version.
    private static readonly Dictionary<string, Func<ObservedStatusTests, string, Task<ArmReply>>> s_situations = new()
    {
        ["POST locations/*/checkNameAvailability 200"] = (test, version) => test.Owner.PostAsync(
            $"/subscriptions/{ControlPlaneApp.Subscription}/providers/Microsoft.Media/locations/westus/checkNameAvailability", """{"name":"free","type":"MediaServices"}""", version),
        ["DELETE mediaServices/* 200"] = (test, version) => test.Owner.DeleteAsync(test.World.Path, version),
        ["PATCH mediaServices/* 200"] = (test, version) => test.Owner.PatchAsync(test.World.Path, """{"tags":{"a":"b"}}""", version),
        ["PUT mediaServices/* 200"] = (test, version) => test.Owner.PutAsync(test.World.Path, NewAccount, version),
        ["PUT mediaServices/* 201"] = (test, version) => test.Owner.PutAsync(test.World.Path + "new", NewAccount, version),
        ["PUT mediaServices/* 409"] = (test, version) => test.Owner.PutAsync(OtherGroup + test.World.Account, NewAccount, version),
        ["POST mediaServices/*/syncStorageKeys 200"] = (test, version) => test.Post("syncStorageKeys", $$"""{"id":"{{Storage}}"}""", version),

        ["GET accountFilters/* 404"] = (test, version) => test.Get("accountFilters/f", version),
        ["PUT accountFilters/* 201"] = (test, version) => test.Put("accountFilters/f", Filter, version),
        ["PUT accountFilters/* 200"] = (test, version) => test.SecondAsync("accountFilters/f", Filter, version),
        ["DELETE accountFilters/* 200"] = (test, version) => test.DeletedAsync("accountFilters/f", Filter, version),

        ["GET assets/* 404"] = (test, version) => test.Get("assets/a", version),
        ["PUT assets/* 201"] = (test, version) => test.Put("assets/a", "{}", version),
        ["PUT assets/* 200"] = (test, version) => test.SecondAsync("assets/a", "{}", version),
        ["DELETE assets/* 200"] = (test, version) => test.DeletedAsync("assets/a", "{}", version),
        ["GET assets/*/assetFilters/* 404"] = (test, version) => test.WithAssetAsync(() => test.Get("assets/a/assetFilters/f", version)),
        ["PUT assets/*/assetFilters/* 201"] = (test, version) => test.WithAssetAsync(() => test.Put("assets/a/assetFilters/f", Filter, version)),
        ["PUT assets/*/assetFilters/* 200"] = (test, version) => test.WithAssetAsync(() => test.SecondAsync("assets/a/assetFilters/f", Filter, version)),
        ["DELETE assets/*/assetFilters/* 200"] = (test, version) => test.WithAssetAsync(() => test.DeletedAsync("assets/a/assetFilters/f", Filter, version)),
        ["POST assets/*/getEncryptionKey 400"] = (test, version) => test.WithAssetAsync(() => test.Post("assets/a/getEncryptionKey", null, version)),
        ["POST assets/*/listContainerSas 200"] = (test, version) => test.WithAssetAsync(() => test.Post(
            "assets/a/listContainerSas", $$"""{"permissions":"Read","expiryTime":"{{TimeProvider.System.GetUtcNow().AddHours(1):O}}"}""", version)),
        ["POST assets/*/listStreamingLocators 200"] = (test, version) => test.WithAssetAsync(() => test.Post("assets/a/listStreamingLocators", null, version)),
        ["PUT assets/*/tracks/* 400"] = (test, version) => test.WithAssetAsync(() => test.Put(
            "assets/a/tracks/t", """{"properties":{"track":{"@odata.type":"#Microsoft.Media.TextTrack","fileName":"missing.ttml"}}}""", version)),

        ["PUT contentKeyPolicies/* 200"] = (test, version) => test.Put("contentKeyPolicies/k", Keys, version),
        ["PUT contentKeyPolicies/* 400"] = (test, version) => test.Put("contentKeyPolicies/k", RefusedPolicy(), version),
        ["PATCH contentKeyPolicies/* 200"] = async (test, version) => await test.ExistsAsync("contentKeyPolicies/k", Keys, version, () => test.Patch("contentKeyPolicies/k", """{"properties":{"description":"d"}}""", version)),
        ["DELETE contentKeyPolicies/* 200"] = (test, version) => test.DeletedAsync("contentKeyPolicies/k", Keys, version),
        ["POST contentKeyPolicies/*/getPolicyPropertiesWithSecrets 200"] = (test, version) => test.ExistsAsync("contentKeyPolicies/k", Keys, version, () => test.Post("contentKeyPolicies/k/getPolicyPropertiesWithSecrets", null, version)),

        ["PUT streamingPolicies/* 201"] = (test, version) => test.Put("streamingPolicies/p", Policy, version),
        ["PUT streamingPolicies/* 400"] = (test, version) => test.Put("streamingPolicies/p", HalfPolicy, version),
        ["DELETE streamingPolicies/* 200"] = (test, version) => test.DeletedAsync("streamingPolicies/p", Policy, version),

        ["GET streamingLocators/* 404"] = (test, version) => test.Get("streamingLocators/l", version),
        ["PUT streamingLocators/* 201"] = (test, version) => test.WithKeysAsync(() => test.Put("streamingLocators/l", Locator, version)),
        ["DELETE streamingLocators/* 200"] = (test, version) => test.WithKeysAsync(() => test.DeletedAsync("streamingLocators/l", Locator, version)),
        ["POST streamingLocators/*/listContentKeys 200"] = (test, version) => test.WithKeysAsync(() => test.ExistsAsync("streamingLocators/l", Locator, version, () => test.Post("streamingLocators/l/listContentKeys", null, version))),
        ["POST streamingLocators/*/listPaths 200"] = (test, version) => test.WithKeysAsync(() => test.ExistsAsync("streamingLocators/l", Locator, version, () => test.Post("streamingLocators/l/listPaths", null, version))),

        ["GET transforms/* 404"] = (test, version) => test.Get("transforms/t", version),
        ["PUT transforms/* 201"] = (test, version) => test.Put("transforms/t", Transform, version),
        ["PUT transforms/* 200"] = (test, version) => test.SecondAsync("transforms/t", Transform, version),
        ["PUT transforms/* 400"] = (test, version) => test.Put("transforms/t", NoCodecs, version),
        ["DELETE transforms/* 200"] = (test, version) => test.DeletedAsync("transforms/t", Transform, version),
        ["GET transforms/*/jobs/* 404"] = (test, version) => test.ExistsAsync("transforms/t", Transform, version, () => test.Get("transforms/t/jobs/j", version)),
        ["PUT transforms/*/jobs/* 201"] = (test, version) => test.WithTransformAsync(version, () => test.Put("transforms/t/jobs/j", Job, version)),
        ["PATCH transforms/*/jobs/* 200"] = (test, version) => test.WithJobAsync(version, null, () => test.Patch("transforms/t/jobs/j", """{"properties":{"priority":"High"}}""", version)),
        ["DELETE transforms/*/jobs/* 200"] = (test, version) => test.WithJobAsync(version, JobState.Canceled, () => test.Delete("transforms/t/jobs/j", version)),
        ["DELETE transforms/*/jobs/* 400"] = (test, version) => test.WithJobAsync(version, JobState.Canceling, () => test.Delete("transforms/t/jobs/j", version)),
        ["POST transforms/*/jobs/*/cancelJob 200"] = (test, version) => test.WithJobAsync(version, null, () => test.Post("transforms/t/jobs/j/cancelJob", null, version)),

        ["GET streamingEndpoints/* 404"] = (test, version) => test.Get("streamingEndpoints/e", version),
        ["PUT streamingEndpoints/* 201"] = (test, version) => test.Put("streamingEndpoints/e", Endpoint, version),
        ["PUT streamingEndpoints/* 202"] = (test, version) => test.Put("streamingEndpoints/e", Endpoint, version),
        ["PATCH streamingEndpoints/* 200"] = (test, version) => test.WithEndpointAsync(version, StreamingEndpointState.Stopped, () => test.Patch("streamingEndpoints/e", """{"tags":{"a":"b"}}""", version)),
        ["PATCH streamingEndpoints/* 202"] = (test, version) => test.WithEndpointAsync(version, StreamingEndpointState.Stopped, () => test.Patch("streamingEndpoints/e", """{"properties":{"cdnEnabled":true}}""", version)),
        ["DELETE streamingEndpoints/* 202"] = (test, version) => test.WithEndpointAsync(version, StreamingEndpointState.Stopped, () => test.Delete("streamingEndpoints/e", version)),
        ["POST streamingEndpoints/*/scale 200"] = (test, version) => test.WithEndpointAsync(version, StreamingEndpointState.Stopped, () => test.Post("streamingEndpoints/e/scale", """{"scaleUnit":2}""", version)),
        ["POST streamingEndpoints/*/start 202"] = (test, version) => test.WithEndpointAsync(version, StreamingEndpointState.Stopped, () => test.Post("streamingEndpoints/e/start", null, version)),
        ["POST streamingEndpoints/*/stop 202"] = (test, version) => test.WithEndpointAsync(version, StreamingEndpointState.Running, () => test.Post("streamingEndpoints/e/stop", null, version)),
        ["POST streamingEndpoints/*/stop 409"] = (test, version) => test.WithEndpointAsync(version, StreamingEndpointState.Starting, () => test.Post("streamingEndpoints/e/stop", null, version)),
    };

    public static IEnumerable<TestCaseData> Rows =>
        from row in ContractOperation.SharedFilesJson("openapi/observed/status-codes.json")["rows"]!.AsArray()
        where !((string)row!["path"]!).Contains("live", StringComparison.OrdinalIgnoreCase) // their own issue
        select new TestCaseData(KeyOf(row!), (string)row!["apiVersion"]!, (int)row["status"]!, (bool)row["longRunningHeaders"]!)
            .SetArgDisplayNames(KeyOf(row), (string)row["apiVersion"]!);

    [TestCaseSource(nameof(Rows))]
    public async Task A_recorded_status_is_given_again(string row, string version, int status, bool isLongRunning)
    {
        Assert.That(s_situations.Keys, Has.Member(row), "every row has a situation that leads to it");

        var reply = await s_situations[row](this, version);

        Assert.Multiple(() =>
        {
            Assert.That((int)reply.Status, Is.EqualTo(status), reply.ToString());
            Assert.That(reply.Headers.ContainsKey("Azure-AsyncOperation"), Is.EqualTo(isLongRunning));
            Assert.That(reply.Headers.ContainsKey("Location"), Is.EqualTo(isLongRunning));
            Assert.That(status < 400 || reply.ErrorCode is { Length: > 0 });
        });
    }

    private static string KeyOf(JsonNode row)
    {
        var path = (string)row["path"]!;
        var below = path["Microsoft.Media/".Length..].Replace("mediaServices/*/", "", StringComparison.Ordinal);
        return $"{row["verb"]} {(below == "syncStorageKeys" ? "mediaServices/*/" + below : below)} {row["status"]}";
    }

    private static string RefusedPolicy() => ContractOperation.SharedFilesJson("openapi/observed/exchanges.json")["exchanges"]!.AsArray()
        .First(one => (int)one!["status"]! == 400 && ((string)one["url"]!).Contains("/contentKeyPolicies/", StringComparison.Ordinal))!["requestBody"]!.ToJsonString();

    private async Task<ArmReply> ExistsAsync(string path, string body, string version, Func<Task<ArmReply>> call)
    {
        var first = await Put(path, body, version);
        Assert.That((int)first.Status, Is.InRange(200, 299), first.ToString());
        return await call();
    }

    private Task<ArmReply> SecondAsync(string path, string body, string version) => ExistsAsync(path, body, version, () => Put(path, body, version));

    private Task<ArmReply> DeletedAsync(string path, string body, string version) => ExistsAsync(path, body, version, () => Delete(path, version));

    private async Task<ArmReply> WithAssetAsync(Func<Task<ArmReply>> call)
    {
        await World.AssetAsync("a");
        await World.TracksAsync("a");
        return await call();
    }

    private Task<ArmReply> WithKeysAsync(Func<Task<ArmReply>> call) =>
        WithAssetAsync(() => ExistsAsync("contentKeyPolicies/k", Keys, "2022-08-01", call));

    private async Task<ArmReply> WithTransformAsync(string version, Func<Task<ArmReply>> call)
    {
        await World.AssetAsync("in");
        await World.AssetAsync("out");
        return await ExistsAsync("transforms/t", Transform, version, call);
    }

    private Task<ArmReply> WithJobAsync(string version, JobState? state, Func<Task<ArmReply>> call) =>
        WithTransformAsync(version, () => ExistsAsync("transforms/t/jobs/j", Job, version, async () =>
        {
            if (state is { } wanted)
            {
                await World.SetJobAsync("t", "j", wanted);
            }

            return await call();
        }));

    // The state is put into the catalog, so that nothing depends on how fast operations end.
    private async Task<ArmReply> WithEndpointAsync(string version, StreamingEndpointState state, Func<Task<ArmReply>> call)
    {
        var made = await Put("streamingEndpoints/e", Endpoint, version);
        Assert.That((int)made.Status, Is.InRange(200, 299), made.ToString());
        var account = await App.Services.GetRequiredService<AccountStore>().FindByNameAsync(World.Account, CancellationToken.None);
        var store = App.Services.GetRequiredService<StreamingEndpointStore>();
        await SettledAsync(made.Headers["Azure-AsyncOperation"]);
        var endpoint = await store.FindAsync(account!.Id, "e", CancellationToken.None);
        endpoint!.ResourceState = state;
        Assert.That(await store.SaveAsync(endpoint, CancellationToken.None), Is.EqualTo(SaveOutcome.Updated));
        return await call();
    }

    private async Task SettledAsync(string operation)
    {
        for (var attempt = 0; (string)(await Owner.GetAsync(operation)).Json["status"]! == "InProgress"; attempt++)
        {
            Assert.That(attempt, Is.LessThan(1000), "the operation ends");
            await Task.Delay(10);
        }
    }
}

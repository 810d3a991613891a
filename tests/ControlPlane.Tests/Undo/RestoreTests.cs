using System.Net;
using System.Text.Json.Nodes;
using MediaPlatform.ControlPlane.Tests.Support;
using MediaPlatform.ControlPlane.Tests.Traps;
using MediaPlatform.Data.Jobs;

namespace MediaPlatform.ControlPlane.Tests.Undo;

/// <summary>Deleted by the contract's own DELETE, put back by the action beside it.</summary>
[TestFixture]
public sealed class RestoreTests : TrapFixture
{
    [Test]
    public async Task An_asset_comes_back_with_its_ids_tracks_filters_locators_and_keys()
    {
        await World.LocatorAsync("l", "clear");
        await World.TracksAsync("published");
        await Put("assets/published/assetFilters/f", """{"properties":{"firstQuality":{"bitrate":128000}}}""");
        await Put("streamingLocators/protected", """{"properties":{"assetName":"published","streamingPolicyName":"Predefined_ClearKey","defaultContentKeyPolicyName":"PolicyWithMultipleOptions"}}""");
        string[] paths = ["assets/published", "assets/published/tracks", "assets/published/assetFilters/f", "streamingLocators/l", "streamingLocators/protected"];
        var before = await ReadAsync();

        Assert.That((await Delete("assets/published")).Status, Is.EqualTo(HttpStatusCode.OK));
        foreach (var path in paths)
        {
            Assert.That((await Get(path)).Status, Is.EqualTo(HttpStatusCode.NotFound), path);
        }

        var reply = await RestoreAsync();

        Assert.That((reply.Status, (string?)reply.Json["properties"]!["resourceId"]), Is.EqualTo((HttpStatusCode.OK, $"{World.Path.Replace("mediaServices", "mediaservices", StringComparison.Ordinal)}/assets/published")));
        Assert.That(await ReadAsync(), Is.EqualTo(before));
        Assert.That((await Get("deletedResources")).Json["value"]!.AsArray(), Is.Empty);

        async Task<string[]> ReadAsync()
        {
            var texts = new List<string> { (await Post("streamingLocators/protected/listContentKeys")).Text, (await Post("streamingLocators/l/listPaths")).Text };
            foreach (var path in paths)
            {
                texts.Add((await Get(path)).Text);
            }

            return [.. texts];
        }
    }

    [TestCase("contentKeyPolicies/PolicyWithMultipleOptions", "/getPolicyPropertiesWithSecrets")]
    [TestCase("streamingPolicies/locatorPolicy", "")]
    [TestCase("streamingLocators/l", "/listContentKeys")]
    [TestCase("accountFilters/f", "")]
    public async Task Every_other_kind_comes_back_as_it_was(string path, string secrets)
    {
        await World.LocatorAsync("l", "secure-streaming");
        await Put("accountFilters/f", """{"properties":{"firstQuality":{"bitrate":128000}}}""");
        var before = (await ReadAsync(), (await Get(path)).Text);
        await Delete(path);
        Assert.That((await Get(path)).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await RestoreAsync()).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await ReadAsync(), (await Get(path)).Text), Is.EqualTo(before));

        async Task<string> ReadAsync() => secrets.Length == 0 ? "" : (await Post(path + secrets)).Text;
    }

    [Test]
    public async Task A_transform_comes_back_with_its_jobs()
    {
        await JobAsync("done");
        await World.SetJobAsync("t", "done", JobState.Finished);
        var before = await ReadAsync();
        await Delete("transforms/t", "2022-07-01");
        Assert.That((await Get("transforms/t/jobs/done", "2022-07-01")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await RestoreAsync()).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await ReadAsync(), Is.EqualTo(before));

        async Task<(string, string)> ReadAsync() => ((await Get("transforms/t", "2022-07-01")).Text, (await Get("transforms/t/jobs/done", "2022-07-01")).Text);
    }

    [Test]
    public async Task A_name_that_is_taken_again_is_a_conflict_that_says_so()
    {
        await World.AssetAsync("Twice");
        var first = (await Get("assets/twice")).Json;
        await Delete("assets/twice");
        Assert.That((await Put("assets/twice", "{}")).Status, Is.EqualTo(HttpStatusCode.Created));
        var second = (await Get("assets/twice")).Json;
        Assert.That((string?)second["properties"]!["assetId"], Is.Not.EqualTo((string?)first["properties"]!["assetId"]));
        Assert.That((string?)second["properties"]!["container"], Is.Not.EqualTo((string?)first["properties"]!["container"]));

        var reply = await RestoreAsync();
        Assert.That((reply.Status, reply.ErrorCode), Is.EqualTo((HttpStatusCode.Conflict, "Conflict")));
        Assert.That(reply.ErrorMessage, Is.EqualTo("The asset 'Twice' cannot be restored: another asset has the name 'Twice'."));

        var deleted = (await Get("deletedResources")).Json["value"]![0]!;
        await Delete("assets/twice");
        Assert.That((await Post($"deletedResources/{deleted["name"]}/restore")).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((string?)(await Get("assets/twice")).Json["properties"]!["assetId"], Is.EqualTo((string?)first["properties"]!["assetId"]));
    }

    [Test]
    public async Task A_filter_without_its_asset_is_a_conflict_that_names_the_asset()
    {
        await World.AssetAsync("holder");
        await Put("assets/holder/assetFilters/f", """{"properties":{}}""");
        await Delete("assets/holder/assetFilters/f");
        var filter = (await Get("deletedResources")).Json["value"]![0]!;
        Assert.That((string?)filter["properties"]!["resourceId"], Does.EndWith("/assets/holder/assetFilters/f"));
        await Delete("assets/holder");
        var reply = await Post($"deletedResources/{filter["name"]}/restore");
        Assert.That((reply.Status, reply.ErrorMessage), Is.EqualTo((HttpStatusCode.Conflict, "The asset filter 'f' cannot be restored: the asset 'holder' that it belongs to is not there. Restore that one first.")));
    }

    [Test]
    public async Task Deletions_are_listed_in_their_order_filtered_and_paged()
    {
        foreach (var name in new[] { "c", "a", "b" })
        {
            await World.AssetAsync(name);
            await Put($"accountFilters/{name}", """{"properties":{}}""");
            await Delete($"assets/{name}");
            await Delete($"accountFilters/{name}");
        }

        var assets = (await Get("deletedResources?$filter=properties/kind eq 'Asset'&$top=2")).Json;
        Assert.That(NamesOf(assets), Is.EqualTo(new[] { "c", "a" }));
        var third = (await Get("deletedResources?$top=3")).Json["value"]![2]!["name"];
        Assert.That(NamesOf((await Get($"deletedResources?$skiptoken={third}")).Json), Is.EqualTo(new[] { "a", "b", "b" }), "after c, c, a");
        Assert.That(NamesOf((await Get("deletedResources?$filter=properties/kind eq 'Asset'&$orderby=properties/deleted desc")).Json), Is.EqualTo(new[] { "b", "a", "c" }));
        Assert.That(NamesOf((await Get("deletedResources?$filter=properties/resourceName eq 'b' and properties/kind eq 'AccountFilter'")).Json), Is.EqualTo(new[] { "b" }));
        var one = assets["value"]![0]!;
        Assert.Multiple(() =>
        {
            Assert.That((string?)one["type"], Is.EqualTo("Microsoft.Media/mediaservices/deletedResources"));
            Assert.That((string?)one["systemData"]!["createdBy"], Is.EqualTo("owner"));
            Assert.That((DateTimeOffset)one["properties"]!["restorableUntil"]! - (DateTimeOffset)one["properties"]!["deleted"]!, Is.EqualTo(TimeSpan.FromDays(7)));
        });
        Assert.That((await Get($"deletedResources/{one["name"]}")).Text, Is.EqualTo(one.ToJsonString(Data.ContractJson.Options)));
    }

    [TestCase("Reader", false, false)]
    [TestCase("Media operator", true, false)]
    [TestCase("Policy administrator", false, true)]
    [TestCase("Contributor", true, true)]
    public async Task Who_may_write_a_kind_of_resource_may_restore_it(string role, bool restoresAssets, bool restoresPolicies)
    {
        using var caller = await App.WithRoleAsync(role);
        await World.AssetAsync("a");
        await World.KeyPolicyAsync("p");
        await Delete("assets/a");
        await Delete("contentKeyPolicies/p");
        var deleted = (await caller.GetAsync($"{World.Path}/deletedResources")).Json["value"]!.AsArray();
        Assert.That(await AllowsAsync("Asset"), Is.EqualTo(restoresAssets));
        Assert.That(await AllowsAsync("ContentKeyPolicy"), Is.EqualTo(restoresPolicies));

        async Task<bool> AllowsAsync(string kind)
        {
            var path = $"{World.Path}/deletedResources/{deleted.Single(one => (string?)one!["properties"]!["kind"] == kind)!["name"]!}";
            var restored = await caller.PostAsync(path + "/restore");
            Assert.That(restored.Status, Is.AnyOf(HttpStatusCode.OK, HttpStatusCode.Forbidden), restored.ToString());
            if (restored.Status == HttpStatusCode.Forbidden)
            {
                Assert.That((await caller.DeleteAsync(path)).Status, Is.EqualTo(HttpStatusCode.Forbidden), "nor remove it for good");
            }

            return restored.Status == HttpStatusCode.OK;
        }
    }

    [Test]
    public async Task A_restoration_is_logged_with_who_did_it()
    {
        await World.AssetAsync("logged");
        await Delete("assets/logged");
        await RestoreAsync();
        Assert.That(App.Log.All, Has.Some.Matches<string>(line => line!.StartsWith($"DeletedResources_Restore on {World.Path}/deletedResources/", StringComparison.Ordinal) && line.Contains("by owner", StringComparison.Ordinal) && line.EndsWith(": 200", StringComparison.Ordinal)));
    }

    [TestCase("7c5f2f0e-0000-7000-8000-000000000000")]
    [TestCase("no-id")]
    public async Task What_is_not_there_is_not_found(string name)
    {
        Assert.That((await Get($"deletedResources/{name}")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await Post($"deletedResources/{name}/restore")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await Delete($"deletedResources/{name}")).Status, Is.EqualTo(HttpStatusCode.NoContent));
    }

    private static IEnumerable<string?> NamesOf(JsonNode list) => list["value"]!.AsArray().Select(one => (string?)one!["properties"]!["resourceName"]);

    /// <summary>Restores what was deleted first.</summary>
    private async Task<ArmReply> RestoreAsync() =>
        await Post($"deletedResources/{(await Get("deletedResources")).Json["value"]![0]!["name"]}/restore");
}

using System.Globalization;
using MediaPlatform.ControlPlane.Tests.Contract;
using MediaPlatform.ControlPlane.Tests.Support;
using MediaPlatform.ControlPlane.Tests.Traps;
using MediaPlatform.Data.Accounts;
using MediaPlatform.Data.Assets;
using MediaPlatform.Data.Blobs;
using MediaPlatform.Data.Catalog;
using MediaPlatform.Data.Queries;
using Microsoft.Extensions.DependencyInjection;

namespace MediaPlatform.ControlPlane.Tests.Races;

/// <summary>Writers of resources that belong together: nothing is left without what it belongs to, and no change that was acknowledged is lost.</summary>
[TestFixture(CatalogProvider.Sqlite)]
[TestFixture(CatalogProvider.Postgres)]
public sealed class RelatedRaceTests(CatalogProvider provider)
{
    private const int Rounds = 6;
    private ControlPlaneApp _app = null!;
    private ArmClient _owner = null!;
    private ExampleWorld _world = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        _app = await CatalogDatabase.StartAppAsync(provider);
        _owner = _app.Owner();
    }

    [SetUp]
    public async Task Renew() => _world = await ExampleWorld.CreateAsync(_app, _owner);

    [OneTimeTearDown]
    public async Task Stop()
    {
        _owner.Dispose();
        await _app.DisposeAsync();
    }

    [TestCase("assets/a", "2022-08-01", """{"properties":{}}""", """{"properties":{"description":"one"}}""", """{"properties":{"alternateId":"two"}}""")]
    [TestCase("streamingEndpoints/default", "2022-08-01", null, """{"properties":{"description":"one"}}""", """{"properties":{"maxCacheAge":20}}""")]
    [TestCase("contentKeyPolicies/p", "2022-08-01", """{"properties":{"options":[{"name":"n","configuration":{"@odata.type":"#Microsoft.Media.ContentKeyPolicyClearKeyConfiguration"},"restriction":{"@odata.type":"#Microsoft.Media.ContentKeyPolicyOpenRestriction"}}]}}""", """{"properties":{"description":"one"}}""", """{"properties":{"options":[{"name":"other","configuration":{"@odata.type":"#Microsoft.Media.ContentKeyPolicyClearKeyConfiguration"},"restriction":{"@odata.type":"#Microsoft.Media.ContentKeyPolicyOpenRestriction"}}]}}""")]
    [TestCase("accountFilters/f", "2022-08-01", """{"properties":{}}""", """{"properties":{"firstQuality":{"bitrate":128000}}}""", """{"properties":{"tracks":[{"trackSelections":[{"property":"Language","operation":"Equal","value":"en"}]}]}}""")]
    [TestCase("", "2021-06-01", null, """{"tags":{"one":"1"}}""", """{"properties":{"publicNetworkAccess":"Disabled"}}""")]
    public async Task Two_patches_of_different_members_both_stay(string path, string version, string? create, string one, string two)
    {
        path = path.Length == 0 ? _world.Path : $"{_world.Path}/{path}";
        if (create is not null)
        {
            await _owner.PutAsync(path, create, version);
        }

        var replies = await Task.WhenAll(_owner.PatchAsync(path, one, version), _owner.PatchAsync(path, two, version));

        var stored = (await _owner.GetAsync(path, version)).Json;
        Assert.Multiple(() =>
        {
            Assert.That(replies.Select(reply => (int)reply.Status), Is.All.EqualTo(200));
            Assert.That(ShapeCheck.Of(System.Text.Json.Nodes.JsonNode.Parse(one), stored, isEcho: true), Is.Empty);
            Assert.That(ShapeCheck.Of(System.Text.Json.Nodes.JsonNode.Parse(two), stored, isEcho: true), Is.Empty);
        });
    }

    [Test]
    public async Task A_creator_who_loses_leaves_no_container_behind()
    {
        for (var round = 0; round < Rounds; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => _owner.PutAsync($"{_world.Path}/assets/one{round}", """{"properties":{}}""")));
        }

        var assets = await ListAsync(await AccountIdAsync());
        var all = await _app.Services.GetRequiredService<AssetStore>().ListAsync(new() { AccountId = await AccountIdAsync() }, CancellationToken.None);
        var containers = Directory.GetDirectories(Path.Combine(_app.Folder, "blobs", "contosostorage")).Select(Path.GetFileName).Where(name => name!.StartsWith("asset-", StringComparison.Ordinal)).ToList();
        var used = new HashSet<string>();
        foreach (var container in containers)
        {
            if (await _app.Services.GetRequiredService<AssetStore>().IsContainerUsedAsync("contosostorage", container!, CancellationToken.None))
            {
                used.Add(container!);
            }
        }

        Assert.Multiple(() =>
        {
            Assert.That(all.Items, Has.Count.EqualTo(Rounds));
            Assert.That(assets.All(asset => used.Contains(asset.Container)), "every asset has its container");
            Assert.That(containers.Except(used), Is.Empty, "containers without an asset");
        });
    }

    [Test]
    public async Task One_container_goes_to_one_asset()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var container = $"shared-{_world.Account}-{round}";
            var replies = await Task.WhenAll(Enumerable.Range(0, 6).Select(index =>
                _owner.PutAsync($"{_world.Path}/assets/r{round}i{index}", $$$"""{"properties":{"container":"{{{container}}}"}}""")));

            Assert.That(replies.Count(reply => (int)reply.Status == 201), Is.EqualTo(1), string.Join('\n', replies.AsEnumerable()));
            Assert.That(replies.Where(reply => (int)reply.Status != 201).Select(reply => (int)reply.Status), Is.All.EqualTo(400));
            Assert.That(await _app.Services.GetRequiredService<IBlobStore>().GetContainer("contosostorage", container).ExistsAsync(CancellationToken.None));
        }
    }

    [Test]
    public async Task What_is_made_while_its_asset_goes_goes_along_or_is_refused()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var asset = $"{_world.Path}/assets/gone{round}";
            await _owner.PutAsync(asset, """{"properties":{}}""");

            var locator = _owner.PutAsync($"{_world.Path}/streamingLocators/l{round}", $$$"""{"properties":{"assetName":"gone{{{round}}}","streamingPolicyName":"Predefined_ClearStreamingOnly"}}""");
            var filter = _owner.PutAsync($"{asset}/assetFilters/f", """{"properties":{}}""");
            var deleted = await _owner.DeleteAsync(asset);
            var made = await Task.WhenAll(locator, filter);

            Assert.That((int)deleted.Status, Is.EqualTo(200), deleted.ToString());
            Assert.That(made.Select(reply => (int)reply.Status).Distinct(), Is.SubsetOf(new[] { 201, 400, 404 }), string.Join('\n', made.AsEnumerable()));
            Assert.That((int)(await _owner.GetAsync($"{_world.Path}/streamingLocators/l{round}")).Status, Is.EqualTo(404));
        }
    }

    [Test]
    public async Task A_job_that_is_made_while_its_transform_goes_goes_along_or_is_refused()
    {
        await _world.AssetAsync("in");
        await _world.AssetAsync("out");
        for (var round = 0; round < Rounds; round++)
        {
            var transform = $"{_world.Path}/transforms/t{round}";
            await _owner.PutAsync(transform, TrapFixture.Transform, "2022-07-01");

            var job = _owner.PutAsync($"{transform}/jobs/j", TrapFixture.Job, "2022-07-01");
            var deleted = await _owner.DeleteAsync(transform, "2022-07-01");

            Assert.That((int)deleted.Status, Is.EqualTo(200));
            Assert.That((int)(await job).Status, Is.AnyOf(201, 404), (await job).ToString());
            Assert.That((int)(await _owner.GetAsync($"{transform}/jobs/j", "2022-07-01")).Status, Is.EqualTo(404));
        }
    }

    [Test]
    public async Task Nothing_outlives_the_account_that_it_was_made_in()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var world = await ExampleWorld.CreateAsync(_app, _owner);
            var id = (await _app.Services.GetRequiredService<AccountStore>().FindByNameAsync(world.Account, CancellationToken.None))!.Id;
            await world.AssetAsync("before");

            var writers = Enumerable.Range(0, 6).Select(index => _owner.PutAsync($"{world.Path}/assets/a{index.ToString(CultureInfo.InvariantCulture)}", """{"properties":{}}""")).ToList();
            writers.Add(_owner.DeleteAsync($"{world.Path}/assets/before"));
            writers.Add(_owner.PutAsync($"{world.Path}/accountFilters/f", """{"properties":{}}"""));
            writers.Add(_owner.PutAsync($"{world.Path}/transforms/t", TrapFixture.Transform, "2022-07-01"));
            writers.Add(_owner.PutAsync($"{world.Path}/streamingPolicies/p", """{"properties":{"noEncryption":{"enabledProtocols":{"download":true,"dash":true,"hls":true,"smoothStreaming":true}}}}"""));
            var deleted = await _owner.DeleteAsync(world.Path, "2021-06-01");
            var replies = await Task.WhenAll(writers);

            Assert.That((int)deleted.Status, Is.EqualTo(200), deleted.ToString());
            Assert.That(replies.Select(reply => (int)reply.Status).Distinct(), Is.SubsetOf(new[] { 200, 201, 204, 404 }), string.Join('\n', replies.AsEnumerable()));
            Assert.That(await ListAsync(id), Is.Empty, "assets of no account");
        }
    }

    private async Task<Guid> AccountIdAsync() =>
        (await _app.Services.GetRequiredService<AccountStore>().FindByNameAsync(_world.Account, CancellationToken.None))!.Id;

    private async Task<IReadOnlyList<Asset>> ListAsync(Guid accountId) =>
        (await _app.Services.GetRequiredService<AssetStore>().ListAsync(new ListQuery<Asset> { AccountId = accountId }, CancellationToken.None)).Items;
}

using MediaPlatform.Data.Accounts;
using MediaPlatform.Data.Assets;
using MediaPlatform.Data.Catalog;
using MediaPlatform.Data.ContentKeys;
using MediaPlatform.Data.Filters;
using MediaPlatform.Data.Jobs;
using MediaPlatform.Data.Streaming;
using MediaPlatform.Data.Tests.Catalog;
using MediaPlatform.Data.Transforms;
using MediaPlatform.Data.Undo;

namespace MediaPlatform.Data.Tests.Undo;

/// <summary>What was deleted comes back as it was, wholly or not at all.</summary>
[TestFixtureSource(typeof(TestCatalog), nameof(TestCatalog.Databases))]
internal sealed class RestoreTests(CatalogProvider provider) : UndoFixture(provider)
{
    [Test]
    public async Task An_asset_comes_back_with_its_filters_locators_and_keys()
    {
        var account = await Catalog.AddAccountAsync();
        var (asset, filter, locator) = await AddPublishedAsync(account, "Whole");
        var before = await ReadAsync();
        await DeleteAsync(asset);
        Assert.That(await Catalog.Get<LocatorReader>().FindAsync(locator.Id, Token), Is.Null);
        var left = (await LeftAsync(account)).Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That((left.Kind, left.ResourceName, left.ResourceId, left.Container), Is.EqualTo((DeletedKind.Asset, "Whole", asset.Id, asset.Container)));
            Assert.That((left.Created, left.ExpiresAt, left.Audit.CreatedBy), Is.EqualTo((Clock.GetUtcNow(), Clock.GetUtcNow().AddDays(7), "me")));
        }

        Assert.That(await RestoreAsync(account), Is.EqualTo(new Restoration(RestoreOutcome.Restored)));
        var stamp = (await Catalog.Get<LocatorReader>().FindAsync(locator.Id, Token))!.Stamp;
        Assert.That((stamp.Asset, stamp.Locator), Is.Not.EqualTo((asset.Version, locator.Version)), "caches must see other rows");
        Assert.That(await ReadAsync(), Is.EqualTo(before));
        Assert.That(await LeftAsync(account), Is.Empty);

        async Task<string[]> ReadAsync() =>
        [
            Text(await Catalog.Get<AssetStore>().FindAsync(account.Id, "whole", Token)),
            Text(await Catalog.Get<FilterStore>().FindAsync(account.Id, asset.Id, filter.Name, Token)),
            Text(await Catalog.Get<StreamingLocatorStore>().FindAsync(account.Id, "whole locator", Token)),
        ];
    }

    [Test]
    public async Task Policies_account_filters_and_locators_come_back_as_they_were()
    {
        var account = await Catalog.AddAccountAsync();
        var (asset, _, locator) = await AddPublishedAsync(account, "published");
        var (streaming, keys, filters, locators) = (Catalog.Get<StreamingPolicyStore>(), Catalog.Get<ContentKeyPolicyStore>(), Catalog.Get<FilterStore>(), Catalog.Get<StreamingLocatorStore>());
        await keys.SaveAsync(new() { Id = Guid.NewGuid(), AccountId = account.Id, Name = "Keys", Description = "d", ProtectedOptions = "secret" }, Token);
        await filters.SaveAsync(new() { Id = Guid.NewGuid(), AccountId = account.Id, Name = "Account filter", FirstQualityBitrate = 1 }, Token);
        await AssertComesBackAsync(() => streaming.DeleteAsync(account.Id, "predefined_CLEARKEY", Deletion, Token), async () => await streaming.FindAsync(account.Id, "Predefined_ClearKey", Token));
        await AssertComesBackAsync(() => keys.DeleteAsync(account.Id, "keys", Deletion, Token), async () => await keys.FindAsync(account.Id, "keys", Token));
        await AssertComesBackAsync(() => filters.DeleteAsync(account.Id, null, "account FILTER", Deletion, Token), async () => await filters.FindAsync(account.Id, null, "Account filter", Token));
        await AssertComesBackAsync(() => filters.DeleteAsync(account.Id, asset.Id, "filter", Deletion, Token), async () => await filters.FindAsync(account.Id, asset.Id, "filter", Token));
        await AssertComesBackAsync(() => locators.DeleteAsync(account.Id, locator.Name, Deletion, Token), async () => await locators.FindAsync(account.Id, locator.Name, Token));

        async Task AssertComesBackAsync(Func<Task<bool>> delete, Func<Task<NamedResource?>> find)
        {
            var before = Text(await find());
            Assert.That(await delete(), Is.True);
            Assert.That(await delete(), Is.False);
            Assert.That(await find(), Is.Null);
            Assert.That((await RestoreAsync(account)).Outcome, Is.EqualTo(RestoreOutcome.Restored));
            Assert.That(Text(await find()), Is.EqualTo(before));
        }
    }

    [Test]
    public async Task A_transform_comes_back_with_all_its_jobs_and_those_that_ran_can_be_claimed()
    {
        const int Jobs = 420; // more than fit into two parts
        var account = await Catalog.AddAccountAsync();
        var transform = await Catalog.AddTransformAsync(account, "Many");
        await using (var context = Catalog.Get<CatalogContextFactory>().Create())
        {
            context.AddRange(Enumerable.Range(0, Jobs).Select(index => NewJob(transform, index)));
            await context.SaveChangesAsync(Token);
        }

        var claims = Catalog.Get<JobClaimStore>();
        var store = Catalog.Get<JobStore>();
        var running = (await store.FindAsync(transform.Id, "job7", Token))!;
        await claims.ClaimAsync(running.Id, "worker", TimeSpan.FromHours(1), Token);
        await Catalog.Get<TransformStore>().DeleteAsync(account.Id, "MANY", Deletion, Token);
        Assert.That(await store.FindByIdAsync(running.Id, Token), Is.Null);

        Assert.That((await RestoreAsync(account)).Outcome, Is.EqualTo(RestoreOutcome.Restored));
        var back = await store.ListAsync(new() { AccountId = account.Id, ParentId = transform.Id, PageSize = 1000 }, Token);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((await Catalog.Get<TransformStore>().FindAsync(account.Id, "many", Token))!.Id, Is.EqualTo(transform.Id));
            Assert.That(back.Items.Select(job => job.Name), Is.EquivalentTo(Enumerable.Range(0, Jobs).Select(index => "job" + index)));
            Assert.That(back.Items.All(job => job.Outputs.Count == 2 && job.State == JobState.Processing && job.CorrelationData["k"] == "v"));
        }

        var claimed = await claims.ClaimAsync(running.Id, "another", TimeSpan.FromHours(1), Token);
        Assert.That(claimed!.Attempt, Is.EqualTo(2), "the attempts of a job count on");
        Assert.That(await claims.SaveStatesAsync(new(running.Id, "worker", 1), running, Token), Is.False, "the worker that ran it");
    }

    [Test]
    public async Task A_name_that_is_taken_again_refuses_and_nothing_comes_back()
    {
        var account = await Catalog.AddAccountAsync();
        var (asset, filter, locator) = await AddPublishedAsync(account, "taken");
        await DeleteAsync(asset);
        var other = await Catalog.AddAssetAsync(account, "TAKEN");
        Assert.That(await RestoreAsync(account), Is.EqualTo(new Restoration(RestoreOutcome.NameTaken, DeletedKind.Asset, "taken")));

        await RenameAsync(other, "free");
        await Catalog.AddLocatorAsync(other, locator.Name);
        Assert.That(await RestoreAsync(account), Is.EqualTo(new Restoration(RestoreOutcome.NameTaken, DeletedKind.StreamingLocator, locator.Name)));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await Catalog.Get<AssetStore>().FindByIdAsync(asset.Id, Token), Is.Null);
            Assert.That(await Catalog.Get<FilterStore>().FindAsync(account.Id, asset.Id, filter.Name, Token), Is.Null);
        }

        await Catalog.Get<StreamingLocatorStore>().DeleteAsync(account.Id, locator.Name, new() { Time = Clock.GetUtcNow(), Keep = TimeSpan.Zero }, Token);
        Assert.That((await RestoreAsync(account)).Outcome, Is.EqualTo(RestoreOutcome.Restored));
    }

    [Test]
    public async Task A_container_and_a_locator_id_that_are_taken_again_refuse()
    {
        var account = await Catalog.AddAccountAsync();
        var asset = await Catalog.AddAssetAsync(account, "moved");
        await DeleteAsync(asset);
        var heir = new Asset { Id = Guid.NewGuid(), AccountId = account.Id, Name = "heir", Container = asset.Container, StorageAccountName = asset.StorageAccountName };
        await Catalog.Get<AssetStore>().SaveAsync(heir, Token);
        Assert.That(await RestoreAsync(account), Is.EqualTo(new Restoration(RestoreOutcome.ContainerTaken, DeletedKind.Asset, asset.Container)));

        var second = await Catalog.AddAccountAsync();
        var (published, _, locator) = await AddPublishedAsync(second, "published");
        await Catalog.Get<StreamingLocatorStore>().DeleteAsync(second.Id, locator.Name, Deletion, Token);
        var twin = new StreamingLocator { Id = locator.Id, AccountId = second.Id, AssetId = published.Id, Name = "twin", StreamingPolicyName = "p" };
        await Catalog.Get<StreamingLocatorStore>().SaveAsync(twin, Token);
        Assert.That(await RestoreAsync(second), Is.EqualTo(new Restoration(RestoreOutcome.IdTaken, DeletedKind.StreamingLocator, locator.Id.ToString())));
    }

    [Test]
    public async Task A_locator_or_filter_waits_for_its_own_asset()
    {
        var account = await Catalog.AddAccountAsync();
        var (asset, filter, locator) = await AddPublishedAsync(account, "parent");
        await Catalog.Get<StreamingLocatorStore>().DeleteAsync(account.Id, locator.Name, Deletion, Token);
        var ofLocator = (await LeftAsync(account)).Single();
        await Catalog.Get<FilterStore>().DeleteAsync(account.Id, asset.Id, filter.Name, Deletion, Token);
        var ofFilter = (await LeftAsync(account)).Single(one => one.Id != ofLocator.Id);
        Assert.That((ofFilter.Kind, ofFilter.ParentName), Is.EqualTo((DeletedKind.AssetFilter, "parent")));
        await DeleteAsync(asset);
        var ofAsset = (await LeftAsync(account)).Single(one => one.Kind == DeletedKind.Asset);

        Assert.That((await Deleted.RestoreAsync(account.Id, ofLocator.Id, Token)).Outcome, Is.EqualTo(RestoreOutcome.ParentMissing));
        Assert.That((await Deleted.RestoreAsync(account.Id, ofFilter.Id, Token)).Outcome, Is.EqualTo(RestoreOutcome.ParentMissing));
        foreach (var one in new[] { ofAsset, ofLocator, ofFilter })
        {
            Assert.That((await Deleted.RestoreAsync(account.Id, one.Id, Token)).Outcome, Is.EqualTo(RestoreOutcome.Restored), one.Kind.ToString());
        }

        Assert.That((await Deleted.RestoreAsync(account.Id, ofAsset.Id, Token)).Outcome, Is.EqualTo(RestoreOutcome.Gone), "a second time");
    }

    private static Job NewJob(Transform transform, int index)
    {
        var id = Guid.NewGuid();
        return new()
        {
            Id = id,
            AccountId = transform.AccountId,
            TransformId = transform.Id,
            Name = "job" + index,
            State = JobState.Processing,
            CorrelationData = new Dictionary<string, string> { ["k"] = "v" },
            Version = 1,
            Outputs = [new() { JobId = id, Index = 0, AssetName = "a" }, new() { JobId = id, Index = 1, AssetName = "b" }],
        };
    }

    private async Task RenameAsync(Asset asset, string name)
    {
        asset.Name = name;
        Assert.That(await Catalog.Get<AssetStore>().SaveAsync(asset, Token), Is.EqualTo(SaveOutcome.Updated));
    }
}

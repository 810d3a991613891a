using MediaPlatform.Data.Accounts;
using MediaPlatform.Data.Assets;
using MediaPlatform.Data.Catalog;
using MediaPlatform.Data.ContentKeys;
using MediaPlatform.Data.Streaming;
using MediaPlatform.Data.Tests.Catalog;
using MediaPlatform.Data.Undo;

namespace MediaPlatform.Data.Tests.Undo;

/// <summary>When the days are over, and who gets there first.</summary>
[TestFixtureSource(typeof(TestCatalog), nameof(TestCatalog.Databases))]
internal sealed class PurgeTests(CatalogProvider provider) : UndoFixture(provider)
{
    [Test]
    public async Task After_its_days_a_deletion_is_final_and_one_process_removes_what_is_left()
    {
        var account = await Catalog.AddAccountAsync();
        await DeleteAsync(await Catalog.AddAssetAsync(account, "expired"));
        var left = (await LeftAsync(account)).Single();
        Assert.That(await DueAsync(left), Is.False);

        Clock.Advance(TimeSpan.FromDays(7));
        Assert.That(await LeftAsync(account), Is.Empty);
        Assert.That((await Deleted.RestoreAsync(account.Id, left.Id, Token)).Outcome, Is.EqualTo(RestoreOutcome.Gone));
        Assert.That(await DueAsync(left), Is.True);
        Assert.That((await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Deleted.TryStartPurgeAsync(left.Id, Token)))).Count(got => got), Is.EqualTo(1));
        Assert.That(await DueAsync(left), Is.False, "in the hands of one");

        Clock.Advance(TimeSpan.FromMinutes(6));
        Assert.That(await DueAsync(left), Is.True, "that one died");
        Assert.That(await Deleted.TryStartPurgeAsync(left.Id, Token), Is.True);
        await Deleted.EndPurgeAsync(left.Id, Token);
        Assert.That(await Deleted.FindByContainerAsync(left.StorageAccountName!, left.Container!, Token), Is.Null);
    }

    [Test]
    public async Task What_is_being_removed_cannot_be_restored_and_the_other_way_round()
    {
        for (var round = 0; round < 5; round++)
        {
            var account = await Catalog.AddAccountAsync();
            var asset = await Catalog.AddAssetAsync(account, "fought over");
            await DeleteAsync(asset);
            var left = (await LeftAsync(account)).Single();

            var purge = Task.Run(() => Deleted.TryStartPurgeAsync(left.Id, Token));
            var restores = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => Deleted.RestoreAsync(account.Id, left.Id, Token))));

            var restored = restores.Count(one => one.Outcome == RestoreOutcome.Restored);
            Assert.That(restored + (await purge ? 1 : 0), Is.EqualTo(1), string.Join(", ", restores.Select(one => one.Outcome)));
            Assert.That(await Catalog.Get<AssetStore>().FindByIdAsync(asset.Id, Token) is not null, Is.EqualTo(restored == 1));
        }
    }

    [Test]
    public async Task A_locator_that_was_acknowledged_while_its_asset_went_comes_back_with_it()
    {
        for (var round = 0; round < 10; round++)
        {
            var account = await Catalog.AddAccountAsync();
            var asset = await Catalog.AddAssetAsync(account, "raced");
            var locators = Enumerable.Range(0, 4).Select(index => new StreamingLocator
            {
                Id = Guid.NewGuid(),
                AccountId = account.Id,
                AssetId = asset.Id,
                Name = "l" + index,
                StreamingPolicyName = "p",
            }).ToList();

            var saves = locators.Select(locator => Task.Run(() => Catalog.Get<StreamingLocatorStore>().SaveAsync(locator, Token))).ToList();
            await Task.Run(() => DeleteAsync(asset));
            var outcomes = await Task.WhenAll(saves);

            Assert.That(outcomes, Is.All.EqualTo(SaveOutcome.Created).Or.EqualTo(SaveOutcome.ParentMissing));
            Assert.That((await RestoreAsync(account)).Outcome, Is.EqualTo(RestoreOutcome.Restored));
            for (var index = 0; index < locators.Count; index++)
            {
                var found = await Catalog.Get<LocatorReader>().FindAsync(locators[index].Id, Token);
                Assert.That(found is not null, Is.EqualTo(outcomes[index] == SaveOutcome.Created));
            }
        }
    }

    [Test]
    public async Task A_final_deletion_leaves_the_container_of_an_asset_to_be_removed_and_nothing_else()
    {
        var account = await Catalog.AddAccountAsync();
        var asset = await Catalog.AddAssetAsync(account, "final");
        await Catalog.Get<ContentKeyPolicyStore>().SaveAsync(new() { Id = Guid.NewGuid(), AccountId = account.Id, Name = "final" }, Token);
        var final = Deletion with { Keep = TimeSpan.Zero };
        Assert.That(await Catalog.Get<AssetStore>().DeleteAsync(account.Id, "final", final, Token), Is.True);
        Assert.That(await Catalog.Get<ContentKeyPolicyStore>().DeleteAsync(account.Id, "final", final, Token), Is.True);
        Assert.That(await LeftAsync(account), Is.Empty);
        var due = (await Deleted.ListDueAsync(1000, Token)).Where(one => one.AccountId == account.Id);
        Assert.That(due.Select(one => one.Container), Is.EqualTo(new[] { asset.Container }));
    }

    [Test]
    public async Task With_its_account_a_deleted_asset_is_due_for_removal()
    {
        var account = await Catalog.AddAccountAsync();
        await DeleteAsync(await Catalog.AddAssetAsync(account, "orphan"));
        var left = (await LeftAsync(account)).Single();
        await new AccountStore(Catalog.Get<CatalogContextFactory>(), Clock).DeleteAsync(account.Id, Token);
        Assert.That(await DueAsync(left), Is.True);
        Assert.That((await Deleted.RestoreAsync(account.Id, left.Id, Token)).Outcome, Is.EqualTo(RestoreOutcome.Gone));
    }

    private async Task<bool> DueAsync(DeletedResource left) => (await Deleted.ListDueAsync(1000, Token)).Any(one => one.Id == left.Id);
}

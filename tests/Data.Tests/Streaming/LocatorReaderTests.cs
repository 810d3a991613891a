using MediaPlatform.Data.Assets;
using MediaPlatform.Data.Catalog;
using MediaPlatform.Data.Filters;
using MediaPlatform.Data.Streaming;
using MediaPlatform.Data.Tests.Catalog;

namespace MediaPlatform.Data.Tests.Streaming;

[TestFixtureSource(typeof(TestCatalog), nameof(TestCatalog.Databases))]
internal sealed class LocatorReaderTests(CatalogProvider provider) : StoreTests(provider)
{
    private LocatorReader Reader => Catalog.Get<LocatorReader>();

    [Test]
    public async Task One_call_reads_all_that_an_origin_needs()
    {
        var account = await Catalog.AddAccountAsync();
        var asset = await Catalog.AddAssetAsync(account, "movie");
        await AddFilterAsync(account.Id, asset.Id, "hd");
        await AddFilterAsync(account.Id, null, "all");
        var keyId = Guid.NewGuid();
        var locator = new StreamingLocator
        {
            Id = Guid.NewGuid(),
            AccountId = account.Id,
            Name = "loc",
            AssetId = asset.Id,
            AssetName = "movie",
            StreamingPolicyName = "PREDEFINED_clearkey",
            Filters = ["hd"],
            ContentKeys = [new LocatorContentKey { Id = keyId, Type = "EnvelopeEncryption", Label = "clearKeyDefault", ProtectedValue = "x" }],
        };
        Assert.That(await Catalog.Get<StreamingLocatorStore>().SaveAsync(locator, Token), Is.EqualTo(SaveOutcome.Created));
        var found = await Reader.FindAsync(locator.Id, Token);
        Assert.That(found, Is.Not.Null);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(found!.Asset.Container, Is.EqualTo(asset.Container));
            Assert.That(found.Policy!.Name, Is.EqualTo("Predefined_ClearKey"));
            Assert.That(found.AssetFilters.Select(filter => filter.Name), Is.EqualTo(new[] { "hd" }));
            Assert.That(found.AccountFilters.Select(filter => filter.Name), Is.EqualTo(new[] { "all" }));
            Assert.That(found.Locator.Filters, Is.EqualTo(new[] { "hd" }));
            Assert.That(found.Locator.ContentKeys.Single().Id, Is.EqualTo(keyId));
            Assert.That((await Reader.FindKeysAsync(keyId, Token)).Single().LocatorId, Is.EqualTo(locator.Id));
            Assert.That((await Reader.ReadStampsAsync([locator.Id], Token))[locator.Id], Is.EqualTo(found.Stamp));
        }
    }

    [Test]
    public async Task The_stamp_changes_with_every_part_and_is_missing_after_deletion()
    {
        var account = await Catalog.AddAccountAsync();
        var asset = await Catalog.AddAssetAsync(account, "stamped");
        var locator = await Catalog.AddLocatorAsync(asset, "stamped");
        var seen = new HashSet<LocatorStamp> { await StampAsync(locator.Id) };

        asset.Description = "changed";
        await Catalog.Get<AssetStore>().SaveAsync(asset, Token);
        Assert.That(seen.Add(await StampAsync(locator.Id)), "asset");
        await AddFilterAsync(account.Id, asset.Id, "a");
        Assert.That(seen.Add(await StampAsync(locator.Id)), "asset filter");
        await AddFilterAsync(account.Id, null, "b");
        Assert.That(seen.Add(await StampAsync(locator.Id)), "account filter");
        await Catalog.Get<FilterStore>().DeleteAsync(account.Id, null, "b", TestCatalog.Deletion, Token);
        await AddFilterAsync(account.Id, null, "b");
        Assert.That(seen.Add(await StampAsync(locator.Id)), "filter made anew");
        await Catalog.Get<StreamingPolicyStore>().DeleteAsync(account.Id, "Predefined_ClearStreamingOnly", TestCatalog.Deletion, Token);
        Assert.That(seen.Add(await StampAsync(locator.Id)), "policy");
        await Catalog.Get<StreamingLocatorStore>().DeleteAsync(account.Id, "stamped", TestCatalog.Deletion, Token);
        Assert.That(await Reader.ReadStampsAsync([locator.Id], Token), Is.Empty);
    }

    [Test]
    public async Task Locators_of_an_account_share_its_filters_until_they_change()
    {
        var account = await Catalog.AddAccountAsync();
        var first = await Catalog.AddLocatorAsync(await Catalog.AddAssetAsync(account, "one"), "one");
        var second = await Catalog.AddLocatorAsync(await Catalog.AddAssetAsync(account, "two"), "two");
        await AddFilterAsync(account.Id, null, "a");

        var before = (await Reader.FindAsync(first.Id, Token))!.AccountFilters;
        Assert.That((await Reader.FindAsync(second.Id, Token))!.AccountFilters, Is.SameAs(before));
        await AddFilterAsync(account.Id, null, "b");

        Assert.That((await Reader.FindAsync(second.Id, Token))!.AccountFilters.Select(filter => filter.Name), Is.EqualTo(new[] { "a", "b" }));
        Assert.That(before.Select(filter => filter.Name), Is.EqualTo(new[] { "a" }));
    }

    [Test]
    public async Task Other_accounts_leave_the_stamp_alone()
    {
        var (account, other) = (await Catalog.AddAccountAsync(), await Catalog.AddAccountAsync());
        var locator = await Catalog.AddLocatorAsync(await Catalog.AddAssetAsync(account, "quiet"), "quiet");
        var before = await StampAsync(locator.Id);
        await AddFilterAsync(other.Id, null, "noise");
        Assert.That(await StampAsync(locator.Id), Is.EqualTo(before));
    }

    [Test]
    public async Task A_locator_id_is_unique_and_its_asset_must_exist()
    {
        var account = await Catalog.AddAccountAsync();
        var locator = await Catalog.AddLocatorAsync(await Catalog.AddAssetAsync(account, "ids"), "ids");
        var store = Catalog.Get<StreamingLocatorStore>();
        StreamingLocator Copy(Guid id, Guid assetId) => new() { Id = id, AccountId = account.Id, Name = "copy", AssetId = assetId, StreamingPolicyName = "p" };
        Assert.That(await store.SaveAsync(Copy(locator.Id, locator.AssetId), Token), Is.EqualTo(SaveOutcome.Conflict));
        Assert.That(await store.SaveAsync(Copy(Guid.NewGuid(), Guid.NewGuid()), Token), Is.EqualTo(SaveOutcome.ParentMissing));
    }

    [Test]
    public async Task Locators_of_an_asset_are_listed_by_name()
    {
        var account = await Catalog.AddAccountAsync();
        var asset = await Catalog.AddAssetAsync(account, "many");
        foreach (var name in new[] { "c", "a", "B" }) await Catalog.AddLocatorAsync(asset, name);
        var listed = await Catalog.Get<StreamingLocatorStore>().ListByAssetAsync(asset.Id, 2, Token);
        Assert.That(listed.Select(locator => locator.Name), Is.EqualTo(new[] { "a", "B" }));
    }

    private async Task<LocatorStamp> StampAsync(Guid locatorId) => (await Reader.ReadStampsAsync([locatorId, Guid.NewGuid()], Token))[locatorId];

    private Task<SaveOutcome> AddFilterAsync(Guid accountId, Guid? assetId, string name) =>
        Catalog.Get<FilterStore>().SaveAsync(new StreamingFilter { Id = Guid.NewGuid(), AccountId = accountId, AssetId = assetId, Name = name }, Token);
}

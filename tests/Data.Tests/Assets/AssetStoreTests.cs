using MediaPlatform.Data.Assets;
using MediaPlatform.Data.Catalog;
using MediaPlatform.Data.Filters;
using MediaPlatform.Data.Streaming;
using MediaPlatform.Data.Tests.Catalog;

namespace MediaPlatform.Data.Tests.Assets;

[TestFixtureSource(typeof(TestCatalog), nameof(TestCatalog.Databases))]
internal sealed class AssetStoreTests(CatalogProvider provider) : StoreTests(provider)
{
    private AssetStore Assets => Catalog.Get<AssetStore>();

    [Test]
    public async Task A_name_keeps_its_case_and_is_found_in_any()
    {
        var account = await Catalog.AddAccountAsync();
        await Catalog.AddAssetAsync(account, "My Holiday Movie");
        Assert.That((await Assets.FindAsync(account.Id, "my holiday MOVIE", Token))?.Name, Is.EqualTo("My Holiday Movie"));
    }

    [Test]
    public async Task Times_keep_all_seven_decimals_and_the_last_moment_of_year_9999()
    {
        var account = await Catalog.AddAccountAsync();
        var asset = await Catalog.AddAssetAsync(account, "exact", new DateTimeOffset(2021, 5, 11, 20, 0, 0, TimeSpan.Zero).AddTicks(1234567));
        asset.Audit = new SystemData { CreatedBy = "me", CreatedAt = DateTimeOffset.MaxValue };
        Assert.That(await Assets.SaveAsync(asset, Token), Is.EqualTo(SaveOutcome.Updated));
        var found = await Assets.FindByIdAsync(asset.Id, Token);
        Assert.That(found!.Created.UtcTicks, Is.EqualTo(asset.Created.UtcTicks));
        Assert.That(found.Audit.CreatedAt, Is.EqualTo(DateTimeOffset.MaxValue));
    }

    [Test]
    public async Task A_second_asset_of_the_same_name_is_a_conflict()
    {
        var account = await Catalog.AddAccountAsync();
        await Catalog.AddAssetAsync(account, "taken");
        var second = new Asset { Id = Guid.NewGuid(), AccountId = account.Id, Name = "TAKEN", Container = "c", StorageAccountName = "s" };
        Assert.That(await Assets.SaveAsync(second, Token), Is.EqualTo(SaveOutcome.Conflict));
    }

    [Test]
    public async Task Of_two_writers_who_read_the_same_version_one_wins()
    {
        var account = await Catalog.AddAccountAsync();
        await Catalog.AddAssetAsync(account, "raced");
        var first = (await Assets.FindAsync(account.Id, "raced", Token))!;
        var second = (await Assets.FindAsync(account.Id, "raced", Token))!;
        first.Description = "first";
        second.Description = "second";
        var outcomes = await Task.WhenAll(Assets.SaveAsync(first, Token), Assets.SaveAsync(second, Token));
        Assert.That(outcomes, Is.EquivalentTo(new[] { SaveOutcome.Updated, SaveOutcome.Conflict }));
        var winner = outcomes[0] == SaveOutcome.Updated ? "first" : "second";
        Assert.That((await Assets.FindAsync(account.Id, "raced", Token))!.Description, Is.EqualTo(winner));
    }

    [Test]
    public async Task Of_many_creators_of_one_name_exactly_one_wins()
    {
        var account = await Catalog.AddAccountAsync();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Task.Run(() => Assets.SaveAsync(
            new Asset { Id = Guid.NewGuid(), AccountId = account.Id, Name = "one", Container = "c", StorageAccountName = "s" }, Token))));
        Assert.That(outcomes.Count(outcome => outcome == SaveOutcome.Created), Is.EqualTo(1));
        Assert.That(outcomes.Count(outcome => outcome == SaveOutcome.Conflict), Is.EqualTo(11));
    }

    [Test]
    public async Task Saving_a_deleted_asset_is_a_conflict()
    {
        var account = await Catalog.AddAccountAsync();
        var asset = await Catalog.AddAssetAsync(account, "gone");
        Assert.That(await Assets.DeleteAsync(account.Id, "GONE", TestCatalog.Deletion, Token), Is.True);
        Assert.That(await Assets.DeleteAsync(account.Id, "gone", TestCatalog.Deletion, Token), Is.False);
        Assert.That(await Assets.SaveAsync(asset, Token), Is.EqualTo(SaveOutcome.Conflict));
    }

    [Test]
    public async Task Deleting_an_asset_takes_its_locators_and_filters_along()
    {
        var account = await Catalog.AddAccountAsync();
        var asset = await Catalog.AddAssetAsync(account, "whole");
        await Catalog.AddLocatorAsync(asset, "whole-locator");
        var filters = Catalog.Get<FilterStore>();
        await filters.SaveAsync(new StreamingFilter { Id = Guid.NewGuid(), AccountId = account.Id, AssetId = asset.Id, Name = "f" }, Token);
        await filters.SaveAsync(new StreamingFilter { Id = Guid.NewGuid(), AccountId = account.Id, Name = "f" }, Token);
        await Assets.DeleteAsync(account.Id, "whole", TestCatalog.Deletion, Token);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await Catalog.Get<StreamingLocatorStore>().FindAsync(account.Id, "whole-locator", Token), Is.Null);
            Assert.That(await filters.FindAsync(account.Id, asset.Id, "f", Token), Is.Null);
            Assert.That(await filters.FindAsync(account.Id, null, "f", Token), Is.Not.Null);
        }
    }

    [Test]
    public async Task A_filter_name_is_unique_within_its_asset_only()
    {
        var account = await Catalog.AddAccountAsync();
        var asset = await Catalog.AddAssetAsync(account, "filtered");
        var filters = Catalog.Get<FilterStore>();
        StreamingFilter New(Guid? assetId) => new()
        {
            Id = Guid.NewGuid(),
            AccountId = account.Id,
            AssetId = assetId,
            Name = "HD",
            FirstQualityBitrate = 128000,
            PresentationTimeRange = new PresentationTimeRange(PresentationWindowDuration: long.MaxValue),
            Tracks = [new FilterTrackSelection([new FilterTrackPropertyCondition("Type", "Equal", "Audio")])],
        };
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await filters.SaveAsync(New(asset.Id), Token), Is.EqualTo(SaveOutcome.Created));
            Assert.That(await filters.SaveAsync(New(null), Token), Is.EqualTo(SaveOutcome.Created));
            Assert.That(await filters.SaveAsync(New(asset.Id), Token), Is.EqualTo(SaveOutcome.Conflict));
            Assert.That(await filters.SaveAsync(New(null), Token), Is.EqualTo(SaveOutcome.Conflict));
            Assert.That(await filters.SaveAsync(New(Guid.NewGuid()), Token), Is.EqualTo(SaveOutcome.ParentMissing));
        }

        var found = await filters.FindAsync(account.Id, asset.Id, "hd", Token);
        Assert.That(found!.PresentationTimeRange!.PresentationWindowDuration, Is.EqualTo(long.MaxValue));
        Assert.That(found.Tracks[0].TrackSelections[0].Value, Is.EqualTo("Audio"));
    }
}

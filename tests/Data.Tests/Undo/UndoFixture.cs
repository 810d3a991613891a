using System.Text.Json;
using MediaPlatform.Data.Accounts;
using MediaPlatform.Data.Assets;
using MediaPlatform.Data.Catalog;
using MediaPlatform.Data.Filters;
using MediaPlatform.Data.Streaming;
using MediaPlatform.Data.Tests.Catalog;
using MediaPlatform.Data.Undo;
using MediaPlatform.TestKit;

namespace MediaPlatform.Data.Tests.Undo;

/// <summary>A catalog, a clock that tests move, and what they all do: delete, find what is left, put it back.</summary>
internal abstract class UndoFixture(CatalogProvider provider) : StoreTests(provider)
{
    protected ManualClock Clock { get; private set; } = null!;

    protected DeletedResourceStore Deleted { get; private set; } = null!;

    protected Deletion Deletion => new() { Time = Clock.GetUtcNow(), Keep = TimeSpan.FromDays(7), By = "me", ByType = "User" };

    [SetUp]
    public void StartClock()
    {
        Clock = new ManualClock();
        Deleted = new DeletedResourceStore(Catalog.Get<CatalogContextFactory>(), Clock);
    }

    protected Task DeleteAsync(Asset asset) => Catalog.Get<AssetStore>().DeleteAsync(asset.AccountId, asset.Name, Deletion, Token);

    protected async Task<IReadOnlyList<DeletedResource>> LeftAsync(MediaAccount account) =>
        (await Deleted.ListAsync(new() { AccountId = account.Id }, Token)).Items;

    /// <summary>Restores the only thing that was deleted in the account.</summary>
    protected async Task<Restoration> RestoreAsync(MediaAccount account)
    {
        var left = await LeftAsync(account);
        Assert.That(left, Has.Count.EqualTo(1));
        return await Deleted.RestoreAsync(account.Id, left[0].Id, Token);
    }

    /// <summary>An asset with a filter and a locator that has a content key.</summary>
    protected async Task<(Asset Asset, StreamingFilter Filter, StreamingLocator Locator)> AddPublishedAsync(MediaAccount account, string name)
    {
        var asset = await Catalog.AddAssetAsync(account, name);
        var filter = new StreamingFilter
        {
            Id = Guid.NewGuid(),
            AccountId = account.Id,
            AssetId = asset.Id,
            Name = "Filter",
            PresentationTimeRange = new PresentationTimeRange(PresentationWindowDuration: long.MaxValue),
            Tracks = [new FilterTrackSelection([new FilterTrackPropertyCondition("Type", "Equal", "Audio")])],
        };
        await Catalog.Get<FilterStore>().SaveAsync(filter, Token);
        var locator = new StreamingLocator
        {
            Id = Guid.NewGuid(),
            AccountId = account.Id,
            AssetId = asset.Id,
            AssetName = name,
            Name = name + " Locator",
            StreamingPolicyName = "Predefined_ClearKey",
            Filters = ["Filter"],
            Created = Clock.GetUtcNow().AddTicks(1234567),
            EndTime = DateTimeOffset.MaxValue,
            Audit = new() { CreatedBy = "somebody", CreatedAt = Clock.GetUtcNow() },
        };
        locator.ContentKeys = [new() { LocatorId = locator.Id, Id = Guid.NewGuid(), Type = "EnvelopeEncryption", ProtectedValue = "value", ProtectedIv = "iv" }];
        Assert.That(await Catalog.Get<StreamingLocatorStore>().SaveAsync(locator, Token), Is.EqualTo(SaveOutcome.Created));
        return (asset, filter, locator);
    }

    /// <summary>All that a row says, but for the version, which a restored row has anew.</summary>
    protected static string Text(NamedResource? row)
    {
        Assert.That(row, Is.Not.Null);
        row!.Version = 0;
        return JsonSerializer.Serialize(row, row.GetType());
    }
}

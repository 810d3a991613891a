using MediaPlatform.Data.Accounts;
using MediaPlatform.Data.Assets;
using MediaPlatform.Data.Catalog;
using MediaPlatform.Data.Queries;
using MediaPlatform.Data.Streaming;
using MediaPlatform.Data.StreamingEndpoints;
using MediaPlatform.Data.Tests.Catalog;

namespace MediaPlatform.Data.Tests.Accounts;

[TestFixtureSource(typeof(TestCatalog), nameof(TestCatalog.Databases))]
internal sealed class AccountStoreTests(CatalogProvider provider) : StoreTests(provider)
{
    private AccountStore Accounts => Catalog.Get<AccountStore>();

    [Test]
    public async Task A_new_account_has_a_stopped_default_endpoint()
    {
        var account = await Catalog.AddAccountAsync();
        var endpoint = await Catalog.Get<StreamingEndpointStore>().FindAsync(account.Id, "DEFAULT", Token);
        Assert.That(endpoint, Is.Not.Null);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(endpoint!.Name, Is.EqualTo("default"));
            Assert.That(endpoint.ResourceState, Is.EqualTo(StreamingEndpointState.Stopped));
            Assert.That(endpoint.ScaleUnits, Is.Zero);
            Assert.That(endpoint.CdnEnabled, Is.False);
            Assert.That(endpoint.Audit.CreatedAt, Is.Null);
        }
    }

    [Test]
    public async Task A_new_account_has_the_six_predefined_streaming_policies()
    {
        var account = await Catalog.AddAccountAsync();
        var policies = await Catalog.Get<StreamingPolicyStore>().ListAsync(new ListQuery<StreamingPolicy> { AccountId = account.Id }, Token);
        var byName = policies.Items.ToDictionary(policy => policy.Name);
        Assert.That(byName.Keys, Is.EquivalentTo(new[]
        {
            "Predefined_DownloadOnly", "Predefined_ClearStreamingOnly", "Predefined_DownloadAndClearStreaming",
            "Predefined_ClearKey", "Predefined_MultiDrmCencStreaming", "Predefined_MultiDrmStreaming",
        }));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(policies.Items.Select(policy => policy.Created), Is.All.EqualTo(new DateTimeOffset(2018, 3, 19, 6, 6, 6, TimeSpan.Zero)));
            Assert.That(byName["Predefined_DownloadOnly"].NoEncryption!.EnabledProtocols, Is.EqualTo(new EnabledProtocols(Download: true)));
            Assert.That(byName["Predefined_ClearKey"].EnvelopeEncryption!.ContentKeys!.DefaultKey!.Label, Is.EqualTo("clearKeyDefault"));
            Assert.That(byName["Predefined_MultiDrmStreaming"].CommonEncryptionCbcs!.Drm!.FairPlay!.AllowPersistentLicense, Is.False);
            Assert.That(byName["Predefined_MultiDrmStreaming"].CommonEncryptionCenc!.ContentKeys!.DefaultKey!.Label, Is.EqualTo("cencKeyDefault"));
            Assert.That(byName["Predefined_MultiDrmCencStreaming"].CommonEncryptionCbcs, Is.Null);
        }
    }

    [Test]
    public async Task An_account_is_found_whatever_the_letter_case_of_its_path()
    {
        var account = await Catalog.AddAccountAsync();
        var found = await Accounts.FindAsync(account.SubscriptionId.ToUpperInvariant(), "VIDEOS", account.Name.ToUpperInvariant(), Token);
        Assert.That(found?.Id, Is.EqualTo(account.Id));
        Assert.That(found!.ResourceGroup, Is.EqualTo("Videos"));
    }

    [Test]
    public async Task Two_accounts_cannot_share_a_name()
    {
        var account = await Catalog.AddAccountAsync();
        var second = new MediaAccount { Id = Guid.NewGuid(), Name = account.Name.ToUpperInvariant(), SubscriptionId = "other" };
        Assert.That(await Accounts.SaveAsync(second, Token), Is.EqualTo(SaveOutcome.Conflict));
        Assert.That(second.Version, Is.Zero);
    }

    [Test]
    public async Task Documents_of_an_account_come_back_as_they_were_stored()
    {
        var account = await Catalog.AddAccountAsync();
        account.Tags = new Dictionary<string, string> { ["team"] = "vidéo 🎬" };
        account.StorageAccounts = [new AttachedStorageAccount("/subscriptions/s/x/storageAccounts/main", "Primary")];
        Assert.That(await Accounts.SaveAsync(account, Token), Is.EqualTo(SaveOutcome.Updated));
        var found = await Accounts.FindByIdAsync(account.Id, Token);
        Assert.That(found!.Tags, Is.EqualTo(account.Tags));
        Assert.That(found.StorageAccounts, Is.EqualTo(account.StorageAccounts));
        Assert.That(found.StorageAccounts[0].Name, Is.EqualTo("main"));
    }

    [Test]
    public async Task Deleting_an_account_takes_everything_of_it_along_and_nothing_else()
    {
        var (account, other) = (await Catalog.AddAccountAsync(), await Catalog.AddAccountAsync());
        var locator = await Catalog.AddLocatorAsync(await Catalog.AddAssetAsync(account, "movie"), "movie");
        await Catalog.AddAssetAsync(other, "movie");
        Assert.That(await Accounts.DeleteAsync(account.Id, Token), Is.True);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await Accounts.DeleteAsync(account.Id, Token), Is.False);
            Assert.That(await Catalog.Get<LocatorReader>().FindAsync(locator.Id, Token), Is.Null);
            Assert.That(await Catalog.Get<AssetStore>().FindAsync(other.Id, "movie", Token), Is.Not.Null);
            Assert.That(await Catalog.Get<StreamingEndpointStore>().FindAsync(other.Id, "default", Token), Is.Not.Null);
        }
    }

    [Test]
    public async Task Accounts_are_listed_by_subscription_and_resource_group()
    {
        var account = await Catalog.AddAccountAsync();
        var page = await Accounts.ListAsync(account.SubscriptionId, "videos", 10, null, Token);
        Assert.That(page.Items.Select(row => row.Id), Is.EqualTo(new[] { account.Id }));
        Assert.That((await Accounts.ListAsync(account.SubscriptionId, "none", 10, null, Token)).Items, Is.Empty);
    }
}

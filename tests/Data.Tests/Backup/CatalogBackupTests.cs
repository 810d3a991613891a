using MediaPlatform.Data.Accounts;
using MediaPlatform.Data.Backup;
using MediaPlatform.Data.Catalog;
using MediaPlatform.Data.Storage;
using MediaPlatform.Data.Streaming;
using MediaPlatform.Data.Tests.Catalog;

namespace MediaPlatform.Data.Tests.Backup;

[TestFixtureSource(typeof(TestCatalog), nameof(TestCatalog.Databases))]
internal sealed class CatalogBackupTests(CatalogProvider provider) : StoreTests(provider)
{
    private readonly CatalogProvider _provider = provider;

    [Test]
    public async Task A_backup_restores_every_row_in_its_own_kind_of_database_and_in_another()
    {
        var account = await Catalog.AddAccountAsync();
        var asset = await Catalog.AddAssetAsync(account, "Película \"one\"");
        var locator = await Catalog.AddLocatorAsync(asset, "loc");
        await Catalog.AddTransformAsync(account, "t");
        await Catalog.Get<StorageKeyStore>().GetOrCreateAsync("storage", Token);
        var backup = new MemoryStream();
        var rows = await Catalog.Get<CatalogBackup>().BackupAsync(backup, Token);
        foreach (var target in new[] { _provider, CatalogProvider.Sqlite }.Distinct())
        {
            await using var restored = await TestCatalog.CreateAsync(target);
            backup.Position = 0;
            Assert.That(await restored.Get<CatalogBackup>().RestoreAsync(backup, Token), Is.EqualTo(rows));
            var found = await restored.Get<LocatorReader>().FindAsync(locator.Id, Token);
            Assert.That((found?.Asset.Name, found?.Asset.Id, found?.Locator.Created), Is.EqualTo((asset.Name, asset.Id, locator.Created)));
            Assert.That(await restored.Get<AccountStore>().FindByNameAsync(account.Name, Token), Is.Not.Null);
            var again = new MemoryStream();
            Assert.That(await restored.Get<CatalogBackup>().BackupAsync(again, Token), Is.EqualTo(rows));
        }
    }

    [Test]
    public async Task A_backup_that_is_cut_restores_nothing()
    {
        await Catalog.AddAccountAsync();
        var backup = new MemoryStream();
        await Catalog.Get<CatalogBackup>().BackupAsync(backup, Token);
        await using var target = await TestCatalog.CreateAsync(_provider);
        var half = new MemoryStream(backup.ToArray(), 0, (int)backup.Length / 2);
        Assert.That(async () => await target.Get<CatalogBackup>().RestoreAsync(half, Token), Throws.InstanceOf<InvalidDataException>());
        backup.Position = 0;
        await target.Get<CatalogBackup>().RestoreAsync(backup, Token);
    }

    [Test]
    public async Task A_catalog_in_use_is_not_overwritten()
    {
        await Catalog.AddAccountAsync();
        var backup = new MemoryStream();
        await Catalog.Get<CatalogBackup>().BackupAsync(backup, Token);
        backup.Position = 0;
        Assert.That(async () => await Catalog.Get<CatalogBackup>().RestoreAsync(backup, Token), Throws.InvalidOperationException);
    }
}

using System.Text;
using MediaPlatform.Data.Assets;
using MediaPlatform.Data.Catalog;
using MediaPlatform.Data.ContentKeys;
using MediaPlatform.Data.Events;
using MediaPlatform.Data.Identity;
using MediaPlatform.Data.Secrets;
using MediaPlatform.Data.Storage;
using MediaPlatform.Data.Streaming;
using MediaPlatform.Data.StreamingEndpoints;
using MediaPlatform.Data.Tests.Catalog;
using MediaPlatform.Data.Undo;
using Microsoft.EntityFrameworkCore;

namespace MediaPlatform.Data.Tests.Secrets;

/// <summary>No secret may be left under an old key, since that key is going to be taken away.</summary>
[TestFixtureSource(typeof(TestCatalog), nameof(TestCatalog.Databases))]
internal sealed class SecretRewriteTests(CatalogProvider provider) : StoreTests(provider)
{
    private const string Old = "old:";
    private const string New = "new:";

    [Test]
    public async Task Every_secret_column_of_the_catalog_is_encrypted_again()
    {
        await FillAsync();
        var places = Secret().ToList();
        foreach (var (table, column) in places)
        {
            Assert.That(await CountAsync(table, column, Old), Is.Positive, $"{table}.{column} needs a row in this test, and its place in {nameof(SecretRotation)}");
        }

        await new SecretRotation(Catalog.Get<CatalogContextFactory>(), TimeProvider.System).RewriteAsync(new Labels(), Token);

        foreach (var (table, column) in places)
        {
            Assert.That((await CountAsync(table, column, Old), await CountAsync(table, column, New)), Is.EqualTo((0, 1)), $"{table}.{column}");
        }
    }

    /// <summary>Columns by their name, and the texts that hold secrets among other things.</summary>
    private IEnumerable<(string Table, string Column)> Secret()
    {
        using var context = Catalog.Get<CatalogContextFactory>().Create();
        return
        [
            .. from entity in context.Model.GetEntityTypes()
               from property in entity.GetProperties()
               where property.Name.StartsWith("Protected", StringComparison.Ordinal)
               select (entity.GetTableName()!, property.GetColumnName()),
            (nameof(CatalogContext.StreamingEndpoints), nameof(StreamingEndpointRecord.AccessControl)),
            (nameof(CatalogContext.DeletedParts), nameof(DeletedPart.Rows)),
        ];
    }

    private async Task FillAsync()
    {
        var account = await Catalog.AddAccountAsync();
        var locator = await Catalog.AddLocatorAsync(await Catalog.AddAssetAsync(account, "asset"), "locator");
        await using var context = Catalog.Get<CatalogContextFactory>().Create();
        context.Add(new ContentKeyPolicy { Id = Guid.NewGuid(), AccountId = account.Id, Name = "policy", ProtectedOptions = Old + "options" });
        context.Add(new LocatorContentKey { LocatorId = locator.Id, Id = Guid.NewGuid(), ProtectedValue = Old + "value", ProtectedIv = Old + "iv" });
        context.Add(new EventSubscription { Id = Guid.NewGuid(), AccountId = account.Id, Name = "events", ProtectedEndpointUrl = Old + "url", ProtectedAttributes = Old + "attributes" });
        context.Add(new SigningKey { Id = "key", ProtectedPrivateKey = Old + "private" });
        context.Add(new StorageAccountKeys { AccountName = "storage", ProtectedKey1 = Old + "first", ProtectedKey2 = Old + "second" });
        await context.SaveChangesAsync(Token);
        var asset = await Catalog.AddAssetAsync(account, "deleted");
        var deleted = await Catalog.AddLocatorAsync(asset, "deleted");
        context.Add(new LocatorContentKey { LocatorId = deleted.Id, Id = Guid.NewGuid(), ProtectedValue = Old + "kept value", ProtectedIv = Old + "kept iv" });
        await context.SaveChangesAsync(Token);
        await Catalog.Get<AssetStore>().DeleteAsync(account.Id, asset.Name, TestCatalog.Deletion, Token);
        var endpoint = await context.StreamingEndpoints.AsTracking().FirstAsync(row => row.AccountId == account.Id, Token);
        endpoint.AccessControl = new(new([new("akamai", Old + "g2o", null)]));
        await context.SaveChangesAsync(Token);
    }

    private async Task<int> CountAsync(string table, string column, string label)
    {
        await using var context = Catalog.Get<CatalogContextFactory>().Create();
        await using var command = context.Database.GetDbConnection().CreateCommand();
        command.CommandText = $"SELECT COUNT(*) FROM \"{table}\" WHERE \"{column}\" LIKE '%{label}%'";
        await context.Database.OpenConnectionAsync(Token);
        return Convert.ToInt32(await command.ExecuteScalarAsync(Token), System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Opens what has either label, and closes with the new one.</summary>
    private sealed class Labels : ISecretProtector
    {
        public string Protect(ReadOnlySpan<byte> secret) => New + Encoding.UTF8.GetString(secret);

        public string ProtectText(string secret) => New + secret;

        public byte[] Unprotect(string stored) => Encoding.UTF8.GetBytes(UnprotectText(stored));

        public string UnprotectText(string stored) => stored[Old.Length..];
    }
}

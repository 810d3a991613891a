using MediaPlatform.Data.Catalog;
using Microsoft.EntityFrameworkCore;

namespace MediaPlatform.Data.Tests.Catalog;

internal sealed class SqliteDurabilityTests
{
    // FULL is 2; SQLite begins with it only where it was built so, and -2000 is its own size of the cache.
    [Test]
    public async Task Every_connection_is_durable_whether_new_or_out_of_the_pool()
    {
        await using var catalog = await TestCatalog.CreateAsync(CatalogProvider.Sqlite);
        var contexts = catalog.Get<CatalogContextFactory>();
        for (var turn = 0; turn < 3; turn++)
        {
            var open = Enumerable.Range(0, 4).Select(_ => contexts.Create()).ToList();
            foreach (var context in open)
            {
                await context.Database.OpenConnectionAsync();
            }

            foreach (var context in open)
            {
                Assert.Multiple(() =>
                {
                    Assert.That(ReadSetting(context, "synchronous"), Is.EqualTo(2));
                    Assert.That(ReadSetting(context, "busy_timeout"), Is.EqualTo(30_000));
                    Assert.That(ReadSetting(context, "cache_size"), Is.EqualTo(-16_384));
                    Assert.That(ReadSetting(context, "temp_store"), Is.EqualTo(2));
                    Assert.That(ReadSetting(context, "foreign_keys"), Is.EqualTo(1));
                });
                await context.DisposeAsync();
            }
        }
    }

    private static long ReadSetting(CatalogContext context, string name)
    {
        using var command = context.Database.GetDbConnection().CreateCommand();
        command.CommandText = $"PRAGMA {name}";
        return (long)command.ExecuteScalar()!;
    }
}

using System.Linq.Expressions;
using MediaPlatform.Data.Accounts;
using MediaPlatform.Data.Assets;
using MediaPlatform.Data.Catalog;
using MediaPlatform.Data.Queries;
using MediaPlatform.Data.Tests.Catalog;

namespace MediaPlatform.Data.Tests.Queries;

[TestFixtureSource(typeof(TestCatalog), nameof(TestCatalog.Databases))]
internal sealed class PagingTests(CatalogProvider provider) : StoreTests(provider)
{
    private AssetStore Assets => Catalog.Get<AssetStore>();

    [Test]
    public async Task Pages_by_name_join_to_the_whole_list_in_ordinal_order()
    {
        var account = await Catalog.AddAccountAsync();
        string[] names = ["b", "a-1", "a 1", "a_1", "ä", "Z", "z1", "0", "a"];
        foreach (var name in names) await Catalog.AddAssetAsync(account, name);
        var listed = await ReadAllAsync(new ListQuery<Asset> { AccountId = account.Id, PageSize = 2 });
        Assert.That(listed, Is.EqualTo(names.OrderBy(name => name.ToLowerInvariant(), StringComparer.Ordinal)));
    }

    [Test]
    public async Task A_full_last_page_has_no_next()
    {
        var account = await Catalog.AddAccountAsync();
        await Catalog.AddAssetAsync(account, "a");
        await Catalog.AddAssetAsync(account, "b");
        var page = await Assets.ListAsync(new ListQuery<Asset> { AccountId = account.Id, PageSize = 2 }, Token);
        Assert.That(page.Items, Has.Count.EqualTo(2));
        Assert.That(page.Next, Is.Null);
    }

    [Test]
    public async Task Rows_inserted_and_deleted_between_pages_neither_repeat_nor_hide_others()
    {
        var account = await Catalog.AddAccountAsync();
        foreach (var name in new[] { "b", "d", "f", "h" }) await Catalog.AddAssetAsync(account, name);
        var query = new ListQuery<Asset> { AccountId = account.Id, PageSize = 2 };
        var first = await Assets.ListAsync(query, Token);
        await Assets.DeleteAsync(account.Id, "d", TestCatalog.Deletion, Token); // the row that the token names
        await Catalog.AddAssetAsync(account, "a");
        await Catalog.AddAssetAsync(account, "e");
        var second = await Assets.ListAsync(query with { After = first.Next }, Token);
        Assert.That(second.Items.Select(asset => asset.Name), Is.EqualTo(new[] { "e", "f" }));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Pages_by_time_keep_rows_of_the_same_moment_apart_by_name(bool descending)
    {
        var account = await Catalog.AddAccountAsync();
        var time = account.Created;
        for (var i = 0; i < 7; i++) await Catalog.AddAssetAsync(account, $"n{i}", time.AddTicks(i / 3));
        var query = new ListQuery<Asset>
        {
            AccountId = account.Id,
            PageSize = 2,
            OrderBy = [SortKey<Asset>.By(asset => asset.Created, descending)],
        };
        string[] rising = ["n0", "n1", "n2", "n3", "n4", "n5", "n6"];
        string[] falling = ["n6", "n5", "n4", "n3", "n2", "n1", "n0"];
        Assert.That(await ReadAllAsync(query), Is.EqualTo(descending ? falling : rising));
    }

    [TestCase(Paging.MostSorted, true)]
    [TestCase(Paging.MostSorted + 1, false)]
    public async Task A_long_range_of_times_comes_by_time_and_a_short_one_by_name(int count, bool isByName)
    {
        var account = await Catalog.AddAccountAsync();
        var start = account.Created;
        await using (var context = Catalog.Get<CatalogContextFactory>().Create())
        {
            context.AddRange(Enumerable.Range(0, count).Select(index => new Asset
            {
                Id = Guid.NewGuid(),
                AccountId = account.Id,
                Name = $"n{9999 - index:D4}", // the oldest comes last by name
                Container = $"asset-{Guid.NewGuid()}",
                StorageAccountName = "storage",
                Created = start.AddSeconds(index),
                LastModified = start,
                Version = 1,
            }));
            await context.SaveChangesAsync(Token);
        }

        Expression<Func<Asset, bool>> since = asset => asset.Created >= start;
        var query = new ListQuery<Asset>
        {
            AccountId = account.Id,
            PageSize = 400,
            Filter = since,
            Range = new(since, SortKey<Asset>.By(asset => asset.Created)),
        };

        var names = await ReadAllAsync(query);

        Assert.That(names, Has.Count.EqualTo(count));
        Assert.That(names, isByName ? Is.Ordered.Ascending : Is.Ordered.Descending);
    }

    [Test]
    public async Task Names_can_be_ordered_from_the_end()
    {
        var account = await Catalog.AddAccountAsync();
        foreach (var name in new[] { "a", "C", "b" }) await Catalog.AddAssetAsync(account, name);
        var query = new ListQuery<Asset>
        {
            AccountId = account.Id,
            PageSize = 1,
            OrderBy = [SortKey<Asset>.By(asset => asset.NameKey, descending: true)],
        };
        Assert.That(await ReadAllAsync(query), Is.EqualTo(new[] { "C", "b", "a" }));
    }

    [Test]
    public async Task Filters_run_in_the_database_with_ordinal_comparison_and_exact_times()
    {
        var account = await Catalog.AddAccountAsync();
        var time = account.Created;
        await Catalog.AddAssetAsync(account, "Abc", time);
        await Catalog.AddAssetAsync(account, "abd", time.AddTicks(1));
        await Catalog.AddAssetAsync(account, "b", time.AddTicks(2));
        var query = new ListQuery<Asset> { AccountId = account.Id };
        var (low, high) = ("Ab", "Abz");
        var byName = query with { Filter = asset => string.Compare(asset.Name, low) > 0 && string.Compare(asset.Name, high) < 0 };
        var byTime = query with { Filter = asset => asset.Created > time && asset.Created <= time.AddTicks(2) };
        Assert.That(await ReadAllAsync(byName), Is.EqualTo(new[] { "Abc" }));
        Assert.That(await ReadAllAsync(byTime), Is.EqualTo(new[] { "abd", "b" }));
    }

    [TestCase("[]")]
    [TestCase("[1]")]
    [TestCase("not json")]
    [TestCase("""["2024",7]""")]
    public async Task A_token_of_another_order_is_the_callers_mistake(string token)
    {
        var account = await Catalog.AddAccountAsync();
        var query = new ListQuery<Asset> { AccountId = account.Id, After = token, OrderBy = [SortKey<Asset>.By(asset => asset.Created)] };
        await Assert.ThatAsync(() => Assets.ListAsync(query, Token), Throws.TypeOf<InvalidPageTokenException>());
    }

    private async Task<List<string>> ReadAllAsync(ListQuery<Asset> query)
    {
        var names = new List<string>();
        for (string? after = null; ;)
        {
            var page = await Assets.ListAsync(query with { After = after }, Token);
            Assert.That(page.Items, Has.Count.LessThanOrEqualTo(query.PageSize));
            names.AddRange(page.Items.Select(asset => asset.Name));
            if ((after = page.Next) is null) return names;
        }
    }
}

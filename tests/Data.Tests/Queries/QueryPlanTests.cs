using System.Linq.Expressions;
using MediaPlatform.Data.Assets;
using MediaPlatform.Data.Catalog;
using MediaPlatform.Data.ContentKeys;
using MediaPlatform.Data.Jobs;
using MediaPlatform.Data.Queries;
using MediaPlatform.Data.Streaming;
using MediaPlatform.Data.Tests.Catalog;
using MediaPlatform.Data.Transforms;
using Microsoft.EntityFrameworkCore;

namespace MediaPlatform.Data.Tests.Queries;

/// <summary>Every order that the contract knows is one that an index has: SQLite enters it where the page begins and sorts nothing.</summary>
internal sealed class QueryPlanTests() : StoreTests(CatalogProvider.Sqlite)
{
    private static readonly Guid s_id = Guid.NewGuid();
    private static readonly DateTimeOffset s_time = new(2024, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private static IEnumerable<TestCaseData> Lists()
    {
        foreach (var descending in new[] { false, true })
        {
            yield return List<Asset>("assets by name", row => row.AccountId == s_id, row => row.NameKey, descending, "m");
            yield return List<Asset>("assets by created", row => row.AccountId == s_id, row => row.Created, descending, s_time);
            yield return List<Asset>("assets by lastModified", row => row.AccountId == s_id, row => row.LastModified, descending, s_time);
            yield return List<StreamingLocator>("locators by created", row => row.AccountId == s_id, row => row.Created, descending, s_time);
            yield return List<StreamingLocator>("locators by endTime", row => row.AccountId == s_id, row => row.EndTime!.Value, descending, s_time);
            yield return List<StreamingPolicy>("streaming policies by created", row => row.AccountId == s_id, row => row.Created, descending, s_time);
            yield return List<ContentKeyPolicy>("key policies by created", row => row.AccountId == s_id, row => row.Created, descending, s_time);
            yield return List<ContentKeyPolicy>("key policies by lastModified", row => row.AccountId == s_id, row => row.LastModified, descending, s_time);
            yield return List<Transform>("transforms by created", row => row.AccountId == s_id, row => row.Created, descending, s_time);
            yield return List<Transform>("transforms by lastModified", row => row.AccountId == s_id, row => row.LastModified, descending, s_time);
            yield return List<Job>("jobs by created", row => row.TransformId == s_id, row => row.Created, descending, s_time);
            yield return List<Job>("jobs by lastModified", row => row.TransformId == s_id, row => row.LastModified, descending, s_time);
        }

        yield return Filtered<Asset>("assets by alternateId", row => row.AccountId == s_id && row.AlternateId == "a");
        yield return Filtered<StreamingLocator>("locators of an asset", row => row.AccountId == s_id && row.AssetName == "a");
        yield return Filtered<Job>("jobs of a state", row => row.TransformId == s_id && row.State == JobState.Error);
    }

    [TestCaseSource(nameof(Lists))]
    public async Task A_page_is_read_from_an_index(Func<CatalogContext, IQueryable> rows)
    {
        await using var context = Catalog.Get<CatalogContextFactory>().Create();
        await context.Database.OpenConnectionAsync(Token);
        await using var command = rows(context).CreateDbCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + command.CommandText;
        var plan = new List<string>();
        await using (var reader = await command.ExecuteReaderAsync(Token))
        {
            while (await reader.ReadAsync(Token)) plan.Add(reader.GetString(3));
        }

        Assert.That(plan, Has.Some.StartsWith("SEARCH"));
        Assert.That(plan, Has.None.StartsWith("SCAN").And.None.Contains("TEMP B-TREE"));
    }

    private static TestCaseData List<T, TKey>(string name, Expression<Func<T, bool>> parent, Expression<Func<T, TKey>> key, bool descending, TKey at)
        where T : NamedResource
        where TKey : notnull
    {
        var order = SortKey<T>.By(key, descending);
        var token = System.Text.Json.JsonSerializer.Serialize(order.IsName ? new object[] { at } : [at, "m"]);
        var query = new ListQuery<T> { AccountId = s_id, PageSize = 20, OrderBy = [order], After = token };
        return Data(name + (descending ? ", falling" : ""), parent, query);
    }

    private static TestCaseData List<T>(string name, Expression<Func<T, bool>> parent, Expression<Func<T, string>> key, bool descending, string at)
        where T : NamedResource => List<T, string>(name, parent, key, descending, at);

    private static TestCaseData List<T>(string name, Expression<Func<T, bool>> parent, Expression<Func<T, DateTimeOffset>> key, bool descending, DateTimeOffset at)
        where T : NamedResource => List<T, DateTimeOffset>(name, parent, key, descending, at);

    private static TestCaseData Filtered<T>(string name, Expression<Func<T, bool>> filter)
        where T : NamedResource => Data(name, filter, new ListQuery<T> { AccountId = s_id, PageSize = 20, After = "m" });

    private static TestCaseData Data<T>(string name, Expression<Func<T, bool>> parent, ListQuery<T> query)
        where T : NamedResource
    {
        Func<CatalogContext, IQueryable> rows = context => context.Set<T>().Where(parent).ApplyQuery(query);
        return new TestCaseData(rows).SetArgDisplayNames(name);
    }
}

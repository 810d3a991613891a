using MediaPlatform.Data.Assets;
using MediaPlatform.Data.Catalog;
using MediaPlatform.Data.Jobs;
using MediaPlatform.Data.Queries;
using MediaPlatform.Data.Streaming;
using Microsoft.EntityFrameworkCore;

namespace MediaPlatform.Data.Tests.Catalog;

/// <summary>What can be known of SQL Server without one: its schema and the SQL of the queries come out of its own provider.</summary>
internal sealed class SqlServerScriptTests
{
    private readonly CatalogContextFactory _contexts =
        new(new DataOptions { Provider = CatalogProvider.SqlServer, ConnectionString = "Server=nowhere.invalid;Database=catalog" });

    [Test]
    public void The_whole_schema_can_be_scripted_and_matches_the_migrations()
    {
        using var context = _contexts.Create();
        var script = context.Database.GenerateCreateScript();
        Assert.That(script, Does.Contain("CREATE TABLE [StreamingLocators]").And.Contain("COLLATE Latin1_General_100_BIN2_UTF8"));
        Assert.That(context.Database.HasPendingModelChanges(), Is.False);
    }

    [Test]
    public void No_cascade_reaches_a_table_on_two_ways()
    {
        using var context = _contexts.Create();
        foreach (var table in context.Model.GetEntityTypes())
        {
            var ways = table.GetForeignKeys().Count(key => key.DeleteBehavior == DeleteBehavior.Cascade);
            Assert.That(ways, Is.LessThanOrEqualTo(1), table.Name);
        }
    }

    [Test]
    public void Keyset_pages_translate()
    {
        using var context = _contexts.Create();
        var query = new ListQuery<Asset>
        {
            AccountId = Guid.NewGuid(),
            Filter = asset => string.Compare(asset.Name, "a") > 0 && asset.Created < DateTimeOffset.MaxValue,
            OrderBy = [SortKey<Asset>.By(asset => asset.Created, descending: true)],
            After = "[\"2024-01-01T00:00:00+00:00\",\"name\"]",
        };
        var sql = context.Assets.Where(row => row.AccountId == query.AccountId).ApplyQuery(query).ToQueryString();
        Assert.That(sql, Does.Contain("ORDER BY [a].[Created] DESC, [a].[NameKey]").And.Contain("TOP(@p"));
    }

    [Test]
    public void Job_lists_with_outputs_translate()
    {
        using var context = _contexts.Create();
        var query = new ListQuery<Job> { AccountId = Guid.NewGuid(), Filter = job => job.State == JobState.Error, After = "x" };
        Assert.That(context.Jobs.Include(row => row.Outputs.OrderBy(output => output.Index)).ApplyQuery(query).ToQueryString(), Does.Contain("[JobOutputs]"));
    }

    [Test]
    public void Stamps_of_locators_translate_to_one_query()
    {
        using var context = _contexts.Create();
        Assert.That(LocatorReader.Stamps(context, [Guid.NewGuid(), Guid.NewGuid()]).ToQueryString(), Does.Contain("SUM").Or.Contain("sum"));
    }
}

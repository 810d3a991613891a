using System.Globalization;
using System.Text.Json.Nodes;
using MediaPlatform.ControlPlane.Tests.Contract;
using MediaPlatform.ControlPlane.Tests.Support;
using MediaPlatform.Data.Catalog;
using Microsoft.Extensions.DependencyInjection;

namespace MediaPlatform.ControlPlane.Tests.Lists;

/// <summary>No list reads more rows than it returns plus one, and none asks once per row.</summary>
[TestFixture(CatalogProvider.Sqlite)]
[TestFixture(CatalogProvider.Postgres)]
public sealed class RowsReadTests(CatalogProvider provider)
{
    private const int Rows = 12;
    private const int PageSize = 5;

    // Account, parent, and the list itself.
    private const int MostQueries = 4;

    private ControlPlaneApp _app = null!;
    private ArmClient _owner = null!;
    private ExampleWorld _world = null!;
    private RowCounter _counter = null!;

    /// <summary>Every list operation that has pages, with what it may be asked.</summary>
    /// <remarks>The third column says how many rows of the database one item takes: a locator its keys, a job its outputs.</remarks>
    public static IEnumerable<TestCaseData> Lists =>
        from list in new (string Operation, string Path, int PerItem, string[] Queries)[]
        {
            ("Assets_List", "assets", 1, ["", "$filter=properties/alternateId eq 'x'", "$filter=name gt 'row3'", "$orderby=name desc", "$orderby=properties/created desc", "$filter=properties/created gt 2020-01-01&$orderby=properties/lastModified", "$top=3", "$top=3&$filter=name ne 'row4'"]),
            ("AssetFilters_List", "assets/row1/assetFilters", 1, [""]),
            ("AccountFilters_List", "accountFilters", 1, [""]),
            ("ContentKeyPolicies_List", "contentKeyPolicies", 1, ["", "$filter=properties/description eq 'x'", "$orderby=properties/lastModified desc", "$top=2&$orderby=properties/created"]),
            ("StreamingPolicies_List", "streamingPolicies", 1, ["", "$filter=name gt 'row'", "$orderby=properties/created", "$top=2"]),
            ("StreamingLocators_List", "streamingLocators", 2, ["", "$filter=properties/assetName eq 'row1'", "$orderby=properties/endTime", "$filter=properties/endTime ge 2024-01-01&$orderby=properties/created desc", "$top=2"]),
            ("Assets_ListStreamingLocators", "assets/row1/listStreamingLocators", 1, [""]),
            ("Transforms_List", "transforms", 1, ["", "$filter=properties/created gt 2020-01-01", "$orderby=properties/lastModified desc"]),
            ("Jobs_List", "transforms/row1/jobs", 2, ["", "$filter=properties/state eq Microsoft.Media.JobState'Queued'", "$filter=properties/state ne 'Finished'&$orderby=properties/created desc", "$orderby=name"]),
            ("StreamingEndpoints_List", "streamingEndpoints", 1, [""]),
            ("Mediaservices_List", "/subscriptions/{s}/resourceGroups/{g}/providers/Microsoft.Media/mediaservices", 1, [""]),
            ("Mediaservices_ListBySubscription", "/subscriptions/{s}/providers/Microsoft.Media/mediaservices", 1, [""]),
        }
        from query in list.Queries
        select new TestCaseData(list.Operation, list.Path, list.PerItem, query).SetArgDisplayNames(list.Operation, query);

    [OneTimeSetUp]
    public async Task Start()
    {
        _counter = new(); // early: Entity Framework asks only once in a while whether anybody listens
        _app = await CatalogDatabase.StartAppAsync(provider, ("ControlPlane:PageSize", PageSize.ToString(CultureInfo.InvariantCulture)));
        _owner = _app.Owner();
        _world = await ExampleWorld.CreateAsync(_app, _owner);
        await FillAsync();
        _counter.Catalog = _app.Services.GetRequiredService<CatalogContextFactory>().ConnectionString;
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        _counter.Dispose();
        _owner.Dispose();
        await _app.DisposeAsync();
    }

    [TestCaseSource(nameof(Lists))]
    public async Task A_page_costs_its_rows_and_one_more(string operation, string path, int perItem, string query)
    {
        var version = operation.StartsWith("Jobs", StringComparison.Ordinal) || operation.StartsWith("Transforms", StringComparison.Ordinal) ? "2022-07-01"
            : operation.StartsWith("StreamingEndpoints", StringComparison.Ordinal) ? "2022-11-01" : "2023-01-01";
        var url = (path.StartsWith('/') ? path : $"{_world.Path}/{path}")
            .Replace("{s}", ControlPlaneApp.Subscription, StringComparison.Ordinal).Replace("{g}", ControlPlaneApp.ResourceGroup, StringComparison.Ordinal)
            + (query.Length == 0 ? "" : "?" + query.Replace(" ", "%20", StringComparison.Ordinal));
        var isAction = operation == "Assets_ListStreamingLocators"; // its reply has no pages in the contract
        var most = isAction ? Rows : PageSize;
        var (pages, items) = (0, 0);
        for (string? next = url; next is not null; pages++)
        {
            _counter.Take();
            var reply = isAction ? await _owner.PostAsync(next, null, version) : await _owner.GetAsync(next, version);
            var counts = _counter.Take();

            Assert.That((int)reply.Status, Is.EqualTo(200), reply.ToString());
            var count = reply.Json[isAction ? "streamingLocators" : "value"]!.AsArray().Count;
            items += count;
            Assert.Multiple(() =>
            {
                Assert.That(count, Is.LessThanOrEqualTo(most));
                Assert.That(counts, Has.Count.InRange(1, MostQueries), string.Join("\n\n", counts.Select(one => one.Sql)));

                // A reader is asked once more than it has rows: that is how it says that there are none left.
                Assert.That(counts.Max(one => one.Rows), Is.LessThanOrEqualTo(((count + 1) * perItem) + 1), string.Join("\n\n", counts));
            });
            next = (string?)reply.Json["@odata.nextLink"];
        }

        // A $filter may leave fewer; without one all rows come, however many pages that takes.
        Assert.That(items, query.Contains('$', StringComparison.Ordinal) ? Is.GreaterThan(0) : Is.GreaterThanOrEqualTo(Rows));
        Assert.That(pages, query.Length > 0 || isAction ? Is.GreaterThan(0) : Is.GreaterThan(2));
    }

    [Test]
    public void Every_list_with_pages_is_looked_at()
    {
        var paged = ContractOperation.All
            .Where(one => one.Verb == "GET" && one.Id.Contains("_List", StringComparison.Ordinal) && !one.Path.Contains("live", StringComparison.OrdinalIgnoreCase))
            .Select(one => one.Id)
            .Except(["Operations_List", "PrivateLinkResources_List", "PrivateEndpointConnections_List", "Tracks_List"]); // no rows of their own

        Assert.That(Lists.Select(data => (string)data.Arguments[0]!).Distinct(), Is.SupersetOf(paged));
    }

    private async Task FillAsync()
    {
        await _world.KeyPolicyAsync("keys");
        for (var index = 0; index < Rows; index++)
        {
            await _world.PutAsync($"assets/row{index}", JsonNode.Parse("""{"properties":{"alternateId":"x"}}""")!, "2023-01-01");
            await _world.PutAsync($"contentKeyPolicies/row{index}", JsonNode.Parse("""{"properties":{"description":"x","options":[{"configuration":{"@odata.type":"#Microsoft.Media.ContentKeyPolicyClearKeyConfiguration"},"restriction":{"@odata.type":"#Microsoft.Media.ContentKeyPolicyOpenRestriction"}}]}}""")!, "2023-01-01");
            await _world.PutAsync($"streamingPolicies/row{index}", JsonNode.Parse("""{"properties":{"noEncryption":{"enabledProtocols":{"download":true,"dash":true,"hls":true,"smoothStreaming":true}}}}""")!, "2023-01-01");
            await _world.PutAsync($"accountFilters/row{index}", JsonNode.Parse("""{"properties":{"firstQuality":{"bitrate":1}}}""")!, "2023-01-01");
            await _world.TransformAsync($"row{index}", 2);
            await _world.PutAsync($"streamingEndpoints/row{index}", JsonNode.Parse("""{"location":"West US","properties":{"scaleUnits":0,"cdnEnabled":false}}""")!, "2022-11-01");
        }

        await _world.AssetAsync("out");
        for (var index = 0; index < Rows; index++)
        {
            await _world.PutAsync($"assets/row1/assetFilters/row{index}", JsonNode.Parse("""{"properties":{"firstQuality":{"bitrate":1}}}""")!, "2023-01-01");
            await _world.PutAsync($"streamingLocators/row{index}", JsonNode.Parse("""{"properties":{"assetName":"row1","streamingPolicyName":"Predefined_MultiDrmStreaming","defaultContentKeyPolicyName":"keys"}}""")!, "2023-01-01");
            await _world.PutAsync($"transforms/row1/jobs/row{index}", JsonNode.Parse("""{"properties":{"input":{"@odata.type":"#Microsoft.Media.JobInputAsset","assetName":"row1"},"outputs":[{"@odata.type":"#Microsoft.Media.JobOutputAsset","assetName":"out"},{"@odata.type":"#Microsoft.Media.JobOutputAsset","assetName":"out"}]}}""")!, "2022-07-01");
            await ExampleWorld.CreateAsync(_app, _owner); // accounts
        }
    }
}

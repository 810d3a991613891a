using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using MediaPlatform.ControlPlane.Tests.Contract;
using MediaPlatform.ControlPlane.Tests.Support;
using MediaPlatform.Data.Accounts;
using MediaPlatform.Data.Assets;
using MediaPlatform.Data.Catalog;
using Microsoft.Extensions.DependencyInjection;

namespace MediaPlatform.ControlPlane.Tests.Lists;

/// <summary>Random filters and orders, read in pages: the database finds the rows that an evaluator of the test's own finds, in the same order.</summary>
[TestFixture(CatalogProvider.Sqlite)]
[TestFixture(CatalogProvider.Postgres)]
public sealed class FilterPropertyTests(CatalogProvider provider)
{
    private const int Filters = 80;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private static readonly string[] s_names =
        ["a", "B", "b-1", "b 1", "it's", "Ä", "ä1", "z", "Zz", "0", "00", "_", "[x]", "a\"b", "日本", "😀", "e\u0301", "é", "same", "İ", "ß"];

    private static readonly string?[] s_texts = [null, "", "x", "X", "it's", "''", "ä", "z".PadRight(200, 'z'), "50 % _", "日本", "😀", "Ⅷ"];

    private ControlPlaneApp _app = null!;
    private ArmClient _owner = null!;
    private ExampleWorld _world = null!;
    private Guid _account;
    private List<FilterRow> _rows = null!;
    private int _seed;

    [OneTimeSetUp]
    public async Task Start()
    {
        _seed = Random.Shared.Next();
        TestContext.Progress.WriteLine($"{nameof(FilterPropertyTests)} seed {_seed}");
        _app = await CatalogDatabase.StartAppAsync(provider, ("ControlPlane:PageSize", "3"));
        _owner = _app.Owner();
        _world = await ExampleWorld.CreateAsync(_app, _owner);
        _account = (await _app.Services.GetRequiredService<AccountStore>().FindByNameAsync(_world.Account, CancellationToken.None))!.Id;
        _rows = [];
        var random = new Random(_seed);
        foreach (var name in s_names)
        {
            _rows.Add(await AddAsync(name, random));
        }
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        _owner.Dispose();
        await _app.DisposeAsync();
    }

    [Test]
    public async Task A_random_filter_selects_what_an_evaluator_selects()
    {
        var random = new Random(_seed);
        var found = 0;
        for (var round = 0; round < Filters; round++)
        {
            var (text, isMet) = new FilterSample(random, _rows).Next();
            var expected = _rows.Where(isMet).Select(row => row.Name).OrderBy(name => name.ToLowerInvariant(), StringComparer.Ordinal);

            var names = await NamesAsync("$filter=" + Uri.EscapeDataString(text));

            Assert.That(names, Is.EqualTo(expected), $"seed {_seed}, round {round}: {text}");
            found += names.Count;
        }

        Assert.That(found, Is.InRange(Filters, Filters * (_rows.Count - 1)), "the filters neither select all nor nothing");
    }

    [Test]
    public async Task A_random_order_is_kept_over_pages()
    {
        var random = new Random(_seed);
        for (var round = 0; round < 25; round++)
        {
            var (byTime, isTimeFalling, isNameFalling) = (random.Next(2) == 0, random.Next(2) == 0, random.Next(2) == 0);
            var order = (byTime ? $"properties/created {(isTimeFalling ? "desc" : "asc")}," : "") + (isNameFalling ? "name desc" : "Name");
            var (filter, isMet) = new FilterSample(random, _rows).Next(2);
            var expected = _rows.Where(isMet).OrderBy(row => byTime ? row.Created.UtcTicks * (isTimeFalling ? -1 : 1) : 0).ThenBy(row => row.Name.ToLowerInvariant(), ByCode(isNameFalling));

            var names = await NamesAsync($"$orderby={Uri.EscapeDataString(order)}&$filter={Uri.EscapeDataString(filter)}");

            Assert.That(names, Is.EqualTo(expected.Select(row => row.Name)), $"seed {_seed}, round {round}: {filter}, {order}");
        }
    }

    [Test]
    public async Task Pages_neither_repeat_nor_hide_what_stays_while_others_come_and_go()
    {
        using var stop = new CancellationTokenSource();
        var changes = new StrongBox<int>();
        var churn = Task.Run(() => ChurnAsync(changes, stop.Token)); // SQLite never gives the thread back
        var clock = Stopwatch.StartNew();
        try
        {
            for (var round = 0; round < 15 || (Volatile.Read(ref changes.Value) <= 3 && clock.Elapsed < s_patience); round++)
            {
                var order = (round % 3) switch { 0 => "name", 1 => "properties/created desc", _ => "properties/lastModified,name desc" };
                var names = await NamesAsync("$orderby=" + Uri.EscapeDataString(order));

                // One that was deleted and made again is another one, and may come twice.
                Assert.That(names.Where(name => !name.Contains('+', StringComparison.Ordinal)), Is.EquivalentTo(_rows.Select(row => row.Name)), order);
            }
        }
        finally
        {
            await stop.CancelAsync();
            await churn;
            Assert.That(changes.Value, Is.GreaterThan(3), "others did come and go");
        }
    }

    [TestCase("name eq 'a' or name eq 'B' and name eq 'z'", "a")]
    [TestCase("not name eq 'a' and name lt 'b'", "_,0,00,[x],a\"b")]
    [TestCase("name eq 'a' and not (name eq 'a' or name eq 'z')", "")]
    public async Task Not_binds_before_and_and_that_before_or(string filter, string names) =>
        Assert.That(await NamesAsync("$filter=" + Uri.EscapeDataString(filter)), Is.EquivalentTo(names.Split(',', StringSplitOptions.RemoveEmptyEntries)));

    [TestCase("$filter", "name eq 'a' and", 16)]
    [TestCase("$filter", "name eq 'a' name", 13)]
    [TestCase("$filter", "nothing eq 'a'", 1)]
    [TestCase("$filter", "name eq 'a' or properties/none eq 'b'", 16)]
    [TestCase("$filter", "name like 'a'", 6)]
    [TestCase("$filter", "startswith(name,'a')", 1)]
    [TestCase("$filter", "(name eq 'a'", 1)]
    [TestCase("$filter", "name eq 'a", 9)]
    [TestCase("$filter", "name eq 5", 9)]
    [TestCase("$filter", "properties/created gt 'soon'", 23)]
    [TestCase("$filter", "properties/assetId gt 00000000-0000-0000-0000-000000000000", 20)]
    [TestCase("$filter", "name eq 'a' & name eq 'b'", 13)]
    [TestCase("$orderby", "name,", 6)]
    [TestCase("$orderby", "name down", 6)]
    [TestCase("$orderby", "properties/none", 1)]
    [TestCase("$orderby", "properties/description", 1)]
    [TestCase("$orderby", "name desc, 'a'", 12)]
    public async Task What_cannot_be_read_is_told_with_the_place(string option, string text, int position)
    {
        var reply = await _owner.GetAsync($"{_world.Path}/assets?{option}={Uri.EscapeDataString(text)}");

        Assert.That((int)reply.Status, Is.EqualTo(400), reply.ToString());
        Assert.That(reply.ErrorMessage, Does.EndWith($"at position {position}."));
    }

    private async Task<List<string>> NamesAsync(string query)
    {
        var names = new List<string>();
        for (var next = $"{_world.Path}/assets?api-version=2023-01-01&{query}"; next is not null;)
        {
            var reply = await _owner.GetAsync(next);
            Assert.That((int)reply.Status, Is.EqualTo(200), $"{query}: {reply}");
            var page = reply.Json["value"]!.AsArray().Select(asset => (string)asset!["name"]!).ToList();
            names.AddRange(page);
            next = (string?)reply.Json["@odata.nextLink"];
        }

        return names;
    }

    private async Task<FilterRow> AddAsync(string name, Random random)
    {
        var row = new Asset
        {
            Id = Guid.NewGuid(),
            AccountId = _account,
            Name = name,
            AlternateId = s_texts[random.Next(s_texts.Length)],
            Description = s_texts[random.Next(s_texts.Length)],
            Container = $"asset-{Guid.NewGuid()}",
            StorageAccountName = "contosostorage",
            Created = new DateTimeOffset(2024, 1, 1 + random.Next(3), random.Next(2), 0, 0, TimeSpan.Zero).AddTicks(random.Next(2)),
            LastModified = new DateTimeOffset(2024, 2, 1 + random.Next(3), 0, 0, 0, TimeSpan.Zero),
        };
        Assert.That(await _app.Services.GetRequiredService<AssetStore>().SaveAsync(row, CancellationToken.None), Is.EqualTo(SaveOutcome.Created));
        return new(name, row.AlternateId, row.Description, row.Id, row.Created);
    }

    // Rows before, between and behind those that stay.
    private async Task ChurnAsync(StrongBox<int> changes, CancellationToken stop)
    {
        var store = _app.Services.GetRequiredService<AssetStore>();
        var random = new Random(_seed + 1);
        for (; !stop.IsCancellationRequested; Interlocked.Increment(ref changes.Value))
        {
            var name = s_names[random.Next(s_names.Length)] + "+" + random.Next(3);
            if (await store.FindAsync(_account, name, CancellationToken.None) is null)
            {
                await AddAsync(name, random);
            }
            else
            {
                await store.DeleteAsync(_account, name, new Data.Undo.Deletion { Time = TimeProvider.System.GetUtcNow(), Keep = TimeSpan.Zero }, CancellationToken.None);
            }
        }

        foreach (var name in s_names.SelectMany(name => Enumerable.Range(0, 3).Select(index => $"{name}+{index}")))
        {
            await store.DeleteAsync(_account, name, new Data.Undo.Deletion { Time = TimeProvider.System.GetUtcNow(), Keep = TimeSpan.Zero }, CancellationToken.None);
        }
    }

    private static Comparer<string> ByCode(bool isFalling) =>
        Comparer<string>.Create((left, right) => isFalling ? string.CompareOrdinal(right, left) : string.CompareOrdinal(left, right));
}

using System.Diagnostics;
using System.Globalization;
using MediaPlatform.Bench.Origin;
using MediaPlatform.Data.Catalog;
using MediaPlatform.TestKit;

namespace MediaPlatform.Bench.Api;

/// <summary>Runs every case against a full catalog on each database.</summary>
/// <param name="seconds">Length of a run.</param>
/// <param name="assets">Assets in the catalog, each with a locator; every tenth with a job.</param>
internal sealed class Comparison(int seconds, int assets)
{
    private const int ReadsPerSecond = 200;
    private const int CreatesPerSecond = 100;
    private const string Job = """{"properties":{"input":{"@odata.type":"#Microsoft.Media.JobInputAsset","assetName":"Asset-000000"},"outputs":[{"@odata.type":"#Microsoft.Media.JobOutputAsset","assetName":"Asset-000001"}]}}""";
    private const string Locator = """{"properties":{"assetName":"Asset-000002","streamingPolicyName":"Predefined_ClearStreamingOnly"}}""";

    /// <param name="only">One database; all when empty.</param>
    public async Task RunAsync(string only)
    {
        using var rival = new Rival();
        await rival.ReadyAsync();
        if (only != nameof(CatalogProvider.Postgres))
        {
            using var folder = new TemporaryFolder();
            await MeasureAsync(new(CatalogProvider.Sqlite, "", folder.FullPath), rival);
        }

        if (only != nameof(CatalogProvider.Sqlite))
        {
            using var folder = new TemporaryFolder();
            await using var postgres = await PostgresServer.StartAsync();
            await MeasureAsync(new(CatalogProvider.Postgres, postgres.ConnectionString("bench"), folder.FullPath), rival);
        }
    }

    private async Task MeasureAsync(BenchCatalog catalog, Rival rival)
    {
        var (first, _, _) = await BenchServer.StartAsync(catalog); // makes the schema and the account
        first.Dispose();
        var empty = await StartSecondsAsync(catalog);
        await SeedAsync(catalog);
        await SettleAsync(catalog);
        var full = await StartSecondsAsync(catalog);
        Console.WriteLine(Line($"{catalog.Provider}: {assets} assets and locators, {assets / 10} jobs; start to first answer {empty:F2} s when empty, {full:F2} s when full, ratio {full / empty:F2}"));
        var (server, token, _) = await BenchServer.StartAsync(catalog);
        using var running = server;
        using var load = new OpenLoop(server, token);
        foreach (var row in Case.Reads(assets))
        {
            await load.RequestsPerCpuSecondAsync(Make(row), 2); // the compiler is done before the first figure
        }

        Console.WriteLine(Line($"{"case",-30}{"bytes",9}{"p50 ms",9}{"p99 ms",9}{"req/CPU-s",11}{"nginx",9}{"ratio",8}"));
        foreach (var row in Case.Reads(assets))
        {
            await ReadAsync(row, load, rival);
        }

        await CreateAsync("create assets", load, number => $"assets/new-{number}?api-version=2022-08-01", "{}");
        await CreateAsync("create locators", load, number => $"streamingLocators/new-{number}?api-version=2022-08-01", Locator);
        await CreateAsync("create jobs", load, number => $"transforms/transform-0/jobs/new-{number}?api-version=2022-07-01", Job);
        Console.WriteLine(Line($"memory after all of it (PSS): {server.MemoryMegabytes():F0} MB"));
    }

    // What PostgreSQL does by itself some minutes after so many rows have come, it does now and not beside the figures.
    private static async Task SettleAsync(BenchCatalog catalog)
    {
        if (catalog.Provider == CatalogProvider.Postgres)
        {
            await using var connection = new Npgsql.NpgsqlConnection(catalog.Connection);
            await connection.OpenAsync();
            await using var command = new Npgsql.NpgsqlCommand("VACUUM ANALYZE", connection) { CommandTimeout = 120 };
            await command.ExecuteNonQueryAsync();
        }
    }

    private async Task ReadAsync(Case row, OpenLoop load, Rival rival)
    {
        var make = Make(row);
        var length = await load.LengthAsync(make);
        await load.RunAsync(make, ReadsPerSecond, 1); // warm
        var run = await load.RunAsync(make, ReadsPerSecond, seconds);
        var own = await load.RequestsPerCpuSecondAsync(make, 2);
        var theirs = await rival.RequestsPerCpuSecondAsync(length, 1);
        Console.WriteLine(Line($"{row.Name,-30}{length,9}{run.P50,9:F1}{run.P99,9:F1}{own,11:F0}{theirs,9:F0}{own / theirs,8:F3}{Errors(run)}"));
    }

    private async Task CreateAsync(string name, OpenLoop load, Func<int, string> path, string body)
    {
        var run = await load.RunAsync(OpenLoop.Put(number => $"{BenchCatalog.AccountPath}/{path(number)}", body), CreatesPerSecond, seconds);
        Console.WriteLine(Line($"{name,-30}{run.Requests,9}{run.P50,9:F1}{run.P99,9:F1}{run.PerCpuSecond,11:F0}{(run.Errors == 0 ? "  no error" : Errors(run))}"));
    }

    private static RequestMaker Make(Case row) => OpenLoop.Get(number => $"{BenchCatalog.AccountPath}/{row.Path(number)}");

    private static string Errors(LoadRun run) => run.Errors == 0 ? "" : $"  {run.Errors} ERRORS";

    // The median of three, because one start is at the mercy of whatever else the machine does.
    private static async Task<double> StartSecondsAsync(BenchCatalog catalog)
    {
        var times = new List<double>();
        for (var round = 0; round < 3; round++)
        {
            var (server, _, time) = await BenchServer.StartAsync(catalog);
            server.Dispose();
            times.Add(time);
        }

        return times.Order().ElementAt(1);
    }

    private async Task SeedAsync(BenchCatalog catalog)
    {
        var clock = Stopwatch.StartNew();
        using var seed = Process.Start(
            Environment.ProcessPath!, ["seed", catalog.Provider.ToString(), catalog.Connection, catalog.Folder, assets.ToString(CultureInfo.InvariantCulture)]);
        await seed.WaitForExitAsync();
        if (seed.ExitCode != 0)
        {
            throw new InvalidOperationException("The catalog could not be filled.");
        }

        Console.Error.WriteLine(Line($"filled in {clock.Elapsed.TotalSeconds:F0} s"));
    }

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

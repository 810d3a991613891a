namespace MediaPlatform.Bench.Api;

/// <summary>A request under measurement; its path is below the account.</summary>
internal sealed record Case(string Name, Func<int, string> Path)
{
    private const int Versions = 7919; // a prime: neighbours in time are far apart in the catalog

    /// <summary>The read cases for a catalog of so many assets.</summary>
    public static IReadOnlyList<Case> Reads(int assets) =>
    [
        new("GET asset", number => $"assets/{BenchCatalog.AssetName(Any(number, assets))}?{Metadata}"),
        new("GET locator with keys", number => $"streamingLocators/locator-{Any(number, assets) / BenchCatalog.ProtectedEvery * BenchCatalog.ProtectedEvery:D6}?{Metadata}"),
        new("GET job", number => $"transforms/transform-0/jobs/job-{Any(number, assets) / 20 * 20:D6}?{Encoding}"),
        new("assets, $top=20", _ => $"assets?{Metadata}&$top=20"),
        new("assets, a whole page", _ => $"assets?{Metadata}"),
        new("assets, deep page of 20", number => $"assets?{Metadata}&$top=20&$skiptoken={BenchCatalog.AssetName(Any(number, assets))}"),
        new("assets, name range (AMSE)", number => $"assets?{Metadata}&$top=20&$filter={Escape($"name gt '{BenchCatalog.AssetName(Any(number, assets))[..10]}' and name lt '{BenchCatalog.AssetName(Any(number, assets))[..10].PadRight(262, 'z')}'")}"),
        new("assets by alternateId", number => $"assets?{Metadata}&$filter={Escape($"properties/alternateId eq 'alternate-{Any(number, assets) / 4}'")}"),
        new("assets by assetId, none", number => $"assets?{Metadata}&$filter={Escape($"properties/assetId eq {new Guid(number, 0, 0, new byte[8])}")}"),
        new("assets made in a minute", number => $"assets?{Metadata}&$top=20&$filter={Escape($"properties/created ge {Time(Any(number, assets))} and properties/created lt {Time(Any(number, assets) + 60)}")}"),
        new("assets made since", number => $"assets?{Metadata}&$top=20&$filter={Escape($"properties/created gt {Time(Any(number, assets))}")}"),
        new("assets made since, by time", number => $"assets?{Metadata}&$top=20&$filter={Escape($"properties/created gt {Time(Any(number, assets))}")}&$orderby=properties/created"),
        new("assets, deep page by time", number => $"assets?{Metadata}&$top=20&$orderby={Escape("properties/created desc")}&$skiptoken={Escape(TimeToken(Any(number, assets)))}"),
        new("assets, changed last", _ => $"assets?{Metadata}&$top=20&$orderby={Escape("properties/lastModified desc")}"),
        new("locators, page of 20", number => $"streamingLocators?{Metadata}&$top=20&$filter={Escape($"name gt 'locator-{Any(number, assets):D6}'")}"),
        new("locators of an asset", number => $"streamingLocators?{Metadata}&$filter={Escape($"properties/assetName eq '{BenchCatalog.AssetName(Any(number, assets))}'")}"),
        new("locators ending after", _ => $"streamingLocators?{Metadata}&$top=20&$filter={Escape("properties/endTime ge 2024-01-01")}&$orderby=properties/endTime"),
        new("jobs, page of 20", _ => $"transforms/transform-0/jobs?{Encoding}&$top=20"),
        new("jobs in error", _ => $"transforms/transform-0/jobs?{Encoding}&$top=20&$filter={Escape("properties/state eq Microsoft.Media.JobState'Error'")}"),
        new("jobs in error, newest first", _ => $"transforms/transform-0/jobs?{Encoding}&$top=20&$filter={Escape("properties/state eq 'Error'")}&$orderby={Escape("properties/created desc")}"),
        new("jobs not finished", _ => $"transforms/transform-0/jobs?{Encoding}&$top=20&$filter={Escape("properties/state ne 'Finished'")}"),
        new("jobs, newest first", number => $"transforms/transform-0/jobs?{Encoding}&$top=20&$filter={Escape($"properties/created gt {Time(Any(number, assets))}")}&$orderby={Escape("properties/created desc")}"),
    ];

    private static string Metadata => "api-version=2022-08-01";

    private static string Encoding => "api-version=2022-07-01";

    private static int Any(int number, int assets) => (int)((long)number * Versions % assets);

    private static string Time(int index) => BenchCatalog.Start.AddSeconds(index).ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);

    private static string TimeToken(int index) => $"[\"{BenchCatalog.Start.AddSeconds(index):yyyy-MM-ddTHH:mm:ss+00:00}\",\"{BenchCatalog.AssetName(index).ToLowerInvariant()}\"]";

    private static string Escape(string text) => Uri.EscapeDataString(text);
}

using MediaPlatform.Data.Catalog;

namespace MediaPlatform.Bench.Api;

/// <summary>Where a bench's catalog lives, and the names that its rows have.</summary>
/// <param name="Connection">Connection string; empty for SQLite, which lives in the folder.</param>
internal sealed record BenchCatalog(CatalogProvider Provider, string Connection, string Folder)
{
    public const string Subscription = "00000000-0000-0000-0000-000000000001";
    public const string ResourceGroup = "bench";
    public const string Account = "benchmedia";
    public const string Storage = "benchstorage";

    /// <summary>One asset in so many has its key policy's two keys on its locator.</summary>
    public const int ProtectedEvery = 8;

    /// <summary>When the first row was made; every next one is a second younger. Recent, since jobs go away after 90 days.</summary>
    public static readonly DateTimeOffset Start = new(TimeProvider.System.GetUtcNow().AddDays(-10).Date, TimeSpan.Zero);

    public static string AccountPath => $"/subscriptions/{Subscription}/resourceGroups/{ResourceGroup}/providers/Microsoft.Media/mediaServices/{Account}";

    public static string AssetName(int index) => $"Asset-{index:D6}";

    public Dictionary<string, string?> Settings() => new()
    {
        ["Data:Provider"] = Provider.ToString(),
        ["Data:ConnectionString"] = Connection,
        ["Data:Directory"] = Folder,
        ["Endpoints:Blobs"] = "http://127.0.0.1:8082",
        ["Endpoints:Streaming"] = "http://127.0.0.1:8080",
    };
}

using MediaPlatform.Data.Accounts;
using MediaPlatform.Data.Assets;
using MediaPlatform.Data.Catalog;
using MediaPlatform.Data.Streaming;
using MediaPlatform.Data.Transforms;
using MediaPlatform.Data.Undo;
using Microsoft.Data.SqlClient;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace MediaPlatform.Data.Tests.Catalog;

/// <summary>An empty catalog of its own in a real database.</summary>
internal sealed class TestCatalog : IAsyncDisposable
{
    public const string SqlServerVariable = "MEDIAPLATFORM_TEST_SQLSERVER";

    private readonly ServiceProvider _services;

    private TestCatalog(ServiceProvider services, string folder)
    {
        _services = services;
        Folder = folder;
    }

    public string Folder { get; }

    /// <summary>A deletion that can be undone for a week.</summary>
    public static Deletion Deletion => new() { Time = TimeProvider.System.GetUtcNow(), By = "test", ByType = "User" };

    /// <summary>Every database that the store tests can run on here.</summary>
    public static IEnumerable<TestFixtureData> Databases()
    {
        yield return new TestFixtureData(CatalogProvider.Sqlite);
        yield return Integration(CatalogProvider.Postgres);
        if (Environment.GetEnvironmentVariable(SqlServerVariable) is { Length: > 0 }) yield return Integration(CatalogProvider.SqlServer);
    }

    public static async Task<TestCatalog> CreateAsync(CatalogProvider provider, bool migrate = true)
    {
        var folder = Directory.CreateTempSubdirectory("mp-catalog-").FullName;
        var catalog = new TestCatalog(Services(provider, folder, await ConnectionStringAsync(provider)), folder);
        if (migrate) await catalog.Get<CatalogMigrator>().MigrateAsync(CancellationToken.None);
        return catalog;
    }

    public static ServiceProvider Services(CatalogProvider provider, string folder, string? connectionString)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Data:Provider"] = provider.ToString(),
                ["Data:Directory"] = folder,
                ["Data:ConnectionString"] = connectionString,
            })
            .Build();
        return new ServiceCollection().AddLogging().AddCatalog(configuration).BuildServiceProvider();
    }

    public T Get<T>()
        where T : notnull =>
        _services.GetRequiredService<T>();

    public async Task<MediaAccount> AddAccountAsync(string name = "")
    {
        var account = new MediaAccount
        {
            Id = Guid.NewGuid(),
            Name = name.Length == 0 ? "acc" + Guid.NewGuid().ToString("N")[..16] : name,
            SubscriptionId = Guid.NewGuid().ToString(),
            ResourceGroup = "Videos",
            Location = "westeurope",
            Created = new DateTimeOffset(2024, 1, 2, 3, 4, 5, TimeSpan.Zero),
        };
        Assert.That(await Get<AccountStore>().SaveAsync(account, CancellationToken.None), Is.EqualTo(SaveOutcome.Created));
        return account;
    }

    public async Task<Asset> AddAssetAsync(MediaAccount account, string name, DateTimeOffset? created = null)
    {
        var asset = new Asset
        {
            Id = Guid.NewGuid(),
            AccountId = account.Id,
            Name = name,
            Container = $"asset-{Guid.NewGuid()}",
            StorageAccountName = "storage",
            Created = created ?? account.Created,
            LastModified = created ?? account.Created,
        };
        Assert.That(await Get<AssetStore>().SaveAsync(asset, CancellationToken.None), Is.EqualTo(SaveOutcome.Created));
        return asset;
    }

    public async Task<StreamingLocator> AddLocatorAsync(Asset asset, string name, string policy = "Predefined_ClearStreamingOnly")
    {
        var locator = new StreamingLocator
        {
            Id = Guid.NewGuid(),
            AccountId = asset.AccountId,
            Name = name,
            AssetId = asset.Id,
            AssetName = asset.Name,
            StreamingPolicyName = policy,
            Created = asset.Created,
            LastModified = asset.Created,
        };
        Assert.That(await Get<StreamingLocatorStore>().SaveAsync(locator, CancellationToken.None), Is.EqualTo(SaveOutcome.Created));
        return locator;
    }

    public async Task<Transform> AddTransformAsync(MediaAccount account, string name)
    {
        var transform = new Transform { Id = Guid.NewGuid(), AccountId = account.Id, Name = name, Created = account.Created, LastModified = account.Created };
        Assert.That(await Get<TransformStore>().SaveAsync(transform, CancellationToken.None), Is.EqualTo(SaveOutcome.Created));
        return transform;
    }

    public async ValueTask DisposeAsync()
    {
        await using (var context = Get<CatalogContextFactory>().Create())
            await context.Database.EnsureDeletedAsync();
        await _services.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private static async Task<string?> ConnectionStringAsync(CatalogProvider provider)
    {
        var database = "t" + Guid.NewGuid().ToString("N");
        return provider switch
        {
            CatalogProvider.Sqlite => null,
            CatalogProvider.Postgres => (await SharedPostgres.StartedAsync()).ConnectionString(database),
            _ => new SqlConnectionStringBuilder(Environment.GetEnvironmentVariable(SqlServerVariable)) { InitialCatalog = database }.ToString(),
        };
    }

    private static TestFixtureData Integration(CatalogProvider provider)
    {
        var data = new TestFixtureData(provider);
        data.Properties.Add("Category", "Integration");
        return data;
    }
}

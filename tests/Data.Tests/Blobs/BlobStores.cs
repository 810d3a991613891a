using MediaPlatform.Data.Blobs;
using MediaPlatform.Data.Catalog;
using MediaPlatform.TestKit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace MediaPlatform.Data.Tests.Blobs;

/// <summary>The blob stores of the whole run, wired as a service wires them; Azurite is started when the first test needs it.</summary>
[SetUpFixture]
public sealed class BlobStores
{
    /// <summary>Name of the storage account in both stores.</summary>
    internal const string Account = AzuriteServer.Account;

    private static readonly Lazy<Task<AzuriteServer>> Azurite = new(AzuriteServer.StartAsync);

    private static readonly TemporaryFolder Folder = new();

    /// <summary>Every store that the contract tests run on.</summary>
    public static IEnumerable<TestFixtureData> All()
    {
        yield return new TestFixtureData(BlobProvider.Disk);
        var azure = new TestFixtureData(BlobProvider.Azure);
        azure.Properties.Add("Category", "Integration");
        yield return azure;
    }

    /// <param name="provider">Where the blobs are.</param>
    /// <param name="directory">The data folder; one of its own when null.</param>
    internal static async Task<ServiceProvider> OpenAsync(BlobProvider provider, string? directory = null)
    {
        var settings = new Dictionary<string, string?> { ["Data:Directory"] = directory ?? Folder.File($"{provider}{Guid.NewGuid():N}"), ["Blobs:Provider"] = provider.ToString() };
        if (provider == BlobProvider.Azure) settings[$"Blobs:Accounts:{Account}:ConnectionString"] = (await Azurite.Value).ConnectionString;
        var services = new ServiceCollection().AddLogging().AddBlobs(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()).BuildServiceProvider();
        await services.GetRequiredService<CatalogMigrator>().MigrateAsync(CancellationToken.None);
        return services;
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (Azurite.IsValueCreated) await (await Azurite.Value).DisposeAsync();
        Folder.Dispose();
    }
}

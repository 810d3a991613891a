using MediaPlatform.TestKit;

namespace MediaPlatform.BlobEndpoint.Tests;

/// <summary>The servers of the whole run, each started when the first test needs it.</summary>
[SetUpFixture]
public sealed class BlobServices
{
    public const string Ours = "ours";

    public const string Azurite = "Azurite";

    private static readonly Lazy<Task<Hosting.OwnServer>> OwnServer = new(() => Hosting.OwnServer.StartAsync());

    private static readonly Lazy<Task<AzuriteServer>> AzuriteServer = new(TestKit.AzuriteServer.StartAsync);

    /// <summary>Every server that the client tests run on.</summary>
    public static IEnumerable<TestFixtureData> All()
    {
        yield return new TestFixtureData(Ours);
        var azurite = new TestFixtureData(Azurite);
        azurite.Properties.Add("Category", "Integration");
        yield return azurite;
    }

    internal static Task<Hosting.OwnServer> OwnAsync() => OwnServer.Value;

    internal static async Task<Hosting.BlobService> StartedAsync(string name)
    {
        if (name == Azurite)
        {
            var azurite = await AzuriteServer.Value;
            return new Hosting.BlobService(azurite.Endpoint, TestKit.AzuriteServer.Account, azurite.AccountKey);
        }

        var own = await OwnServer.Value;
        return new Hosting.BlobService(new Uri(own.Address, Hosting.OwnServer.Account), Hosting.OwnServer.Account, own.AccountKey);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (OwnServer.IsValueCreated) await (await OwnServer.Value).DisposeAsync();
        if (AzuriteServer.IsValueCreated) await (await AzuriteServer.Value).DisposeAsync();
    }
}

using System.Globalization;
using MediaPlatform.Data.Catalog;
using MediaPlatform.TestKit;

namespace MediaPlatform.ControlPlane.Tests.Support;

/// <summary>Settings of a fresh catalog on each database that runs here; one PostgreSQL server serves the whole run.</summary>
[SetUpFixture]
public sealed class CatalogDatabase
{
    private static readonly Lazy<Task<PostgresServer>> s_postgres = new(PostgresServer.StartAsync);
    private static int s_count;

    internal static async Task<ControlPlaneApp> StartAppAsync(CatalogProvider provider, params (string Key, string Value)[] settings) =>
        await ControlPlaneApp.StartWithAccountAsync([.. await SettingsAsync(provider), .. settings]);

    private static async Task<(string Key, string Value)[]> SettingsAsync(CatalogProvider provider)
    {
        if (provider == CatalogProvider.Sqlite)
        {
            return [];
        }

        var database = "api" + Interlocked.Increment(ref s_count).ToString(CultureInfo.InvariantCulture);
        return [("Data:Provider", "Postgres"), ("Data:ConnectionString", (await s_postgres.Value).ConnectionString(database))];
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (s_postgres.IsValueCreated)
        {
            await (await s_postgres.Value).DisposeAsync();
        }
    }
}

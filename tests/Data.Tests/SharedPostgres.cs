using MediaPlatform.TestKit;

namespace MediaPlatform.Data.Tests;

/// <summary>One PostgreSQL server for the whole run, started when the first test needs it.</summary>
[SetUpFixture]
public sealed class SharedPostgres
{
    private static readonly Lazy<Task<PostgresServer>> Server = new(PostgresServer.StartAsync);

    public static Task<PostgresServer> StartedAsync() => Server.Value;

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (Server.IsValueCreated) await (await Server.Value).DisposeAsync();
    }
}

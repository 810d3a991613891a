using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace MediaPlatform.TestKit;

/// <summary>Microsoft's Azurite on a free loopback port, with its data in a temporary folder and one storage account.</summary>
public sealed class AzuriteServer : IAsyncDisposable
{
    /// <summary>Name of the storage account.</summary>
    public const string Account = "storage";

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly Process _server;
    private readonly TemporaryFolder _folder;
    private Task<string>? _output;

    private AzuriteServer(Process server, TemporaryFolder folder, int port, string key)
    {
        (_server, _folder) = (server, folder);
        Endpoint = new Uri($"http://127.0.0.1:{port}/{Account}");
        AccountKey = key;
    }

    /// <summary>Address of the account.</summary>
    public Uri Endpoint { get; }

    /// <summary>Base64.</summary>
    public string AccountKey { get; }

    /// <summary>For BlobServiceClient.</summary>
    public string ConnectionString =>
        $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={AccountKey};BlobEndpoint={Endpoint};";

    public static async Task<AzuriteServer> StartAsync()
    {
        var folder = new TemporaryFolder();
        var key = Convert.ToBase64String(Guid.NewGuid().ToByteArray());
        var port = FreePort();
        var start = new ProcessStartInfo(
            "node",
            [
                NodeClients.Module("azurite/dist/src/blob/main.js"), "--blobHost", "127.0.0.1", "--blobPort", $"{port}",
                "--location", folder.FullPath, "--silent", "--skipApiVersionCheck", "--disableTelemetry",
            ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder.FullPath,
        };
        start.Environment["AZURITE_ACCOUNTS"] = $"{Account}:{key}";
        var server = Process.Start(start) ?? throw new InvalidOperationException("node did not start.");
        server.ErrorDataReceived += (_, _) => { };
        server.BeginErrorReadLine();
        var started = new AzuriteServer(server, folder, port, key);
        await started.WaitUntilReadyAsync();
        return started;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_server.HasExited) _server.Kill(entireProcessTree: true);
        await _server.WaitForExitAsync();
        if (_output is not null) await _output;
        _server.Dispose();
        _folder.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task WaitUntilReadyAsync()
    {
        using var limit = new CancellationTokenSource(StartLimit);
        while (await _server.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            if (!line.Contains("successfully listens", StringComparison.Ordinal)) continue;
            _output = _server.StandardOutput.ReadToEndAsync(CancellationToken.None);
            return;
        }

        throw new InvalidOperationException("Azurite ended while it started.");
    }
}

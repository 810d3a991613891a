using System.Text.Json.Nodes;
using MediaPlatform.TestKit;
using MediaPlatform.TestKit.Contract;

namespace MediaPlatform.Integration.Tests;

/// <summary>A connection file for official clients whose management API is reached through a <see cref="ContractProxy"/>.</summary>
internal sealed class CheckedConnection : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly ContractProxy _proxy;

    private CheckedConnection(TemporaryFolder folder, ContractProxy proxy, string caCertificate)
    {
        _folder = folder;
        _proxy = proxy;
        CaCertificate = caCertificate;
    }

    /// <summary>Path of the connection file.</summary>
    public string ConnectionPath => _folder.File("connection.json");

    /// <summary>Path of the certificate that clients must trust.</summary>
    public string CaCertificate { get; }

    /// <summary>Starts the proxy before a server and writes the file.</summary>
    public static async Task<CheckedConnection> StartAsync(ServerProcess server)
    {
        var folder = new TemporaryFolder();
        var certificate = LocalCertificate.Create(folder.FullPath);
        var proxy = await ContractProxy.StartAsync(new Uri(server.Connection["armEndpoint"]!.GetValue<string>()), certificate);
        // Blobs are asked for at the server itself.
        var both = folder.File("both.pem");
        await File.WriteAllLinesAsync(both, [await File.ReadAllTextAsync(certificate.Pem), await File.ReadAllTextAsync(server.CaCertificate)]);
        var made = new CheckedConnection(folder, proxy, both);
        var connection = server.Connection.DeepClone();
        connection["armEndpoint"] = proxy.Address;
        connection["caCertificate"] = both;
        await File.WriteAllTextAsync(made.ConnectionPath, connection.ToJsonString());
        return made;
    }

    /// <summary>Fails where a reply broke the official documents, or where too few operations were called for that to mean anything.</summary>
    public void Check(int leastOperations)
    {
        Assert.That(_proxy.Faults, Is.Empty);
        Assert.That(_proxy.Operations, Has.Count.GreaterThanOrEqualTo(leastOperations));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _proxy.DisposeAsync();
        _folder.Dispose();
    }
}

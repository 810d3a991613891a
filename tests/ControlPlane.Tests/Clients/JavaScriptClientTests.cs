using System.Text.Json;
using MediaPlatform.ControlPlane.Tests.Support;
using MediaPlatform.TestKit;
using MediaPlatform.TestKit.Contract;

namespace MediaPlatform.ControlPlane.Tests.Clients;

/// <summary>The official JavaScript client, over https as it insists on.</summary>
[TestFixture]
[Category("Integration")]
public sealed class JavaScriptClientTests
{
    [Test]
    public async Task The_official_client_goes_through_every_operation_group()
    {
        using var folder = new TemporaryFolder();
        var certificate = LocalCertificate.Create(folder.FullPath);
        await using var app = await ControlPlaneApp.StartWithAccountAsync(("Test:Certificate", certificate.Pfx), ("ControlPlane:PageSize", "3"));
        await using var proxy = await ContractProxy.StartAsync(app.Address, certificate);
        var connection = Path.Combine(folder.FullPath, "connection.json");
        await File.WriteAllTextAsync(connection, JsonSerializer.Serialize(new
        {
            armEndpoint = proxy.Address,
            subscriptionId = ControlPlaneApp.Subscription,
            resourceGroup = ControlPlaneApp.ResourceGroup,
            account = ControlPlaneApp.AccountName,
            clientId = app.Credentials.ClientId,
            clientSecret = app.Credentials.ClientSecret,
        }));
        _ = NodeClients.Module("@azure/arm-mediaservices/package.json");

        var outcome = await ToolRunner.RunAsync(
            "env", [$"NODE_EXTRA_CA_CERTS={certificate.Pem}", "node", Path.Combine(NodeClients.Folder, "management.mjs"), connection]);

        Assert.That(outcome.ExitCode, Is.Zero, outcome.Output + outcome.Errors);
        Assert.That(proxy.Faults, Is.Empty);
        Assert.That(proxy.Operations, Has.Count.GreaterThanOrEqualTo(62), "operations that the tour called");
    }
}

using System.Text.Json;
using MediaPlatform.ControlPlane.Tests.Support;
using MediaPlatform.Data.Blobs;
using MediaPlatform.TestKit;
using MediaPlatform.TestKit.Contract;
using Microsoft.Extensions.DependencyInjection;

namespace MediaPlatform.ControlPlane.Tests.Clients;

/// <summary>The official JavaScript client, over https as it insists on.</summary>
[TestFixture]
[Category("Integration")]
public sealed class JavaScriptClientTests
{
    // Live events and their outputs: this server has neither group yet.
    private static readonly string[] s_notServed =
    [
        .. new[] { "List", "Get", "Create", "Update", "Delete", "Allocate", "Start", "Stop", "Reset", "ListGetStatus", "ListGetStreamEvents", "ListGetTrackIngestHeartbeats", "AsyncOperation", "OperationLocation" }
            .Select(name => "LiveEvents_" + name),
        .. new[] { "List", "Get", "Create", "Delete", "AsyncOperation", "OperationLocation" }.Select(name => "LiveOutputs_" + name),
    ];

    [Test]
    public async Task The_official_client_goes_through_every_operation_group()
    {
        using var folder = new TemporaryFolder();
        var certificate = LocalCertificate.Create(folder.FullPath);
        await using var app = await ControlPlaneApp.StartWithAccountAsync(("Test:Certificate", certificate.Pfx), ("ControlPlane:PageSize", "3"));
        await UploadAsync(app);
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
        var left = ContractOperation.All.Select(operation => operation.Id).Where(id => !proxy.Operations.ContainsKey(id));
        Assert.That(left, Is.EquivalentTo(s_notServed), "operations that the tour did not call");
    }

    // A set as AMS left it, and captions to add to it.
    private static async Task UploadAsync(ControlPlaneApp app)
    {
        var container = app.Services.GetRequiredService<IBlobStore>().GetContainer("contosostorage", "adopted-files");
        await container.CreateIfNotExistsAsync(CancellationToken.None);
        foreach (var file in new[] { "BigBuckBunny_400.mp4", "BigBuckBunny_3400.ism" }.Select(name => SharedFiles.Media($"ams-asset-mbr/{name}")))
        {
            await using var content = File.OpenRead(file);
            await container.UploadAsync(Path.GetFileName(file), content, null, CancellationToken.None);
        }

        await container.UploadAsync("captions.vtt", new MemoryStream("WEBVTT\n\n00:00.000 --> 00:01.000\nHello\n"u8.ToArray()), null, CancellationToken.None);
    }
}

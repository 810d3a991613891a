using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using MediaPlatform.ControlPlane.Tests.Support;
using MediaPlatform.TestKit;

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
        var certificate = WriteCertificate(folder.FullPath);
        await using var app = await ControlPlaneApp.StartWithAccountAsync(("Test:Certificate", certificate.Pfx), ("ControlPlane:PageSize", "3"));
        var connection = Path.Combine(folder.FullPath, "connection.json");
        await File.WriteAllTextAsync(connection, JsonSerializer.Serialize(new
        {
            armEndpoint = app.Address.GetLeftPart(UriPartial.Authority),
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
    }

    private static (string Pfx, string Pem) WriteCertificate(string folder)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=MediaPlatform tests", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddMinutes(-5), now.AddHours(2));
        var (pfx, pem) = (Path.Combine(folder, "server.pfx"), Path.Combine(folder, "server.pem"));
        File.WriteAllBytes(pfx, certificate.Export(X509ContentType.Pfx));
        File.WriteAllText(pem, certificate.ExportCertificatePem());
        return (pfx, pem);
    }
}

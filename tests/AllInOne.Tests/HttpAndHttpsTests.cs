using System.Net;
using System.Net.Sockets;
using MediaPlatform.AllInOne.Hosting;
using MediaPlatform.AllInOne.Tour;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace MediaPlatform.AllInOne.Tests;

public sealed class HttpAndHttpsTests
{
    private string _folder = null!;
    private LocalCertificates _certificates = null!;
    private WebApplication _app = null!;
    private int _port;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _folder = Directory.CreateTempSubdirectory("mediaplatform-test-").FullName;
        _certificates = new LocalCertificates(_folder, TimeProvider.System);
        var certificate = _certificates.LoadOrCreate(["localhost", "127.0.0.1"]);
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttpAndHttps(certificate)));
        _app = builder.Build();
        _app.MapGet("/scheme", (HttpRequest request) => $"{request.Scheme} {request.Protocol}");
        await _app.StartAsync();
        var address = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        _port = new Uri(address).Port;
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Test]
    public async Task One_port_answers_plain_http()
    {
        using var client = new HttpClient();
        Assert.That(await client.GetStringAsync($"http://127.0.0.1:{_port}/scheme"), Does.StartWith("http HTTP/1.1"));
    }

    [TestCase("127.0.0.1")]
    [TestCase("localhost")]
    public async Task The_same_port_answers_https_to_those_who_trust_the_authority(string host)
    {
        using var client = LocalHttp.Create(_certificates.AuthorityPath);
        Assert.That(await client.GetStringAsync($"https://{host}:{_port}/scheme"), Does.StartWith("https "));
    }

    [Test]
    public void A_client_that_does_not_trust_the_authority_refuses()
    {
        using var client = new HttpClient();
        Assert.That(async () => await client.GetStringAsync($"https://127.0.0.1:{_port}/scheme"), Throws.InstanceOf<HttpRequestException>());
    }

    [Test]
    public async Task A_connection_that_sends_nothing_or_nonsense_does_not_disturb_the_others()
    {
        using var silent = new TcpClient();
        await silent.ConnectAsync(IPAddress.Loopback, _port);
        using var nonsense = new TcpClient();
        await nonsense.ConnectAsync(IPAddress.Loopback, _port);
        await nonsense.GetStream().WriteAsync(new byte[] { 0x16, 0xFF, 0xFF, 0xFF, 0xFF });
        nonsense.Client.Shutdown(SocketShutdown.Send);

        using var client = new HttpClient();
        Assert.That(await client.GetStringAsync($"http://127.0.0.1:{_port}/scheme"), Does.StartWith("http "));
    }

    [Test]
    public void The_authority_and_its_keys_are_kept_and_private()
    {
        var again = new LocalCertificates(_folder, TimeProvider.System).LoadOrCreate(["localhost", "127.0.0.1"]);
        var first = File.ReadAllText(Path.Combine(_folder, "server.crt"));
        Assert.Multiple(() =>
        {
            Assert.That(again.ExportCertificatePem(), Is.EqualTo(first.TrimEnd()));
            Assert.That(File.GetUnixFileMode(Path.Combine(_folder, "ca.key")), Is.EqualTo(AtomicFile.OwnerOnly));
            Assert.That(File.GetUnixFileMode(Path.Combine(_folder, "server.key")), Is.EqualTo(AtomicFile.OwnerOnly));
        });
    }

    [Test]
    public void A_new_host_name_gets_a_new_certificate_under_the_same_authority()
    {
        var folder = Directory.CreateTempSubdirectory("mediaplatform-test-").FullName;
        try
        {
            var certificates = new LocalCertificates(folder, TimeProvider.System);
            using var first = certificates.LoadOrCreate(["localhost"]);
            var authority = File.ReadAllText(certificates.AuthorityPath);
            using var second = certificates.LoadOrCreate(["localhost", "media.example"]);
            Assert.Multiple(() =>
            {
                Assert.That(second.Thumbprint, Is.Not.EqualTo(first.Thumbprint));
                Assert.That(second.MatchesHostname("media.example"));
                Assert.That(second.HasPrivateKey);
                Assert.That(File.ReadAllText(certificates.AuthorityPath), Is.EqualTo(authority));
            });
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}

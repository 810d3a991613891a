using System.Net;
using MediaPlatform.ControlPlane.Tests.Support;
using MediaPlatform.TestKit;

namespace MediaPlatform.ControlPlane.Tests.Arm;

/// <summary>While the catalog is away, clients are told to come again, not that the service is broken.</summary>
[Category("Integration")]
public sealed class CatalogAbsenceTests
{
    [Test]
    public async Task Clients_are_told_to_come_again()
    {
        await using var postgres = await PostgresServer.StartAsync();
        await using var app = await ControlPlaneApp.StartWithAccountAsync(("Data:Provider", "Postgres"), ("Data:ConnectionString", postgres.ConnectionString("away")));
        using var owner = app.Owner();
        Assert.That((await owner.PutAsync("assets/before", """{"properties":{}}""")).Status, Is.EqualTo(HttpStatusCode.Created));
        await postgres.StopAsync();

        foreach (var reply in new[] { await owner.GetAsync("assets/before"), await owner.PutAsync("assets/while", """{"properties":{}}"""), await owner.GetAsync("assets") })
        {
            Assert.That((reply.Status, reply.ErrorCode), Is.EqualTo((HttpStatusCode.ServiceUnavailable, "ServiceUnavailable")), reply.ToString());
            Assert.That(reply.Headers["Retry-After"], Is.EqualTo("5"));
        }
    }
}

using System.Net;
using MediaPlatform.TestKit;

namespace MediaPlatform.StreamingEndpoint.Tests.Sources;

/// <summary>The origin goes on with what it knows when the database is gone.</summary>
[Category("Integration")]
public sealed class CatalogDownTests
{
    [Test]
    public async Task Known_presentations_play_on_without_the_database_and_unknown_ones_are_asked_to_come_again()
    {
        var postgres = await PostgresServer.StartAsync();
        var isUp = true;
        try
        {
            await using var server = await OriginServer.StartAsync(
                ("Data:Provider", "Postgres"), ("Data:ConnectionString", postgres.ConnectionString("postgres") + ";Timeout=2;Command Timeout=2"));
            var known = $"/{await server.PublishAsync(Assets.MultiBitrate)}/BigBuckBunny_3400.ism";
            var unknown = $"/{await server.PublishAsync(Assets.Smooth)}/BigBuckBunny.ism";
            var urls = await ManifestUrls.AllAsync(server.Client, $"{known}/manifest(format=m3u8-cmaf)");

            isUp = false;
            await postgres.DisposeAsync();

            // Several polls of the catalog fail in this time; other formats than the one before are made as well.
            for (var round = 0; round < 8; round++)
            {
                Assert.That((await server.Client.GetAsync(urls[round % urls.Count])).StatusCode, Is.EqualTo(HttpStatusCode.OK));
                Assert.That((await server.Client.GetAsync($"{known}/manifest(format=mpd-time-csf)")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
                await Task.Delay(150);
            }

            using var reply = await server.Client.GetAsync($"{unknown}/manifest");
            Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        }
        finally
        {
            if (isUp)
            {
                await postgres.DisposeAsync();
            }
        }
    }
}

using System.Net;
using MediaPlatform.AllInOne.Player;
using MediaPlatform.StreamingEndpoint;
using MediaPlatform.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace MediaPlatform.AllInOne.Tests;

/// <summary>The page in front of the streaming URLs, whose host is also asked by players.</summary>
public sealed class PlayerPageTests
{
    [Test]
    public async Task The_root_leads_people_to_the_page_and_tells_players_of_other_sites_what_they_may_ask()
    {
        using var folder = new TemporaryFolder();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection([new("Data:Directory", folder.FullPath)]);
        builder.AddStreamingEndpoint();
        await using var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapPlayerPage(new PlayerOptions());
        app.MapStreamingEndpoint();
        await app.StartAsync();
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var client = new HttpClient(handler) { BaseAddress = new Uri(app.Urls.First()) };

        using var page = await client.GetAsync("/");
        using var preflight = await client.SendAsync(new HttpRequestMessage(HttpMethod.Options, "/"));
        using var post = await client.PostAsync("/", null);

        Assert.That((page.StatusCode, page.Headers.Location?.OriginalString), Is.EqualTo((HttpStatusCode.Redirect, "/player/")));
        Assert.That(preflight.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(preflight.Headers.GetValues("Access-Control-Allow-Origin"), Is.EqualTo(["*"]));
        Assert.That(post.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }
}

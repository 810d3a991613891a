using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using MediaPlatform.TestKit;

namespace MediaPlatform.Integration.Tests;

/// <summary>A deleted asset stops playing within seconds, and when it is restored the URLs that are out in the world play the same bytes again.</summary>
public sealed class UndoTests
{
    private static readonly TimeSpan s_seconds = TimeSpan.FromSeconds(5);

    [Test]
    public async Task A_deleted_asset_that_is_restored_plays_the_same_bytes_at_the_same_urls()
    {
        var folder = Path.GetDirectoryName(SharedFiles.Media("ams-asset-smooth/BigBuckBunny.ism"))!;
        var root = await PublishedMedia.AdoptFilesAsync("undone", [.. Directory.EnumerateFiles(folder).Select(file => $"ams-asset-smooth/{Path.GetFileName(file)}")]);
        using var player = new HttpClient();
        var urls = await UrlsAsync(player, new Uri($"{root}/BigBuckBunny.ism/manifest(format=m3u8-cmaf)"));
        Assert.That(urls, Has.Count.GreaterThanOrEqualTo(4), "master, media playlist, init segment, media segment");
        var before = await ReadAsync(player, urls);

        using var client = PublishedMedia.Server.ArmClient();
        var account = PublishedMedia.Server.AccountPath;
        using (var deleted = await client.DeleteAsync($"{account}/assets/undone?api-version=2022-08-01"))
        {
            Assert.That(deleted.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        }

        await WaitForAsync(player, urls, HttpStatusCode.NotFound);
        var list = JsonNode.Parse(await client.GetStringAsync($"{account}/deletedResources?api-version=2022-08-01&$filter=properties/resourceName eq 'undone'"))!;
        await PublishedMedia.SendAsync(client, HttpMethod.Post, $"{account}/deletedResources/{list["value"]![0]!["name"]}/restore", []);
        await WaitForAsync(player, urls, HttpStatusCode.OK);
        Assert.That(await ReadAsync(player, urls), Is.EqualTo(before));
    }

    /// <summary>The way of a player: master playlist, the first media playlist, its init segment and its first segments.</summary>
    private static async Task<List<Uri>> UrlsAsync(HttpClient player, Uri master)
    {
        var lines = (await player.GetStringAsync(master)).Split('\n');
        var media = new Uri(master, lines.First(line => line.Length > 0 && line[0] != '#'));
        var segments = (await player.GetStringAsync(media)).Split('\n');
        var map = segments.First(line => line.StartsWith("#EXT-X-MAP:URI=", StringComparison.Ordinal)).Split('"')[1];
        return [master, media, new Uri(media, map), .. segments.Where(line => line.Length > 0 && line[0] != '#').Take(3).Select(line => new Uri(media, line))];
    }

    private static async Task<byte[][]> ReadAsync(HttpClient player, IReadOnlyList<Uri> urls)
    {
        var bodies = new List<byte[]>();
        foreach (var url in urls)
        {
            bodies.Add(await player.GetByteArrayAsync(url));
        }

        return [.. bodies];
    }

    private static async Task WaitForAsync(HttpClient player, IReadOnlyList<Uri> urls, HttpStatusCode status)
    {
        var clock = Stopwatch.StartNew();
        foreach (var url in urls)
        {
            while (true)
            {
                using var reply = await player.GetAsync(url);
                if (reply.StatusCode == status)
                {
                    break;
                }

                Assert.That(clock.Elapsed, Is.LessThan(s_seconds), $"{url} still says {(int)reply.StatusCode}");
                await Task.Delay(50);
            }
        }
    }
}

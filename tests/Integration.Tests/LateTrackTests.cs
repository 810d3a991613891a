using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using MediaPlatform.TestKit;

namespace MediaPlatform.Integration.Tests;

/// <summary>Tracks that come to an asset while it is being watched, through the API: in the next manifest, and gone as quickly.</summary>
public sealed class LateTrackTests
{
    private static readonly TimeSpan s_seconds = TimeSpan.FromSeconds(5);

    [Test]
    public async Task Captions_come_and_go_while_the_asset_is_watched()
    {
        var folder = Path.GetDirectoryName(SharedFiles.Media("ams-asset-smooth/BigBuckBunny.ism"))!;
        var root = await PublishedMedia.AdoptFilesAsync("late", [.. Directory.EnumerateFiles(folder).Select(file => $"ams-asset-smooth/{Path.GetFileName(file)}")]);
        var manifest = $"{root}/BigBuckBunny.ism/manifest";
        using var player = new HttpClient();
        await ExpectAsync(player, manifest, text => !text.Contains("Words", StringComparison.Ordinal));

        await File.WriteAllTextAsync(
            Path.Combine(PublishedMedia.Server.DataPath, "blobs", "mediastorage", "late", "words.vtt"), "WEBVTT\n\n00:00.500 --> 00:02.000\nHello there\n");
        using var client = PublishedMedia.Server.ArmClient();
        var track = $"{PublishedMedia.Server.AccountPath}/assets/late/tracks/words";
        await SendAsync(client, HttpMethod.Put, track, new() { ["fileName"] = "words.vtt", ["languageCode"] = "en", ["displayName"] = "Words", ["playerVisibility"] = "Visible" });
        await ExpectAsync(player, manifest, text => text.Contains("Words", StringComparison.Ordinal));
        Assert.That(await CaptionsAsync(player, $"{manifest}(format=m3u8-aapl)"), Does.Contain("Hello there"));

        await SendAsync(client, HttpMethod.Patch, track, new() { ["displayName"] = "Sentences" });
        await ExpectAsync(player, manifest, text => text.Contains("Sentences", StringComparison.Ordinal) && !text.Contains("\"Words\"", StringComparison.Ordinal));

        using (var deleted = await client.DeleteAsync($"{track}?api-version=2022-08-01"))
        {
            Assert.That(deleted.StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
        }

        await ExpectAsync(player, manifest, text => !text.Contains("Sentences", StringComparison.Ordinal));
    }

    private static async Task SendAsync(HttpClient client, HttpMethod verb, string path, JsonObject track)
    {
        track["@odata.type"] = "#Microsoft.Media.TextTrack";
        using var request = new HttpRequestMessage(verb, path + "?api-version=2022-08-01")
        {
            Content = new StringContent(new JsonObject { ["properties"] = new JsonObject { ["track"] = track } }.ToJsonString(), System.Text.Encoding.UTF8, "application/json"),
        };
        using var reply = await client.SendAsync(request);
        Assert.That((int)reply.StatusCode, Is.InRange(200, 299), await reply.Content.ReadAsStringAsync());
    }

    /// <summary>Within five seconds all that name text tracks agree: HLS of both kinds and DASH.</summary>
    private static async Task ExpectAsync(HttpClient player, string manifest, Func<string, bool> isSo)
    {
        var clock = Stopwatch.StartNew();
        foreach (var format in new[] { "(format=m3u8-cmaf)", "(format=m3u8-aapl)", "(format=mpd-time-cmaf)" })
        {
            string text;
            while (!isSo(text = await player.GetStringAsync(manifest + format)))
            {
                Assert.That(clock.Elapsed, Is.LessThan(s_seconds), $"{format}: {text}");
                await Task.Delay(100);
            }
        }
    }

    private static async Task<string> CaptionsAsync(HttpClient player, string master)
    {
        var line = (await player.GetStringAsync(master)).Split('\n').Single(line => line.Contains("TYPE=SUBTITLES", StringComparison.Ordinal));
        var playlist = new Uri(new Uri(master), line.Split("URI=\"")[1].Split('"')[0]);
        var segment = (await player.GetStringAsync(playlist)).Split('\n').First(one => one.Length > 0 && one[0] != '#');
        return await player.GetStringAsync(new Uri(playlist, segment));
    }
}

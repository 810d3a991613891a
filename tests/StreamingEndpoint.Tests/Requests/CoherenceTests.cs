using System.Net;
using System.Security.Cryptography;
using System.Text;
using MediaPlatform.TestKit;

namespace MediaPlatform.StreamingEndpoint.Tests.Requests;

/// <summary>Manifests promise only what is there, and the same on every node.</summary>
public sealed class CoherenceTests
{
    private static HttpClient Client => SharedOrigin.Server.Client;

    private static readonly string[] Formats = ["manifest", "manifest(format=fmp4-v20)", "manifest(format=m3u8-aapl)", "manifest(format=m3u8-aapl-v3,audio-only=true)", "manifest(format=m3u8-cmaf)", "manifest(format=mpd-time-csf)", "manifest(format=mpd-time-cmaf)"];

    [Test]
    public async Task Every_printed_url_answers([ValueSource(nameof(Formats))] string manifest, [Values] bool isSmoothSource)
    {
        var urls = await ManifestUrls.AllAsync(Client, $"{(isSmoothSource ? SharedOrigin.Smooth : SharedOrigin.MultiBitrate)}/{manifest}");

        Assert.That(urls, Has.Count.GreaterThan(3));
        foreach (var url in urls)
        {
            using var reply = await Client.GetAsync(url);
            Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.OK), url.ToString());
            Assert.That((await reply.Content.ReadAsByteArrayAsync()).Length, Is.EqualTo(reply.Content.Headers.ContentLength), url.ToString());
        }
    }

    // Tracks may be called what parameters of URLs are called.
    [TestCase("Type", "format")]
    [TestCase("filter", "audioTrack")]
    [TestCase("encryption", "audio-only")]
    public async Task Every_printed_url_answers_whatever_tracks_are_called(string video, string audio)
    {
        var asset = await SharedOrigin.Server.AddAssetAsync();
        await SharedOrigin.Server.UploadAsync(asset, "a.mp4", await File.ReadAllBytesAsync(SharedFiles.Media("good/portrait-720x1080.mp4")));
        await SharedOrigin.Server.UploadAsync(asset, "a.ism", Encoding.UTF8.GetBytes(
            $"<smil><body><switch><video src=\"a.mp4\"><param name=\"trackName\" value=\"{video}\"/></video><audio src=\"a.mp4\"><param name=\"trackName\" value=\"{audio}\"/></audio></switch></body></smil>"));
        var path = $"/{await SharedOrigin.Server.PublishAsync(asset)}/a.ism";
        foreach (var manifest in Formats)
        {
            foreach (var url in await ManifestUrls.AllAsync(Client, $"{path}/{manifest}"))
            {
                using var reply = await Client.GetAsync(url);
                Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.OK), url.ToString());
            }
        }
    }

    [Test]
    public async Task A_url_with_one_character_changed_gets_a_clear_answer([ValueSource(nameof(Formats))] string manifest)
    {
        var random = new Random(7);
        var urls = await ManifestUrls.AllAsync(Client, $"{SharedOrigin.MultiBitrate}/{manifest}");
        for (var i = 0; i < 150; i++)
        {
            var path = Uri.UnescapeDataString(urls[random.Next(urls.Count)].AbsolutePath).ToCharArray();
            path[random.Next(1, path.Length)] = "0a9(),=;/.-_%Z"[random.Next(14)];
            using var reply = await Client.GetAsync(new string(path).Replace("%", "%25", StringComparison.Ordinal));
            var status = (int)reply.StatusCode;
            Assert.That(status is 200 or 400 or 403 or 404 or 415, $"{new string(path)} answers {status}");
            Assert.That(status == 200 || reply.Headers.Contains("x-ms-error-code"), new string(path));
        }
    }

    [Test]
    public async Task Another_process_gives_the_same_bytes_and_tags([ValueSource(nameof(Formats))] string manifest)
    {
        await using var second = await OriginServer.StartBesideAsync(SharedOrigin.Server);
        var path = $"{SharedOrigin.MultiBitrate}/{manifest}";
        var urls = await ManifestUrls.AllAsync(Client, path);
        foreach (var url in urls.Where((_, i) => i % 5 == 0).Prepend(new Uri(Client.BaseAddress!, path)))
        {
            Assert.That(await PrintAsync(second.Client, url.PathAndQuery), Is.EqualTo(await PrintAsync(Client, url.PathAndQuery)), url.ToString());
        }
    }

    private static async Task<string> PrintAsync(HttpClient client, string path)
    {
        using var reply = await client.GetAsync(path);
        return $"{reply.Headers.ETag} {Convert.ToHexString(SHA256.HashData(await reply.Content.ReadAsByteArrayAsync()))}";
    }
}

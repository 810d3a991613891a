using System.Diagnostics.Metrics;

namespace MediaPlatform.StreamingEndpoint.Tests.Requests;

/// <summary>Hints for a CDN that fetches ahead, and what an operator can count.</summary>
public sealed class PrefetchTests
{
    private static HttpClient Client => SharedOrigin.Server.Client;

    [TestCase("manifest(format=mpd-time-cmaf)")]
    [TestCase("manifest(format=m3u8-aapl)")]
    [TestCase("manifest")]
    public async Task A_fragment_names_the_next_one_and_the_last_one_nothing(string manifest)
    {
        var urls = (await ManifestUrls.AllAsync(Client, $"{SharedOrigin.MultiBitrate}/{manifest}"))
            .Where(url => url.AbsolutePath.Contains("Fragments(video=", StringComparison.Ordinal) && !url.AbsolutePath.Contains("=i", StringComparison.Ordinal)).ToList();
        var sameLevel = urls.Where(url => url.Segments[^2] == urls[0].Segments[^2]).ToList();

        Assert.That(await HintAsync(sameLevel[0], enabled: true), Is.EqualTo(sameLevel[1].Segments[^1]));
        Assert.That(await HintAsync(sameLevel[^1], enabled: true), Is.Null);
        Assert.That(await HintAsync(sameLevel[0], enabled: false), Is.Null);
        Assert.That((await Client.GetAsync(new Uri(sameLevel[0], await HintAsync(sameLevel[0], enabled: true)))).IsSuccessStatusCode);
    }

    [Test]
    public async Task Requests_are_counted_by_format_status_and_cache_result()
    {
        var seen = new System.Collections.Concurrent.ConcurrentQueue<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, own) =>
        {
            if (instrument.Name == "mediaplatform.origin.requests")
            {
                own.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) => seen.Enqueue(string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))));
        listener.Start();
        await Client.GetAsync($"{SharedOrigin.MultiBitrate}/manifest(format=m3u8-cmaf)");
        await Client.GetAsync($"{SharedOrigin.MultiBitrate}/manifest(format=m3u8-cmaf)");
        await Client.GetAsync($"{SharedOrigin.MultiBitrate}/manifest(format=f4m-f4f)");

        Assert.That(() => seen, Has.Some.EqualTo("format=m3u8-cmaf resource=manifest status=200 cache=hit").And.Some.Contains("status=415").After(5000, 20));
    }

    private static async Task<string?> HintAsync(Uri url, bool enabled)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        if (enabled)
        {
            request.Headers.Add("CDN-Origin-Assist-Prefetch-Enabled", "1");
        }

        using var reply = await Client.SendAsync(request);
        return reply.Headers.TryGetValues("CDN-Origin-Assist-Prefetch-Path", out var values) ? values.Single() : null;
    }
}

using System.Globalization;
using Microsoft.Playwright;

namespace MediaPlatform.Integration.Tests;

/// <summary>Real players in real Chromium, on the page that AllInOne serves.</summary>
public sealed class PlayerTests : BrowserFixture
{
    private const float StepLimit = 30_000;
    // Players that stop just before the end say so themselves.
    private const string Ended = "video.ended || (video.paused && mediaPlatform.adapter.ended)";
    /// <summary>What a step that took too long leaves behind; a string of JSON, times in seconds.</summary>
    internal const string State = """
        (() => {
          const { video, adapter } = mediaPlatform;
          const buffered = [...Array(video.buffered.length).keys()].map(i => [video.buffered.start(i), video.buffered.end(i)]);
          return JSON.stringify({
            time: video.currentTime, duration: video.duration, seeking: video.seeking, state: video.readyState, error: video.error?.message, buffered,
            qualities: adapter?.qualities(), audios: adapter?.audios(), texts: adapter?.texts(),
          });
        })()
        """;

    private static readonly TimeSpan TestLimit = TimeSpan.FromMinutes(3);

    [TestCase("shaka", "(format=mpd-time-cmaf)", PublishedMedia.Mp4)]
    [TestCase("shaka", "(format=mpd-time-csf)", PublishedMedia.Mp4)]
    [TestCase("shaka", "(format=m3u8-cmaf)", PublishedMedia.Mp4)]
    [TestCase("hls", "(format=m3u8-cmaf)", PublishedMedia.Mp4)]
    [TestCase("dash", "(format=mpd-time-cmaf)", PublishedMedia.Mp4)]
    [TestCase("dash", "", PublishedMedia.Mp4)]
    [TestCase("shaka", "(format=m3u8-cmaf)", PublishedMedia.Mov)]
    [TestCase("dash", "(format=mpd-time-csf)", PublishedMedia.Mov)]
    [TestCase("hls", "(format=m3u8-cmaf)", PublishedMedia.Mxf)]
    [TestCase("shaka", "(format=mpd-time-cmaf)", PublishedMedia.Mxf)]
    public Task It_plays_seeks_and_switches_quality_without_an_error(string player, string format, string file) =>
        PlayAsync(player, format, file).WaitAsync(TestLimit);

    [Test]
    public async Task A_shaka_player_that_asks_for_nothing_is_woken_once()
    {
        var page = await Browser.NewPageAsync();
        page.SetDefaultTimeout(StepLimit);
        var failures = new List<string>();
        var fetched = 0;
        page.Request += (_, request) => fetched += request.Url.Contains("Fragments(video", StringComparison.OrdinalIgnoreCase) ? 1 : 0;
        var url = Uri.EscapeDataString(PublishedMedia.ManifestUrl(PublishedMedia.Mp4, "(format=m3u8-cmaf)"));
        await page.GotoAsync($"http://127.0.0.1:{PublishedMedia.Server.Port}/player/?player=shaka&url={url}");
        await PlaysAsync(page, failures, "start", "video => video.currentTime > 0.3");
        // The whole film is here, so that nothing but waking fetches.
        await page.EvalOnSelectorAsync("#video", "video => { video.playbackRate = 0.1; }");
        await PlaysAsync(page, failures, "buffered", "video => video.buffered.length === 1 && video.buffered.end(0) > video.duration - 0.3");
        await page.EvaluateAsync("mediaPlatform.adapter.player.configure({ abr: { enabled: false } })");
        var before = fetched;

        await page.RunAndWaitForRequestAsync(
            () => page.EvaluateAsync("mediaPlatform.adapter.player.isBuffering = () => true"), request => request.Url.Contains("Fragments(video", StringComparison.OrdinalIgnoreCase));
        await PlaysAsync(page, failures, "buffered again", "video => video.buffered.length === 1 && video.buffered.end(0) > video.duration - 0.3 && video.readyState > 2");
        var woken = fetched;
        await Task.Delay(TimeSpan.FromSeconds(4));

        Assert.That(woken, Is.GreaterThan(before));
        Assert.That(fetched, Is.EqualTo(woken));
        await page.CloseAsync();
    }

    private async Task PlayAsync(string player, string format, string file)
    {
        var page = await Browser.NewPageAsync();
        page.SetDefaultTimeout(StepLimit);
        var failures = new List<string>();
        page.Response += (_, response) =>
        {
            if (response.Status >= 400)
            {
                failures.Add($"{response.Status} {response.Url}");
            }
        };
        page.PageError += (_, error) => failures.Add(error);
        page.Request += (_, request) =>
        {
            if (new Uri(request.Url) is { Scheme: "http" or "https" } called && called.Authority != $"127.0.0.1:{PublishedMedia.Server.Port}")
            {
                failures.Add($"a request to {called}");
            }
        };

        var url = Uri.EscapeDataString(PublishedMedia.ManifestUrl(file, format));
        await page.GotoAsync($"http://127.0.0.1:{PublishedMedia.Server.Port}/player/?player={player}&url={url}");
        await PlaysAsync(page, failures, "start", "video => video.currentTime > 0.3 && video.videoWidth > 0");

        await page.EvalOnSelectorAsync("#video", "video => { video.currentTime = video.duration / 2; video.play().catch(() => {}); }");
        await PlaysAsync(page, failures, "middle", "video => video.currentTime > video.duration / 2 + 0.2");

        await SwitchQualityAsync(page, failures);

        await page.EvalOnSelectorAsync("#video", "video => { video.currentTime = Math.max(0, video.duration - 0.8); video.play().catch(() => {}); }");
        await PlaysAsync(page, failures, "end", $"video => {Ended}");

        Assert.That(failures, Is.Empty);
        Assert.That(await page.EvaluateAsync<string[]>("mediaPlatform.errors"), Is.Empty);
        await page.CloseAsync();
    }

    private static async Task SwitchQualityAsync(IPage page, List<string> failures)
    {
        var qualities = await page.EvaluateAsync<string[]>("mediaPlatform.adapter.qualities().map(quality => quality.id)");
        Assert.That(qualities, Has.Length.GreaterThan(1), string.Join("; ", failures));
        // A film of two seconds is over before a busy machine has switched, and from its middle before it was asked to.
        await page.EvalOnSelectorAsync("#video", "video => { video.playbackRate = 0.25; video.currentTime = 0; video.play().catch(() => {}); }");
        await PlaysAsync(page, failures, "slowly", "video => video.currentTime > 0.05 && video.currentTime < video.duration / 2");
        foreach (var quality in new[] { qualities[0], qualities[^1] })
        {
            await page.EvaluateAsync("id => mediaPlatform.adapter.chooseQuality(id)", quality);
            await PlaysAsync(page, failures, $"chosen {quality}", SwitchedTo(quality, await page.EvaluateAsync<double>("document.getElementById('video').currentTime")));
            await page.EvalOnSelectorAsync("#video", "video => { video.currentTime = 0; video.play().catch(() => {}); }");
            await PlaysAsync(page, failures, $"quality {quality}", "video => video.currentTime > 0.3");
        }

        await page.EvalOnSelectorAsync("#video", "video => { video.playbackRate = 1; }");
    }

    /// <summary>
    /// The quality is the chosen one and plays on where the choice was made. A seek comes only after that: shaka-player 5.2 can stand
    /// still for good when a seek meets a switch that still fetches its media playlist.
    /// </summary>
    internal static string SwitchedTo(string quality, double time) => string.Create(
        CultureInfo.InvariantCulture,
        $"video => mediaPlatform.adapter.qualities().some(quality => quality.id === '{quality}' && quality.active) && (video.currentTime > {time + 0.2} || {Ended})");

    private static async Task PlaysAsync(IPage page, List<string> failures, string step, string condition)
    {
        try
        {
            await page.WaitForFunctionAsync($"() => ({condition})(document.getElementById('video')) || mediaPlatform.errors.length > 0");
        }
        catch (TimeoutException)
        {
            var state = await page.EvaluateAsync<string>(State);
            Assert.Fail($"{step}: {state} {string.Join("; ", failures)}");
        }

        Assert.That(await page.EvaluateAsync<string[]>("mediaPlatform.errors"), Is.Empty, step + " " + string.Join("; ", failures));
    }
}

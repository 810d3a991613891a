using System.Globalization;
using Microsoft.Playwright;

namespace MediaPlatform.Integration.Tests;

/// <summary>Real players in real Chromium, on the page that AllInOne serves.</summary>
public sealed class PlayerTests : BrowserFixture
{
    private const float StepLimit = 30_000;
    // Players that stop just before the end say so themselves.
    private const string Ended = "video.ended || (video.paused && mediaPlatform.adapter.ended)";
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
        Assert.That(qualities, Has.Length.GreaterThan(1));
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
            var state = await page.EvaluateAsync<string>(
                "(() => { const v = document.getElementById('video'); return JSON.stringify({ time: v.currentTime, duration: v.duration, state: v.readyState, error: v.error?.message, buffered: [...Array(v.buffered.length).keys()].map(i => [v.buffered.start(i), v.buffered.end(i)]) }); })()");
            Assert.Fail($"{step}: {state} {string.Join("; ", failures)}");
        }

        Assert.That(await page.EvaluateAsync<string[]>("mediaPlatform.errors"), Is.Empty, step + " " + string.Join("; ", failures));
    }
}

using MediaPlatform.TestKit;
using Microsoft.Playwright;

namespace MediaPlatform.Integration.Tests;

/// <summary>
/// Every format with every codec that Chromium plays here, in each player that reads the format. The assets are adopted as they lie, so nothing
/// is encoded for it but one clip of AV1, Opus and FLAC.
/// </summary>
public sealed class PlayerMatrixTests : BrowserFixture
{
    private const float StepLimit = 30_000;
    private const string HlsRanges = "marks.push(...Object.values(adapter.player.levels[0].details.dateRanges).map(range => `${range.attr['SCTE35-OUT'].slice(0, 6)} ${range.startTime}`))";
    private static readonly TimeSpan TestLimit = TimeSpan.FromMinutes(2);
    private readonly Dictionary<string, string> _addresses = [];
    private TemporaryFolder _folder = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _folder = new TemporaryFolder();
        _addresses["talk"] = await PublishedMedia.AdoptAsync(
            "matrix-talk",
            """
            <smil><body><switch><video src="three-languages-480p.mp4"/>
            <audio src="three-languages-480p.mp4" systemLanguage="eng" title="English"><param name="trackID" value="2"/><param name="trackName" value="eng"/></audio>
            <audio src="three-languages-480p.mp4" systemLanguage="fra" title="Français"><param name="trackID" value="3"/><param name="trackName" value="fra"/></audio>
            <audio src="three-languages-480p.mp4" systemLanguage="spa" title="Español"><param name="trackID" value="4"/><param name="trackName" value="spa"/></audio>
            <textstream src="talk-480p30-42s.en.vtt" systemLanguage="eng"><param name="trackName" value="words"/><param name="textDisplayName" value="Words"/></textstream>
            </switch></body></smil>
            """,
            SharedFiles.Media("good/three-languages-480p.mp4"),
            SharedFiles.Media("captions/talk-480p30-42s.en.vtt"));
        _addresses["av1"] = await AdoptModernAsync();
        _addresses["turned"] = await PublishedMedia.AdoptAsync(
            "matrix-turned", "<smil><body><switch><video src=\"phone-vfr-rotate90.mp4\"/></switch></body></smil>", SharedFiles.Media("good/phone-vfr-rotate90.mp4"));
        _addresses["gap"] = (await GappedArchive.GetAsync()).Address;
        _addresses["ladder"] = PublishedMedia.ManifestUrl(PublishedMedia.AmsSet)[..^"/manifest".Length];
        _addresses["smooth"] = PublishedMedia.ManifestUrl(PublishedMedia.AmsSmooth)[..^"/manifest".Length];
    }

    [OneTimeTearDown]
    public void Stop() => _folder.Dispose();

    [TestCase("ladder", "shaka", "(format=m3u8-aapl)")]
    [TestCase("ladder", "hls", "(format=m3u8-aapl)")]
    [TestCase("ladder", "hls", "(format=m3u8-aapl-v3)")]
    [TestCase("ladder", "hls", "(format=m3u8-cmaf)")]
    [TestCase("ladder", "dash", "(format=mpd-time-csf)")]
    [TestCase("ladder", "dash", "")]
    [TestCase("smooth", "shaka", "(format=mpd-time-cmaf)")]
    [TestCase("smooth", "hls", "(format=m3u8-aapl)")]
    [TestCase("smooth", "dash", "")]
    [TestCase("av1", "shaka", "(format=mpd-time-cmaf)")]
    [TestCase("av1", "shaka", "(format=m3u8-cmaf)")]
    [TestCase("av1", "hls", "(format=m3u8-cmaf)")]
    [TestCase("av1", "dash", "(format=mpd-time-cmaf)")]
    public Task It_plays_seeks_and_ends(string asset, string player, string format) => WithPageAsync(asset, player, format, async page =>
    {
        await WaitAsync(page, "start", "video.currentTime > 0.3 && video.videoWidth > 0");
        await page.EvaluateAsync("(() => { mediaPlatform.video.currentTime = mediaPlatform.video.duration / 2; mediaPlatform.video.play().catch(() => {}); })()");
        await WaitAsync(page, "middle", "video.currentTime > video.duration / 2 + 0.2");
        if (asset == "ladder")
        {
            await SwitchAsync(page);
        }

        // A seek may interrupt a play, which a viewer then repeats.
        await page.EvaluateAsync("(() => { mediaPlatform.video.currentTime = Math.max(0, mediaPlatform.video.duration - 0.8); mediaPlatform.video.play().catch(() => {}); })()");
        await WaitAsync(page, "end", "video.ended || (video.paused && (mediaPlatform.adapter.ended || void video.play().catch(() => {})))");
    });

    [TestCase("shaka", "(format=mpd-time-cmaf)")]
    [TestCase("shaka", "(format=m3u8-cmaf)")]
    [TestCase("hls", "(format=m3u8-cmaf)")]
    [TestCase("hls", "(format=m3u8-aapl)")]
    [TestCase("dash", "(format=mpd-time-csf)")]
    public Task Another_sound_and_captions_are_chosen(string player, string format) => WithPageAsync("talk", player, format, async page =>
    {
        await WaitAsync(page, "start", "video.currentTime > 0.3 && video.videoWidth > 0");
        Assert.That(await page.EvaluateAsync<int>("mediaPlatform.adapter.audios().length"), Is.EqualTo(3));
        var spanish = await page.EvaluateAsync<string>("mediaPlatform.adapter.audios().find(audio => !audio.active).id");
        await page.EvaluateAsync("id => mediaPlatform.adapter.chooseAudio(id)", spanish);
        await WaitAsync(page, "sound", $"mediaPlatform.adapter.audios().find(audio => audio.id === '{spanish}')?.active");
        var time = await page.EvaluateAsync<double>("mediaPlatform.video.currentTime");
        await WaitAsync(page, "plays on", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"video.currentTime > {time + 0.3}"));

        Assert.That(await page.EvaluateAsync<string[]>("mediaPlatform.adapter.texts().map(text => text.label)"), Is.EqualTo(["Words"]));
        await page.EvaluateAsync("mediaPlatform.adapter.chooseText(mediaPlatform.adapter.texts()[0].id)");
        if (player == "dash")
        {
            // dash.js draws TTML over the picture itself.
            await WaitAsync(page, "captions", "mediaPlatform.adapter.texts()[0].active && document.getElementById('captions').textContent.trim().length > 10");
            return;
        }

        await WaitAsync(page, "captions", "[...video.textTracks].some(track => (track.cues?.length ?? 0) > 0)");
    });

    [Test]
    public Task A_shaka_player_that_lacks_captions_asks_for_them_again() => WithPageAsync("talk", "shaka", "(format=m3u8-cmaf)", async page =>
    {
        await WaitAsync(page, "start", "video.currentTime > 0.3");
        // Slowly, so that its end does not come in between.
        await page.EvaluateAsync("(() => { mediaPlatform.video.playbackRate = 0.5; return mediaPlatform.adapter.chooseText(mediaPlatform.adapter.texts()[0].id); })()");
        await WaitAsync(page, "captions", "adapter.player.getBufferedInfo().text.some(range => range.end > video.duration - 0.5) && !adapter.sleepers.some(sleeper => sleeper.woken)");

        // Nothing else asks again for what is there to the end.
        await page.RunAndWaitForRequestAsync(
            () => page.EvaluateAsync("mediaPlatform.adapter.player.getBufferedInfo = () => ({ text: [] })"), request => request.Url.Contains("Fragments(words", StringComparison.OrdinalIgnoreCase));
    });

    /// <summary>1080 columns and 1440 rows are stored, to be shown turned by a quarter.</summary>
    [TestCase("shaka", "(format=mpd-time-cmaf)")]
    [TestCase("hls", "(format=m3u8-cmaf)")]
    [TestCase("dash", "(format=mpd-time-csf)")]
    public Task A_picture_that_a_phone_turned_is_shown_upright(string player, string format) => WithPageAsync("turned", player, format, async page =>
    {
        await WaitAsync(page, "start", "video.currentTime > 0.3 && video.videoWidth > 0");
        Assert.That(await page.EvaluateAsync<int[]>("[mediaPlatform.video.videoWidth, mediaPlatform.video.videoHeight]"), Is.EqualTo([1440, 1080]));
    });

    /// <summary>Of three rounds of nine seconds the second is lost: HLS leaves it out, the others keep their clock.</summary>
    [TestCase("shaka", "(format=m3u8-cmaf)", 8.6, 16.9)]
    [TestCase("shaka", "(format=mpd-time-cmaf)", 18.2, 26.4)]
    [TestCase("hls", "(format=m3u8-cmaf)", 8.6, 16.9)]
    [TestCase("hls", "(format=m3u8-aapl)", 8.6, 16.9)]
    [TestCase("dash", "(format=mpd-time-csf)", 18.2, 26.4)]
    [TestCase("dash", "", 18.2, 26.4)]
    public Task What_an_archive_lost_is_played_over(string player, string format, double behind, double duration) => WithPageAsync("gap", player, format, async page =>
    {
        await WaitAsync(page, "start", "video.currentTime > 0.3 && video.videoWidth > 0");
        await page.EvaluateAsync("(() => { mediaPlatform.video.currentTime = 7.4; mediaPlatform.video.play().catch(() => {}); })()");
        await WaitAsync(page, "behind the gap", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"video.currentTime > {behind}"));
        await page.EvaluateAsync("(() => { mediaPlatform.video.currentTime = mediaPlatform.video.duration - 0.8; mediaPlatform.video.play().catch(() => {}); })()");
        // hls.js never ends a film whose sound has a hole of less than its maxBufferHole anywhere, as there is where sound begins a frame after the picture.
        await WaitAsync(page, "end", player == "hls" && format.Contains("cmaf", StringComparison.Ordinal)
            ? "video.currentTime > video.duration - 0.2"
            : "video.ended || (video.paused && (mediaPlatform.adapter.ended || void video.play().catch(() => {})))");
        Assert.That(await page.EvaluateAsync<double>("mediaPlatform.video.duration"), Is.EqualTo(duration).Within(0.3));
    });

    [TestCase("shaka", "(format=m3u8-aapl)", 9.5)]
    [TestCase("hls", "(format=m3u8-cmaf)", 9.5)]
    [TestCase("dash", "(format=mpd-time-csf)", 19)]
    public Task Captions_behind_what_an_archive_lost_come_with_their_pictures(string player, string format, double time) => WithPageAsync("gap", player, format, async page =>
    {
        await WaitAsync(page, "start", "video.currentTime > 0.3 && video.videoWidth > 0 && adapter.texts().length > 0");
        await page.EvaluateAsync("mediaPlatform.adapter.chooseText(mediaPlatform.adapter.texts()[0].id)");
        await page.EvaluateAsync("(() => { mediaPlatform.video.currentTime = 7.4; mediaPlatform.video.play().catch(() => {}); })()");
        await WaitAsync(page, "captions", string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"[...video.textTracks].some(track => [...track.cues ?? []].some(cue => Math.abs(cue.startTime - {time}) < 0.1 && Math.abs(cue.endTime - cue.startTime - 1.5) < 0.01))"));
    });

    /// <summary>Splices stand at two, nineteen and twenty-two seconds: what says so comes to who listens for it, on a busy machine perhaps after the first has passed.</summary>
    [TestCase("shaka", "(format=mpd-time-cmaf)", "adapter.player", "adapter.player.addEventListener('timelineregionenter', event => marks.push(event.detail.schemeIdUri + ' ' + event.detail.startTime))", "urn:scte:scte35:2014:xml\\+bin (2|19|22)(\\.0|$)")]
    [TestCase("dash", "(format=mpd-time-csf)", "adapter.player", "adapter.player.on('urn:scte:scte35:2014:xml+bin', found => marks.push(`${found.event.eventStream.schemeIdUri} ${found.event.calculatedPresentationTime}`))", "urn:scte:scte35:2014:xml\\+bin (2|19|22)(\\.0|$)")]
    [TestCase("hls", "(format=m3u8-cmaf)", "video.currentTime > 0.1", HlsRanges, "0xFC30 2")]
    [TestCase("hls", "(format=m3u8-aapl)", "video.currentTime > 0.1", HlsRanges, "0xFC30 2")]
    public Task Marks_of_advertisements_come_to_the_player(string player, string format, string ready, string listen, string expected) => WithPageAsync("gap", player, format, async page =>
    {
        await WaitAsync(page, "ready", ready);
        await page.EvaluateAsync($"(() => {{ const {{ adapter }} = mediaPlatform; const marks = window.marks = []; {listen}; }})()");
        await WaitAsync(page, "mark", "marks.length > 0 || void video.play().catch(() => {})");

        Assert.That((await page.EvaluateAsync<string[]>("marks"))[0], Does.Match($"^{expected}"));
    });

    private async Task WithPageAsync(string asset, string player, string format, Func<IPage, Task> steps)
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
        var url = Uri.EscapeDataString($"{_addresses[asset]}/manifest{format}");
        await page.GotoAsync($"http://127.0.0.1:{PublishedMedia.Server.Port}/player/?player={player}&url={url}");
        try
        {
            await steps(page).WaitAsync(TestLimit);
        }
        finally
        {
            Assert.That(failures, Is.Empty);
            await page.CloseAsync();
        }
    }

    private static async Task SwitchAsync(IPage page)
    {
        var qualities = await page.EvaluateAsync<string[]>("mediaPlatform.adapter.qualities().map(quality => quality.id)");
        Assert.That(qualities, Has.Length.GreaterThan(2));
        await page.EvaluateAsync("id => mediaPlatform.adapter.chooseQuality(id)", qualities[^1]);
        var time = await page.EvaluateAsync<double>("mediaPlatform.video.currentTime");
        await WaitAsync(page, "chosen", $"({PlayerTests.SwitchedTo(qualities[^1], time)})(video)");
        await page.EvaluateAsync("(() => { mediaPlatform.video.currentTime = 0; mediaPlatform.video.play().catch(() => {}); })()");
        await WaitAsync(page, "switched", "video.currentTime > 0.3");
    }

    private static async Task WaitAsync(IPage page, string step, string condition)
    {
        try
        {
            await page.WaitForFunctionAsync($"() => {{ const {{ video, adapter }} = mediaPlatform; return mediaPlatform.errors.length > 0 || (adapter && ({condition})); }}");
        }
        catch (TimeoutException)
        {
            var state = await page.EvaluateAsync<string>(PlayerTests.State);
            Assert.Fail($"{step}: {state}");
        }

        Assert.That(await page.EvaluateAsync<string[]>("mediaPlatform.errors"), Is.Empty, step);
    }

    private async Task<string> AdoptModernAsync()
    {
        var path = Path.Combine(_folder.FullPath, "modern.mp4");
        var made = await ToolRunner.RunAsync(
            "ffmpeg",
            [
                "-v", "error", "-i", SharedFiles.Media("good/counter-320x240-60fps.mp4"), "-map", "0:v", "-map", "0:a", "-map", "0:a", "-vf", "scale=160:120,fps=15,format=yuv420p",
                "-c:v", "libaom-av1", "-cpu-used", "8", "-g", "30", "-b:v", "100k", "-c:a:0", "libopus", "-c:a:1", "flac", "-strict", "-2", path,
            ]);
        Assert.That(made.Errors, Does.Not.Contain("rror"));
        return await PublishedMedia.AdoptAsync(
            "matrix-av1",
            """
            <smil><body><switch><video src="modern.mp4"/>
            <audio src="modern.mp4"><param name="trackID" value="2"/><param name="trackName" value="opus"/></audio>
            </switch></body></smil>
            """,
            path);
    }
}

using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using MediaPlatform.TestKit;
using Microsoft.Playwright;

namespace MediaPlatform.Integration.Tests;

/// <summary>Players decrypt in real Chromium, with keys from our own key delivery, and only with the right token.</summary>
public sealed class ProtectedPlaybackTests : BrowserFixture
{
    private const float StepLimit = 40_000;
    private ProtectedMedia _open = null!;
    private ProtectedMedia _restricted = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _open = await ProtectedMedia.PublishAsync(needsToken: false);
        _restricted = await ProtectedMedia.PublishAsync(needsToken: true);
    }

    [TestCase("shaka", "mpd-time-cmaf", "cenc")]
    [TestCase("shaka", "mpd-time-csf", "cbcs-aapl")]
    [TestCase("shaka", "m3u8-cmaf", "cenc")]
    [TestCase("shaka", "m3u8-cmaf", "cbcs-aapl")]
    [TestCase("shaka", "mpd-time-cmaf", "cbc")]
    [TestCase("dash", "mpd-time-cmaf", "cenc")]
    [TestCase("dash", "mpd-time-cmaf", "cbcs-aapl")]
    [TestCase("hls", "m3u8-aapl", "cbc")]
    [TestCase("hls", "m3u8-cmaf", "cbc")]
    public async Task It_plays_and_seeks(string player, string format, string encryption)
    {
        await using var viewer = await Viewer.OpenAsync(Browser);
        await viewer.PlayAsync(player, _open.Manifest(format, encryption));
        await viewer.PlaysAsync();
        Assert.That(viewer.KeyReplies, Is.Not.Empty.And.All.EqualTo(200));
    }

    [TestCase("shaka", "mpd-time-cmaf", "cenc")]
    [TestCase("shaka", "m3u8-cmaf", "cbcs-aapl")]
    [TestCase("dash", "mpd-time-cmaf", "cenc")]
    [TestCase("hls", "m3u8-aapl", "cbc")]
    public async Task It_plays_with_the_right_token_only(string player, string format, string encryption)
    {
        await using var viewer = await Viewer.OpenAsync(Browser);
        await viewer.PlayAsync(player, _restricted.Manifest(format, encryption), ProtectedMedia.Token());
        await viewer.PlaysAsync();

        await using var other = await Viewer.OpenAsync(Browser);
        await other.PlayAsync(player, _restricted.Manifest(format, encryption));
        await other.FailsAsync();
    }

    [Test]
    public async Task A_token_of_the_manifest_URL_is_enough_for_players_that_cannot_send_one()
    {
        await using var viewer = await Viewer.OpenAsync(Browser);
        await viewer.PlayAsync("hls", $"{_restricted.Manifest("m3u8-cmaf", "cbc")}?token={ProtectedMedia.Token()}");
        await viewer.PlaysAsync();
    }

    [TestCase("expired")]
    [TestCase("audience")]
    [TestCase("key")]
    [TestCase("uses")]
    public async Task A_wrong_token_is_refused_and_nothing_is_shown(string fault)
    {
        var token = ProtectedMedia.Token(fault switch
        {
            "expired" => ProtectedMedia.Expired,
            "audience" => ProtectedMedia.WrongAudience,
            "key" => ProtectedMedia.WrongKey,
            _ => ProtectedMedia.OneUse,
        });
        var manifest = _restricted.Manifest("mpd-time-cmaf", "cenc");
        if (fault == "uses")
        {
            await using var first = await Viewer.OpenAsync(Browser);
            await first.PlayAsync("shaka", manifest, token);
            await first.PlaysAsync();
        }

        await using var viewer = await Viewer.OpenAsync(Browser);
        await viewer.PlayAsync("shaka", manifest, token);
        await viewer.FailsAsync();
        Assert.That(await viewer.TextAsync(), Does.Not.Contain(token));
    }

    [TestCase("shaka", "mpd-time-cmaf", "cenc")]
    [TestCase("hls", "m3u8-cmaf", "cbc")]
    public async Task A_token_that_was_used_up_at_one_process_plays_nothing_with_keys_of_another(string player, string format, string encryption)
    {
        var data = PublishedMedia.Server.DataPath;
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("shared.json"), new JsonObject
        {
            ["Data"] = new JsonObject { ["ConnectionString"] = $"Data Source={Path.Combine(data, "catalog.db")}" },
            ["Secrets"] = new JsonObject { ["KeyDirectory"] = Path.Combine(data, "keys") },
        }.ToJsonString());
        await using var second = await ServerProcess.StartAsync(null, null, "--config", folder.File("shared.json"), "--roles", "KeyDelivery");
        var manifest = _restricted.Manifest(format, encryption);
        var token = ProtectedMedia.Token(ProtectedMedia.OneUse);

        await using var first = await Viewer.OpenAsync(Browser);
        await first.PlayAsync(player, manifest, token);
        await first.PlaysAsync();
        await using var replay = await Viewer.OpenAsync(Browser);
        await replay.TakeKeysFromAsync(second.Port + 3);
        await replay.PlayAsync(player, manifest, token);
        await replay.FailsAsync();

        await using var other = await Viewer.OpenAsync(Browser);
        await other.TakeKeysFromAsync(second.Port + 3);
        await other.PlayAsync(player, manifest, ProtectedMedia.Token(ProtectedMedia.OneUse));
        await other.PlaysAsync();
    }

    /// <summary>One page with the player, and what key delivery answered it.</summary>
    private sealed class Viewer(IPage page) : IAsyncDisposable
    {
        private readonly ConcurrentQueue<Task<byte[]>> _bodies = new();
        private int? _otherPort;

        public ConcurrentQueue<int> KeyReplies { get; } = new();

        public static async Task<Viewer> OpenAsync(IBrowser browser)
        {
            var viewer = new Viewer(await browser.NewPageAsync(new() { IgnoreHTTPSErrors = true }));
            viewer.Listen();
            return viewer;
        }

        public async Task PlayAsync(string player, string manifest, string token = "")
        {
            await page.GotoAsync($"http://127.0.0.1:{PublishedMedia.Server.Port}/player/");
            await page.FillAsync("#url", manifest);
            await page.SelectOptionAsync("#player", player);
            await page.FillAsync("#token", token);
            await page.ClickAsync("button[type=submit]");
        }

        /// <summary>Sends what the player asks of key delivery to another process.</summary>
        public Task TakeKeysFromAsync(int port)
        {
            _otherPort = port;
            return page.RouteAsync(
                ProtectedMedia.IsKeyAddress, route => route.ContinueAsync(new() { Url = new UriBuilder(route.Request.Url) { Port = port }.Uri.AbsoluteUri }));
        }

        public async Task PlaysAsync()
        {
            await UntilAsync("video.currentTime > 0.3 && video.videoWidth > 0");
            await page.EvalOnSelectorAsync("#video", "video => { video.currentTime = video.duration / 2; video.play().catch(() => {}); }");
            await UntilAsync("video.currentTime > video.duration / 2 + 0.2 && video.getVideoPlaybackQuality().totalVideoFrames > 5");
            Assert.That(await ErrorsAsync(), Is.Empty);
        }

        public async Task FailsAsync()
        {
            await page.WaitForFunctionAsync("() => mediaPlatform.errors.length > 0");
            Assert.That(await page.IsVisibleAsync("#error"), "The page tells the viewer.");
            Assert.That(await page.EvalOnSelectorAsync<int>("#video", "video => video.getVideoPlaybackQuality().totalVideoFrames"), Is.Zero, "No picture was decoded.");
            Assert.That(KeyReplies, Is.Not.Empty.And.All.Matches<int>(status => status is 401 or 404));
            Assert.That((await Task.WhenAll(_bodies)).Select(body => body.Length), Is.All.LessThan(200).And.All.Not.EqualTo(16));
        }

        public Task<string> TextAsync() => page.ContentAsync();

        public async ValueTask DisposeAsync() => await page.CloseAsync();

        private void Listen()
        {
            page.SetDefaultTimeout(StepLimit);
            page.Response += (_, response) =>
            {
                if (response.Request.Method != "OPTIONS" && (_otherPort is { } port ? new Uri(response.Url).Port == port : ProtectedMedia.IsKeyAddress(response.Url)))
                {
                    KeyReplies.Enqueue(response.Status);
                    _bodies.Enqueue(response.BodyAsync());
                }
            };
        }

        private async Task UntilAsync(string condition)
        {
            try
            {
                await page.WaitForFunctionAsync($"() => {{ const video = document.getElementById('video'); return ({condition}) || mediaPlatform.errors.length > 0; }}");
            }
            catch (TimeoutException)
            {
                Assert.Fail($"{condition}: key replies {string.Join(' ', KeyReplies)}, {await page.InnerTextAsync("#facts")}");
            }

            Assert.That(await ErrorsAsync(), Is.Empty, $"{condition}; the server said {string.Join('\n', PublishedMedia.Server.Output.TakeLast(20))}");
        }

        private Task<string[]> ErrorsAsync() => page.EvaluateAsync<string[]>("mediaPlatform.errors");
    }
}

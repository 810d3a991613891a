using Microsoft.Playwright;

namespace MediaPlatform.Integration.Tests;

/// <summary>The distribution's Chromium without a window; without all that draws one where that is a program of its own, which takes half the processor time.</summary>
internal static class Chromium
{
    private const string Whole = "/usr/bin/chromium";
    private const string Headless = "/usr/bin/chromium-headless-shell";

    public static Task<IBrowser> LaunchAsync(IPlaywright playwright) => playwright.Chromium.LaunchAsync(new()
    {
        ExecutablePath = File.Exists(Headless) ? Headless : Whole,
        Args =
        [
            "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--autoplay-policy=no-user-gesture-required", "--mute-audio",
        ],
    });
}

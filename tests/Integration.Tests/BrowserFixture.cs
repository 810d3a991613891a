using Microsoft.Playwright;

namespace MediaPlatform.Integration.Tests;

/// <summary>Tests in the distribution's Chromium, one for each fixture.</summary>
public abstract class BrowserFixture
{
    private IPlaywright _playwright = null!;

    private protected IBrowser Browser { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task StartBrowserAsync()
    {
        _playwright = await Playwright.CreateAsync();
        Browser = await Chromium.LaunchAsync(_playwright);
    }

    [OneTimeTearDown]
    public async Task StopBrowserAsync()
    {
        await Browser.DisposeAsync();
        _playwright.Dispose();
    }
}

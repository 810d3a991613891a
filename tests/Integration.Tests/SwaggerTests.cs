using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace MediaPlatform.Integration.Tests;

/// <summary>Swagger UI in Chromium: whoever authorizes there can try operations against the running server.</summary>
public sealed class SwaggerTests : BrowserFixture
{
    [Test]
    public async Task An_operation_is_tried_out_with_the_token_that_was_entered()
    {
        var server = PublishedMedia.Server;
        await using var context = await Browser.NewContextAsync(new() { IgnoreHTTPSErrors = true });
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(40_000);
        var mistakes = new List<string>();
        page.PageError += (_, error) => mistakes.Add(error);
        await page.GotoAsync($"http://127.0.0.1:{server.Port + 1}/swagger/index.html");

        await page.Locator(".opblock-tag", new() { HasTextRegex = new Regex("^StreamingLocators", RegexOptions.IgnoreCase) }).ClickAsync();
        var operation = page.Locator(".opblock", new() { HasTextRegex = new Regex(@"/streamingLocators(?!/)") }).And(page.Locator(".opblock-get")).First;
        await operation.Locator(".opblock-summary-control").ClickAsync();
        Assert.That(await TryAsync(page, operation, server), Is.EqualTo("401"));

        await page.Locator(".btn.authorize").First.ClickAsync();
        var token = server.Connection["token"]!.GetValue<string>();
        await page.Locator(".auth-container input[type=text], .auth-container input[type=password]").First.FillAsync(token);
        await page.Locator(".auth-btn-wrapper .authorize").First.ClickAsync();
        await page.Locator(".auth-btn-wrapper .btn-done, .close-modal").First.ClickAsync();

        Assert.That(await TryAsync(page, operation, server), Is.EqualTo("200"));
        Assert.That(await operation.Locator(".live-responses-table tbody .response-col_description").First.InnerTextAsync(), Does.Contain("streamingLocatorId"));
        Assert.That(mistakes, Is.Empty);
    }

    private static async Task<string> TryAsync(IPage page, ILocator operation, ServerProcess server)
    {
        if (await operation.Locator(".try-out__btn:not(.cancel)").CountAsync() > 0)
        {
            await operation.Locator(".try-out__btn").ClickAsync();
        }

        foreach (var (name, member) in new[] { ("subscriptionId", "subscriptionId"), ("resourceGroupName", "resourceGroup"), ("accountName", "account") })
        {
            await operation.Locator($"tr[data-param-name={name}] input").FillAsync(server.Connection[member]!.GetValue<string>());
        }

        var answer = page.WaitForResponseAsync(reply => reply.Url.Contains("streamingLocators", StringComparison.Ordinal));
        await operation.Locator(".execute").ClickAsync();
        await answer;
        var status = operation.Locator(".live-responses-table tbody .response-col_status").First;
        await status.WaitForAsync();
        return (await status.InnerTextAsync()).Trim().Split('\n')[0];
    }
}

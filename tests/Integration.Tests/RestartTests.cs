using System.Net;

namespace MediaPlatform.Integration.Tests;

/// <summary>What is acknowledged outlives the process, however that ends.</summary>
public sealed class RestartTests
{
    [Test]
    public async Task Two_processes_cannot_serve_one_folder()
    {
        await using var first = await ServerProcess.StartAsync();
        Assert.That(async () => await ServerProcess.StartAsync(first.DataPath), Throws.InvalidOperationException.With.Message.Contains("in use"));
    }

    [Test]
    public async Task Without_a_token_the_management_api_says_401()
    {
        await using var server = await ServerProcess.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(server.Connection["armHttpEndpoint"]!.GetValue<string>()) };
        using var response = await client.GetAsync($"{server.AccountPath}/assets?api-version=2022-08-01");
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(response.Headers.WwwAuthenticate.ToString(), Does.StartWith("Bearer"));
    }
}

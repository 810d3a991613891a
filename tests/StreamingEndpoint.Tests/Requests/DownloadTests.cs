using System.Net;
using System.Net.Http.Headers;

namespace MediaPlatform.StreamingEndpoint.Tests.Requests;

/// <summary>Progressive download of stored files.</summary>
public sealed class DownloadTests
{
    private const string Name = "BigBuckBunny_400.mp4";

    private static HttpClient Client => SharedOrigin.Server.Client;

    private static string Folder => SharedOrigin.MultiBitrate[..SharedOrigin.MultiBitrate.LastIndexOf('/')];

    [Test]
    public async Task A_file_comes_as_it_is_stored()
    {
        var stored = await File.ReadAllBytesAsync(Assets.MultiBitrate.Single(path => path.EndsWith(Name, StringComparison.Ordinal)));
        using var reply = await Client.GetAsync($"{Folder}/{Name}");

        Assert.That(await reply.Content.ReadAsByteArrayAsync(), Is.EqualTo(stored));
        Assert.That(reply.Content.Headers.ContentType!.MediaType, Is.EqualTo("video/mp4"));
        Assert.That(reply.Headers.AcceptRanges, Is.EqualTo(["bytes"]));
    }

    [Test]
    public async Task A_range_of_a_file_is_sent_alone()
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"{Folder}/{Name}") { Headers = { Range = new RangeHeaderValue(4, 7) } };
        using var reply = await Client.SendAsync(request);

        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.PartialContent));
        Assert.That(await reply.Content.ReadAsStringAsync(), Is.EqualTo("ftyp"));
    }

    [TestCase("BigBuckBunny_3400.ism", HttpStatusCode.NotFound)]
    [TestCase("nosuch.mp4", HttpStatusCode.NotFound)]
    [TestCase("..%2f..%2fcatalog.db", HttpStatusCode.BadRequest)]
    public async Task Manifests_and_what_is_not_in_the_asset_stay_closed(string name, HttpStatusCode expected)
    {
        using var reply = await Client.GetAsync($"{Folder}/{name}");

        Assert.That(reply.StatusCode, Is.EqualTo(expected).Or.EqualTo(HttpStatusCode.NotFound));
    }

    [TestCase("BigBuckBunny.ism")]
    [TestCase("BigBuckBunny.ismc")]
    [TestCase("BigBuckBunny.ismv")]
    [TestCase("BigBuckBunny.isma")]
    public async Task Files_of_smooth_streaming_are_not_downloaded(string name)
    {
        var locator = await SharedOrigin.Server.PublishAsync(Assets.Smooth, "Predefined_DownloadAndClearStreaming");
        using var reply = await Client.GetAsync($"/{locator}/{name}");

        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(reply.Headers.GetValues("x-ms-error-code"), Is.EqualTo(["MPE_RESOURCE_NOT_FOUND"]));
    }

    [Test]
    public async Task A_policy_without_download_refuses_it()
    {
        var locator = await SharedOrigin.Server.PublishAsync(Assets.Smooth, "Predefined_ClearStreamingOnly");
        using var reply = await Client.GetAsync($"/{locator}/BigBuckBunny.isma");

        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(reply.Headers.GetValues("x-ms-error-code"), Is.EqualTo(["MPE_OUTPUT_FORMAT_BLOCKED"]));
    }
}

using MediaPlatform.BlobEndpoint.Tests.Hosting;
using MediaPlatform.TestKit;

namespace MediaPlatform.BlobEndpoint.Tests.Clients;

/// <summary>The official npm client, @azure/storage-blob.</summary>
[TestFixtureSource(typeof(BlobServices), nameof(BlobServices.All))]
[Category("Integration")]
internal sealed class JavaScriptClientTests(string server)
{
    private const int BigMegabytes = 300;

    [Test]
    public async Task The_JavaScript_client_uploads_resumes_lists_reads_and_deletes()
    {
        var service = await BlobServices.StartedAsync(server);
        var script = Path.Combine(NodeClients.Folder, "blobs.mjs");
        var ended = await ToolRunner.RunAsync("node", [script, service.Endpoint.ToString(), service.Account, service.AccountKey, $"{BigMegabytes}"]);
        Assert.That(ended.ExitCode, Is.Zero, ended.Output + ended.Errors);
        TestContext.Out.WriteLine(ended.Output);
        Assert.That(ended.Output, Does.Contain("\"step\":\"end\""));
    }
}

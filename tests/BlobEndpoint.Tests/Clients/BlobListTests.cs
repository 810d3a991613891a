using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using MediaPlatform.BlobEndpoint.Tests.Hosting;

namespace MediaPlatform.BlobEndpoint.Tests.Clients;

[TestFixtureSource(typeof(BlobServices), nameof(BlobServices.All))]
internal sealed class BlobListTests(string server)
{
    private static readonly string[] Names =
    [
        "a", "a b", "a&b<c>", "a-1/x", "a/1", "a/2/deep/er", "a/2/z", "a0", "b/1", "b/2", "ž/ő", "日本/film.mp4",
    ];

    private BlobService _service = null!;
    private BlobContainerClient _container = null!;

    [OneTimeSetUp]
    public async Task CreateBlobsAsync()
    {
        _service = await BlobServices.StartedAsync(server);
        _container = await _service.NewContainerAsync();
        foreach (var name in Names)
        {
            if (server == BlobServices.Ours && name == "a") continue; // a file cannot be a folder too
            var options = new BlobUploadOptions { Metadata = new Dictionary<string, string> { ["length"] = $"{name.Length}" } };
            await _container.GetBlobClient(name).UploadAsync(BinaryData.FromString(name), options);
        }
    }

    private IEnumerable<string> Stored => Names.Where(name => server != BlobServices.Ours || name != "a").Order(StringComparer.Ordinal);

    [TestCase(1)]
    [TestCase(3)]
    [TestCase(100)]
    public async Task Pages_follow_each_other_without_gap_or_repetition(int pageSize)
    {
        var pages = await _container.GetBlobsAsync().AsPages(pageSizeHint: pageSize).ToListAsync();
        Assert.That(pages.SelectMany(page => page.Values).Select(blob => blob.Name), Is.EqualTo(Stored));
        Assert.That(pages.Select(page => page.Values.Count), Has.All.LessThanOrEqualTo(pageSize));
    }

    [TestCase("a/")]
    [TestCase("a/2")]
    [TestCase("b")]
    [TestCase("none")]
    public async Task A_prefix_selects(string prefix)
    {
        var found = await _container.GetBlobsAsync(prefix: prefix).Select(blob => blob.Name).ToListAsync();
        Assert.That(found, Is.EqualTo(Stored.Where(name => name.StartsWith(prefix, StringComparison.Ordinal))));
    }

    [TestCase(1)]
    [TestCase(100)]
    public async Task A_delimiter_folds_what_lies_deeper(int pageSize)
    {
        var pages = await _container.GetBlobsByHierarchyAsync(delimiter: "/", prefix: "a/").AsPages(pageSizeHint: pageSize).ToListAsync();
        var found = pages.SelectMany(page => page.Values).Select(entry => entry.IsPrefix ? "> " + entry.Prefix : entry.Blob.Name);
        Assert.That(found, Is.EquivalentTo(new[] { "a/1", "> a/2/" }));
    }

    [Test]
    public async Task Properties_and_metadata_come_with_the_list()
    {
        var blob = await _container.GetBlobsAsync(BlobTraits.Metadata, prefix: "b/1").SingleAsync();
        BlobProperties direct = await _container.GetBlobClient("b/1").GetPropertiesAsync();
        Assert.That(blob.Properties.ContentLength, Is.EqualTo(3));
        Assert.That(direct.ETag.ToString(), Is.EqualTo(blob.Properties.ETag.ToString()).Or.EqualTo($"\"{blob.Properties.ETag}\""));
        Assert.That(blob.Properties.LastModified, Is.EqualTo(direct.LastModified));
        Assert.That(blob.Metadata["length"], Is.EqualTo("3"));
    }

    [Test]
    public async Task Containers_are_listed_by_prefix()
    {
        var found = await _service.Client.GetBlobContainersAsync(prefix: _container.Name).Select(item => item.Name).ToListAsync();
        Assert.That(found, Is.EqualTo(new[] { _container.Name }));
    }
}

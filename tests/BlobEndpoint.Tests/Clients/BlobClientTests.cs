using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using MediaPlatform.BlobEndpoint.Tests.Hosting;
using MediaPlatform.TestKit;

namespace MediaPlatform.BlobEndpoint.Tests.Clients;

/// <summary>What applications do with the official .NET client; the same on our endpoint and on Azurite.</summary>
[TestFixtureSource(typeof(BlobServices), nameof(BlobServices.All))]
internal sealed class BlobClientTests(string server)
{
    private BlobContainerClient _container = null!;

    [SetUp]
    public async Task CreateContainerAsync() => _container = await (await BlobServices.StartedAsync(server)).NewContainerAsync();

    [TearDown]
    public async Task DeleteContainerAsync() => await _container.DeleteIfExistsAsync();

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(5 * 1024 * 1024 + 1)]
    public async Task A_blob_comes_back_as_it_went_up(int length)
    {
        var blob = _container.GetBlobClient("folder/película 1.mp4");
        await blob.UploadAsync(new Pattern(length), new BlobUploadOptions { HttpHeaders = new BlobHttpHeaders { ContentType = "video/mp4" } });
        BlobDownloadResult found = await blob.DownloadContentAsync();
        Assert.That(found.Content.ToArray(), Is.EqualTo(Pattern.Bytes(0, length)));
        Assert.That(found.Details.ContentType, Is.EqualTo("video/mp4"));
        Assert.That(found.Details.BlobType, Is.EqualTo(BlobType.Block));
    }

    [Test]
    public async Task A_replaced_blob_has_a_new_version()
    {
        var blob = _container.GetBlobClient("a");
        BlobContentInfo first = await blob.UploadAsync(BinaryData.FromString("one"));
        BlobContentInfo second = await blob.UploadAsync(BinaryData.FromString("two"), overwrite: true);
        Assert.That(second.ETag, Is.Not.EqualTo(first.ETag));
        BlobProperties found = await blob.GetPropertiesAsync();
        Assert.That(found.ETag, Is.EqualTo(second.ETag));
        Assert.That(found.LastModified, Is.EqualTo(second.LastModified));
    }

    [Test]
    public async Task A_blob_outlives_the_deletion_of_snapshots_that_it_does_not_have()
    {
        var blob = _container.GetBlobClient("a");
        await blob.UploadAsync(BinaryData.FromString("one"));
        var snapshot = blob.WithSnapshot("2020-01-01T00:00:00.0000000Z");
        foreach (var operation in (Func<Task>[])[() => snapshot.DownloadContentAsync(), () => snapshot.DeleteAsync()])
        {
            Assert.That(operation, Throws.TypeOf<RequestFailedException>().With.Property(nameof(RequestFailedException.Status)).EqualTo(404));
        }

        await blob.DeleteAsync(DeleteSnapshotsOption.OnlySnapshots);
        Assert.That((await blob.ExistsAsync()).Value, Is.True);
        await blob.DeleteAsync(DeleteSnapshotsOption.IncludeSnapshots);
        Assert.That((await blob.ExistsAsync()).Value, Is.False);
    }

    [TestCase(0, 1)]
    [TestCase(999, 1)]
    [TestCase(100, 500)]
    [TestCase(990, 100)]
    public async Task A_range_brings_those_bytes(int offset, int count)
    {
        var blob = _container.GetBlobClient("range");
        await blob.UploadAsync(new Pattern(1000));
        BlobDownloadResult found = await blob.DownloadContentAsync(new BlobDownloadOptions { Range = new HttpRange(offset, count) });
        var expected = Math.Min(count, 1000 - offset);
        Assert.That(found.Content.ToArray(), Is.EqualTo(Pattern.Bytes(offset, expected)));
        Assert.That(found.Details.ContentRange, Is.EqualTo($"bytes {offset}-{offset + expected - 1}/1000"));
    }

    [Test]
    public async Task A_range_without_an_end_reaches_the_end()
    {
        var blob = _container.GetBlobClient("range");
        await blob.UploadAsync(new Pattern(1000));
        BlobDownloadResult found = await blob.DownloadContentAsync(new BlobDownloadOptions { Range = new HttpRange(900) });
        Assert.That(found.Content.ToArray(), Is.EqualTo(Pattern.Bytes(900, 100)));
    }

    [Test]
    public async Task A_range_past_the_end_is_refused()
    {
        var blob = _container.GetBlobClient("range");
        await blob.UploadAsync(new Pattern(1000));
        await RefusedAsync(416, "InvalidRange", () => blob.DownloadContentAsync(new BlobDownloadOptions { Range = new HttpRange(5000, 1) }));
    }

    [Test]
    public async Task Headers_and_metadata_are_kept_and_replaced_as_a_whole()
    {
        var blob = _container.GetBlobClient("headers");
        await blob.UploadAsync(BinaryData.FromString("x"), new BlobUploadOptions
        {
            HttpHeaders = new BlobHttpHeaders { ContentType = "text/css", CacheControl = "max-age=5", ContentDisposition = "inline", ContentLanguage = "cs" },
            Metadata = new Dictionary<string, string> { ["Title"] = "A film", ["year"] = "1999" },
        });
        BlobProperties found = await blob.GetPropertiesAsync();
        Assert.That((found.ContentType, found.CacheControl, found.ContentDisposition, found.ContentLanguage), Is.EqualTo(("text/css", "max-age=5", "inline", "cs")));
        Assert.That(found.Metadata["title"], Is.EqualTo("A film"));
        await blob.SetMetadataAsync(new Dictionary<string, string> { ["only"] = "this" });
        await blob.SetHttpHeadersAsync(new BlobHttpHeaders { ContentType = "text/plain" });
        found = await blob.GetPropertiesAsync();
        Assert.That(found.Metadata, Is.EqualTo(new Dictionary<string, string> { ["only"] = "this" }));
        Assert.That((found.ContentType, found.CacheControl ?? ""), Is.EqualTo(("text/plain", "")));
    }

    [Test]
    public async Task Deleted_blobs_are_gone()
    {
        var blob = _container.GetBlobClient("to/be/deleted");
        await blob.UploadAsync(BinaryData.FromString("x"));
        Assert.That((await blob.DeleteIfExistsAsync()).Value, Is.True);
        Assert.That((await blob.ExistsAsync()).Value, Is.False);
        Assert.That((await blob.DeleteIfExistsAsync()).Value, Is.False);
        await RefusedAsync(404, "BlobNotFound", () => blob.DownloadContentAsync());
    }

    [Test]
    public async Task Conditions_guard_writes_and_reads()
    {
        var blob = _container.GetBlobClient("guarded");
        BlobContentInfo first = await blob.UploadAsync(BinaryData.FromString("one"));
        var other = new BlobRequestConditions { IfMatch = new ETag("\"0x1\"") };
        await RefusedAsync(409, "BlobAlreadyExists", () => blob.UploadAsync(BinaryData.FromString("two")));
        await RefusedAsync(412, "ConditionNotMet", () => blob.UploadAsync(BinaryData.FromString("two"), new BlobUploadOptions { Conditions = other }));
        await RefusedAsync(412, "ConditionNotMet", () => blob.DownloadContentAsync(new BlobDownloadOptions { Conditions = other }));
        await RefusedAsync(412, "ConditionNotMet", () => blob.DeleteAsync(conditions: other));
        var same = new BlobRequestConditions { IfNoneMatch = first.ETag };
        var answer = await blob.DownloadContentAsync(new BlobDownloadOptions { Conditions = same });
        Assert.That(answer.GetRawResponse().Status, Is.EqualTo(304));
        await blob.UploadAsync(BinaryData.FromString("two"), new BlobUploadOptions { Conditions = new BlobRequestConditions { IfMatch = first.ETag } });
        Assert.That((await blob.DownloadContentAsync()).Value.Content.ToString(), Is.EqualTo("two"));
    }

    [Test]
    public async Task Containers_are_made_described_and_deleted_once()
    {
        await RefusedAsync(409, "ContainerAlreadyExists", () => _container.CreateAsync());
        await _container.SetMetadataAsync(new Dictionary<string, string> { ["owner"] = "me" });
        BlobContainerProperties found = await _container.GetPropertiesAsync();
        Assert.That(found.Metadata["owner"], Is.EqualTo("me"));
        Assert.That((await _container.ExistsAsync()).Value, Is.True);
        await _container.DeleteAsync();
        Assert.That((await _container.ExistsAsync()).Value, Is.False);
        await RefusedAsync(404, "ContainerNotFound", () => _container.DeleteAsync());
        await RefusedAsync(404, "ContainerNotFound", () => _container.GetBlobClient("x").UploadAsync(BinaryData.FromString("x")));
        await RefusedAsync(404, "ContainerNotFound", () => _container.GetBlobsAsync().AsPages().FirstAsync().AsTask());
    }

    [Test]
    public async Task A_blob_is_copied_within_the_account()
    {
        var source = _container.GetBlobClient("source");
        await source.UploadAsync(new Pattern(10_000), new BlobUploadOptions { HttpHeaders = new BlobHttpHeaders { ContentType = "video/mp4" } });
        var copy = _container.GetBlockBlobClient("copy");
        var operation = await copy.StartCopyFromUriAsync(source.Uri);
        await operation.WaitForCompletionAsync();
        BlobDownloadResult found = await copy.DownloadContentAsync();
        Assert.That(found.Content.ToArray(), Is.EqualTo(Pattern.Bytes(0, 10_000)));
        Assert.That(found.Details.ContentType, Is.EqualTo("video/mp4"));
    }

    private static async Task RefusedAsync(int status, string code, Func<Task> call)
    {
        var error = await AsyncAssert.ThrowsAsync<RequestFailedException>(call);
        Assert.That((error.Status, error.ErrorCode), Is.EqualTo((status, code)));
    }
}

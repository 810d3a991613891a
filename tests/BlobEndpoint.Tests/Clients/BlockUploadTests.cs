using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using MediaPlatform.BlobEndpoint.Tests.Hosting;
using MediaPlatform.TestKit;

namespace MediaPlatform.BlobEndpoint.Tests.Clients;

/// <summary>Uploads in blocks: whole, broken off, resumed, appended to.</summary>
[TestFixtureSource(typeof(BlobServices), nameof(BlobServices.All))]
internal sealed class BlockUploadTests(string server)
{
    private const int BlockSize = 64 * 1024;

    private BlobContainerClient _container = null!;

    [OneTimeSetUp]
    public async Task CreateContainerAsync() => _container = await (await BlobServices.StartedAsync(server)).NewContainerAsync();

    [Test]
    public async Task Staged_blocks_are_no_blob_until_their_list_comes()
    {
        var blob = _container.GetBlockBlobClient("broken-off");
        await StageAsync(blob, 0);
        await StageAsync(blob, 2);
        Assert.That((await blob.ExistsAsync()).Value, Is.False);
        Assert.That(await _container.GetBlobsAsync(prefix: "broken").CountAsync(), Is.Zero);
        BlockList staged = await blob.GetBlockListAsync(BlockListTypes.All);
        Assert.That(staged.UncommittedBlocks.Select(block => (block.Name, block.SizeLong)), Is.EquivalentTo(new[] { (Id(0), (long)BlockSize), (Id(2), BlockSize) }));
        Assert.That(staged.CommittedBlocks, Is.Empty);
    }

    [Test]
    public async Task An_upload_is_resumed_with_the_blocks_that_are_missing()
    {
        var blob = _container.GetBlockBlobClient("resumed");
        await StageAsync(blob, 0);
        await StageAsync(blob, 2);
        BlockList staged = await blob.GetBlockListAsync(BlockListTypes.Uncommitted);
        var missing = Enumerable.Range(0, 4).Where(number => staged.UncommittedBlocks.All(block => block.Name != Id(number)));
        foreach (var number in missing) await StageAsync(blob, number);
        await blob.CommitBlockListAsync(
            Enumerable.Range(0, 4).Select(Id), new CommitBlockListOptions { HttpHeaders = new BlobHttpHeaders { ContentType = "video/mp4" } });
        BlobDownloadResult found = await blob.DownloadContentAsync();
        Assert.That(found.Content.ToArray(), Is.EqualTo(Pattern.Bytes(0, 4 * BlockSize)));
        Assert.That(found.Details.ContentType, Is.EqualTo("video/mp4"));
        staged = await blob.GetBlockListAsync(BlockListTypes.All);
        Assert.That(staged.CommittedBlocks.Select(block => block.Name), Is.EqualTo(Enumerable.Range(0, 4).Select(Id)));
        Assert.That(staged.UncommittedBlocks, Is.Empty);
    }

    [Test]
    public async Task A_block_list_can_take_blocks_of_the_blob_in_place()
    {
        var blob = _container.GetBlockBlobClient("appended");
        await StageAsync(blob, 0);
        await blob.CommitBlockListAsync([Id(0)]);
        await StageAsync(blob, 1);
        await blob.CommitBlockListAsync([Id(0), Id(1)]);
        Assert.That((await blob.DownloadContentAsync()).Value.Content.ToArray(), Is.EqualTo(Pattern.Bytes(0, 2 * BlockSize)));
    }

    [Test]
    public async Task A_list_with_an_unknown_block_is_refused_and_changes_nothing()
    {
        var blob = _container.GetBlockBlobClient("refused");
        await StageAsync(blob, 0);
        await blob.CommitBlockListAsync([Id(0)]);
        await StageAsync(blob, 1);
        await RefusedAsync(400, "InvalidBlockList", () => blob.CommitBlockListAsync([Id(0), Id(1), Id(7)]));
        Assert.That((await blob.GetPropertiesAsync()).Value.ContentLength, Is.EqualTo(BlockSize));
    }

    [Test]
    public async Task A_block_whose_md5_is_wrong_is_refused()
    {
        var blob = _container.GetBlockBlobClient("md5");
        var wrong = MD5.HashData(Encoding.UTF8.GetBytes("other"));
        var options = new BlockBlobStageBlockOptions
        {
            TransferValidation = new UploadTransferValidationOptions { ChecksumAlgorithm = StorageChecksumAlgorithm.MD5, PrecalculatedChecksum = wrong },
        };
        await RefusedAsync(400, "Md5Mismatch", () => blob.StageBlockAsync(Id(0), new MemoryStream(Pattern.Bytes(0, BlockSize)), options));
    }

    [Test]
    public async Task A_big_stream_goes_up_in_blocks_and_comes_down_whole()
    {
        const long Length = 20L * 1024 * 1024 + 7;
        var blob = _container.GetBlobClient("big");
        await blob.UploadAsync(new Pattern(Length), new BlobUploadOptions
        {
            TransferOptions = new StorageTransferOptions { InitialTransferSize = 1024 * 1024, MaximumTransferSize = 1024 * 1024, MaximumConcurrency = 4 },
        });
        await using var content = await blob.OpenReadAsync();
        Assert.That(Convert.ToHexString(await SHA256.HashDataAsync(content)), Is.EqualTo(Pattern.Sha256(Length)));
    }

    private static Task StageAsync(BlockBlobClient blob, int number) =>
        blob.StageBlockAsync(Id(number), new MemoryStream(Pattern.Bytes((long)number * BlockSize, BlockSize)));

    private static string Id(int number) => Convert.ToBase64String(Encoding.UTF8.GetBytes($"block-{number:0000}"));

    private static async Task RefusedAsync(int status, string code, Func<Task> call)
    {
        var error = await AsyncAssert.ThrowsAsync<RequestFailedException>(call);
        Assert.That((error.Status, error.ErrorCode), Is.EqualTo((status, code)));
    }
}

using System.Security.Cryptography;
using Azure.Storage;
using Azure.Storage.Blobs.Models;
using MediaPlatform.BlobEndpoint.Tests.Hosting;
using MediaPlatform.TestKit;

namespace MediaPlatform.BlobEndpoint.Tests.Clients;

/// <summary>300 MB, with the memory of client and server together watched while it goes up and comes down.</summary>
[NonParallelizable]
internal sealed class BigUploadTests
{
    private const long Length = 300L * 1024 * 1024;

    /// <summary>Bytes: the client's blocks of 8 MiB, the server's pooled buffers, and what the collector leaves lying.</summary>
    private const long Allowed = 150L * 1024 * 1024;

    [Test]
    public async Task A_big_blob_takes_no_memory_of_its_size()
    {
        var service = await BlobServices.StartedAsync(BlobServices.Ours);
        var blob = (await service.NewContainerAsync()).GetBlobClient("big");
        using var done = new CancellationTokenSource();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var most = Task.Run(() => MostMemoryAsync(done.Token));
        await blob.UploadAsync(new Pattern(Length), new BlobUploadOptions
        {
            TransferOptions = new StorageTransferOptions { InitialTransferSize = 8 << 20, MaximumTransferSize = 8 << 20, MaximumConcurrency = 2 },
        });
        await using (var content = (await blob.DownloadStreamingAsync()).Value.Content)
            Assert.That(Convert.ToHexString(await SHA256.HashDataAsync(content)), Is.EqualTo(Pattern.Sha256(Length)));
        await done.CancelAsync();
        var taken = await most - before;
        TestContext.Out.WriteLine($"{taken >> 20} MB more memory at most");
        Assert.That(taken, Is.LessThan(Allowed));
    }

    private static async Task<long> MostMemoryAsync(CancellationToken until)
    {
        var most = 0L;
        while (!until.IsCancellationRequested)
        {
            most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: false));
            await Task.Delay(20, CancellationToken.None);
        }

        return most;
    }
}

using System.Net.Sockets;
using System.Text;
using Azure.Storage.Blobs.Specialized;
using MediaPlatform.BlobEndpoint.Tests.Hosting;
using MediaPlatform.Data.Blobs.Disk;
using MediaPlatform.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace MediaPlatform.BlobEndpoint.Tests.Blocks;

/// <summary>Uploads that end in the middle, and what a later start makes of them.</summary>
internal sealed class RestartTests
{
    private static readonly string[] Ids = [.. new[] { "one", "two" }.Select(text => Convert.ToBase64String(Encoding.UTF8.GetBytes(text)))];

    [Test]
    public async Task An_upload_goes_on_after_a_restart()
    {
        using var folder = new TemporaryFolder();
        await using (var first = await OwnServer.StartAsync(folder.FullPath))
        {
            await first.Container("uploads").CreateIfNotExistsAsync(CancellationToken.None);
            await Blob(first).StageBlockAsync(Ids[0], new MemoryStream("first "u8.ToArray()));
        }

        await using var second = await OwnServer.StartAsync(folder.FullPath);
        Assert.That((await Blob(second).ExistsAsync()).Value, Is.False);
        await Blob(second).StageBlockAsync(Ids[1], new MemoryStream("second"u8.ToArray()));
        await Blob(second).CommitBlockListAsync(Ids);
        Assert.That((await Blob(second).DownloadContentAsync()).Value.Content.ToString(), Is.EqualTo("first second"));
    }

    [Test]
    public async Task A_repeated_list_finds_its_work_done()
    {
        await using var server = await OwnServer.StartAsync();
        await server.Container("uploads").CreateIfNotExistsAsync(CancellationToken.None);
        await Blob(server).StageBlockAsync(Ids[0], new MemoryStream("content"u8.ToArray()));
        await Blob(server).CommitBlockListAsync([Ids[0]]);
        await Blob(server).CommitBlockListAsync([Ids[0]]);
        Assert.That((await Blob(server).DownloadContentAsync()).Value.Content.ToString(), Is.EqualTo("content"));
    }

    [Test]
    public async Task A_body_that_breaks_off_leaves_nothing()
    {
        await using var server = await OwnServer.StartAsync();
        var container = server.Container("uploads");
        await container.CreateIfNotExistsAsync(CancellationToken.None);
        var sas = await container.CreateSasAsync(
            Data.Blobs.BlobPermissions.Write, TimeProvider.System.GetUtcNow().AddHours(1), keyIndex: 0, server.Address, CancellationToken.None);
        using (var socket = new TcpClient("127.0.0.1", server.Address.Port))
        {
            var head = $"PUT /storage/uploads/half{sas.Query} HTTP/1.1\r\nHost: localhost\r\nx-ms-blob-type: BlockBlob\r\nContent-Length: 1000000\r\n\r\n";
            await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head + new string('x', 1000)));
            await socket.GetStream().FlushAsync();
            await EventuallyAsync(() => Temporary(server).Length == 1);
        }

        await EventuallyAsync(() => Temporary(server).Length == 0);
        Assert.That(await container.GetPropertiesAsync("half", CancellationToken.None), Is.Null);
    }

    [Test]
    public async Task Leftovers_are_removed_when_they_are_old()
    {
        await using var server = await OwnServer.StartAsync();
        var container = server.Container("uploads");
        await container.CreateIfNotExistsAsync(CancellationToken.None);
        await Blob(server).StageBlockAsync(Ids[0], new MemoryStream("young"u8.ToArray()));
        await server.Container("uploads").StageBlockAsync("old", Ids[0], new MemoryStream("old"u8.ToArray()), null, CancellationToken.None);
        var past = TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-8);
        foreach (var folder in Directory.GetDirectories(Hidden(server, "blocks")))
        {
            var block = Directory.GetFiles(folder).Single();
            if (await File.ReadAllTextAsync(block) != "old") continue;
            File.SetLastWriteTimeUtc(block, past);
            Directory.SetLastWriteTimeUtc(folder, past);
        }

        var unfinished = Path.Combine(Hidden(server, "tmp"), "unfinished");
        await File.WriteAllTextAsync(unfinished, "x");
        File.SetLastWriteTimeUtc(unfinished, past);
        var removed = server.Services.GetRequiredService<DiskBlobStore>().RemoveLeftovers(TimeSpan.FromDays(7));
        Assert.That(removed, Is.EqualTo(2));
        Assert.That(container.GetBlocks("blob").Uncommitted, Has.Count.EqualTo(1));
        Assert.That(container.GetBlocks("old").Uncommitted, Is.Empty);
    }

    private static BlockBlobClient Blob(OwnServer server) =>
        new BlobService(new Uri(server.Address, OwnServer.Account), OwnServer.Account, server.AccountKey).Client
            .GetBlobContainerClient("uploads").GetBlockBlobClient("blob");

    private static string Hidden(OwnServer server, string name) =>
        Path.Combine(server.Folder, "blobs", OwnServer.Account, ".mediaplatform", "uploads", name);

    private static string[] Temporary(OwnServer server) => Directory.Exists(Hidden(server, "tmp")) ? Directory.GetFiles(Hidden(server, "tmp")) : [];

    private static async Task EventuallyAsync(Func<bool> holds)
    {
        for (var attempt = 0; attempt < 400 && !holds(); attempt++) await Task.Delay(25);
        Assert.That(holds(), Is.True);
    }
}

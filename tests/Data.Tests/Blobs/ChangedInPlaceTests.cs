using MediaPlatform.Data.Blobs;
using MediaPlatform.Data.Blobs.Disk;
using MediaPlatform.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace MediaPlatform.Data.Tests.Blobs;

/// <summary>We replace files and never change them; somebody with a shell may. What is open then is refused, since it would be half of this and half of that.</summary>
internal sealed class ChangedInPlaceTests
{
    private const int Length = 3 << 20;
    private TemporaryFolder _folder = null!;
    private ServiceProvider _services = null!;
    private IBlobContainer _container = null!;

    [SetUp]
    public async Task OpenAsync()
    {
        _folder = new TemporaryFolder();
        _services = await BlobStores.OpenAsync(BlobProvider.Disk, _folder.FullPath);
        _container = _services.GetRequiredService<IBlobStore>().GetContainer(BlobStores.Account, "changed");
        await _container.CreateIfNotExistsAsync(default);
        await _container.UploadAsync("a.bin", new Pattern(Length), null, default);
    }

    [TearDown]
    public async Task CloseAsync()
    {
        await _services.DisposeAsync();
        _folder.Dispose();
    }

    [TestCase(FileMode.Open)]
    [TestCase(FileMode.Create)]
    [TestCase(FileMode.Append)]
    public async Task An_open_blob_whose_file_is_written_to_is_refused(FileMode mode)
    {
        await using var reader = (await _container.OpenReadAsync("a.bin", default))!;
        var buffer = new byte[1000];
        Assert.That(await reader.ReadAsync(500, buffer, default), Is.EqualTo(1000));
        await reader.WarmAsync(0, Length, default);

        await using (var file = new FileStream(FileOf("a.bin"), mode, FileAccess.Write))
        {
            file.Write(new byte[2000]);
        }

        Assert.That(async () => await reader.ReadAsync(500, buffer, default), Throws.TypeOf<BlobException>().With.Property("Failure").EqualTo(BlobFailure.ConditionNotMet));
        Assert.That(async () => await reader.WarmAsync(0, Length, default), Throws.TypeOf<BlobException>().With.Property("Failure").EqualTo(BlobFailure.ConditionNotMet));
    }

    [Test]
    public async Task Headers_may_change_under_an_open_blob()
    {
        await using var reader = (await _container.OpenReadAsync("a.bin", default))!;
        var (before, after) = (new byte[1000], new byte[1000]);
        await reader.ReadAsync(500, before, default);
        for (var change = 0; change < 3; change++)
        {
            var type = $"text/{change}";
            var changed = await ((DiskContainer)_container).ChangeHeadersAsync("a.bin", headers => headers with { ContentType = type }, null, default);

            Assert.That(changed.ETag, Is.Not.EqualTo(reader.ETag));
            Assert.That(await reader.ReadAsync(500, after, default), Is.EqualTo(1000));
            Assert.That(after, Is.EqualTo(before));
        }

        await _container.DeleteAsync("a.bin", default);
        Assert.That(Directory.EnumerateFiles(_folder.FullPath, "*.same", SearchOption.AllDirectories), Is.Empty, "what was noted leaves with the blob");
    }

    [Test]
    public async Task A_blob_that_is_replaced_or_deleted_is_read_to_its_end()
    {
        await using var reader = (await _container.OpenReadAsync("a.bin", default))!;
        await _container.UploadAsync("a.bin", new MemoryStream(new byte[Length]), null, default);
        await _container.DeleteAsync("a.bin", default);

        var bytes = new byte[Length];
        Assert.That(await reader.ReadAsync(0, bytes, default), Is.EqualTo(Length));
        Assert.That(bytes, Has.Some.Not.Zero);
    }

    private string FileOf(string name) => _container.TryGetLocalPath(name, out var path) ? path : throw new FileNotFoundException(name);
}

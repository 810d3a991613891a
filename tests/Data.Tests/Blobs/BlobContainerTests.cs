using System.Web;
using MediaPlatform.Data.Blobs;
using MediaPlatform.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace MediaPlatform.Data.Tests.Blobs;

/// <summary>What every service relies on, the same on a folder and on Azure Blob Storage.</summary>
[TestFixtureSource(typeof(BlobStores), nameof(BlobStores.All))]
internal sealed class BlobContainerTests(BlobProvider provider)
{
    private ServiceProvider _services = null!;
    private IBlobContainer _container = null!;

    private static CancellationToken Token => CancellationToken.None;

    [OneTimeSetUp]
    public async Task OpenAsync() => _services = await BlobStores.OpenAsync(provider);

    [OneTimeTearDown]
    public async Task CloseAsync() => await _services.DisposeAsync();

    [SetUp]
    public async Task CreateContainerAsync()
    {
        _container = Container("c-" + Guid.NewGuid().ToString("n"));
        await _container.CreateIfNotExistsAsync(Token);
    }

    [TearDown]
    public async Task DeleteContainerAsync() => await _container.DeleteAsync(Token);

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(5 * 1024 * 1024 + 1)]
    [TestCase(20 * 1024 * 1024)]
    public async Task A_blob_comes_back_as_it_went_up(int length)
    {
        var written = await _container.UploadAsync("folder/película 1.mp4", new Pattern(length), null, Token);

        await using var reader = (await _container.OpenReadAsync("folder/película 1.mp4", Token))!;
        Assert.That((written.Length, reader.Length), Is.EqualTo(((long)length, (long)length)));
        Assert.That(reader.ETag, Is.EqualTo(written.ETag));
        Assert.That(written.ContentType, Is.EqualTo("video/mp4"), "from its name");
        var found = new byte[length + 1];
        Assert.That(await reader.ReadAsync(0, found, Token), Is.EqualTo(length));
        Assert.That(found.AsSpan(0, length).SequenceEqual(Pattern.Bytes(0, length)), Is.True);
    }

    [Test]
    public async Task A_stream_of_unknown_length_is_stored_whole()
    {
        var length = (9 * 1024 * 1024) + 17;
        var written = await _container.UploadAsync("piped", new ForwardOnly(new Pattern(length)), "text/plain", Token);

        Assert.That((written.Length, written.ContentType), Is.EqualTo(((long)length, "text/plain")));
        await using var reader = (await _container.OpenReadAsync(written, Token))!;
        Assert.That(await RangeAsync(reader, length - 100, 100), Is.EqualTo(Pattern.Bytes(length - 100, 100)));
    }

    [TestCase(0, 1, 1)]
    [TestCase(999, 1, 1)]
    [TestCase(100, 500, 500)]
    [TestCase(990, 100, 10)]
    [TestCase(1000, 10, 0)]
    [TestCase(5000, 10, 0)]
    [TestCase(3, 0, 0)]
    public async Task A_range_brings_those_bytes_and_none_past_the_end(int offset, int count, int expected)
    {
        await _container.UploadAsync("range", new Pattern(1000), null, Token);
        await using var reader = (await _container.OpenReadAsync("range", Token))!;

        Assert.That(await RangeAsync(reader, offset, count), Is.EqualTo(Pattern.Bytes(offset, expected)));
    }

    [Test]
    public async Task A_replaced_blob_is_never_mixed_into_an_open_one()
    {
        var first = await _container.UploadAsync("a", new Pattern(1000), null, Token);
        await using var open = (await _container.OpenReadAsync("a", Token))!;
        var second = await _container.UploadAsync("a", new MemoryStream(new byte[2000]), null, Token);

        Assert.That(second.ETag, Is.Not.EqualTo(first.ETag));
        Assert.That((await _container.GetPropertiesAsync("a", Token))!.ETag, Is.EqualTo(second.ETag));
        Assert.That(await OldOrRefusedAsync(open), Is.True);
        await using var late = await _container.OpenReadAsync(first, Token);
        Assert.That(late is null || await OldOrRefusedAsync(late), Is.True);
        await using var current = (await _container.OpenReadAsync(second, Token))!;
        Assert.That(await RangeAsync(current, 0, 2000), Is.EqualTo(new byte[2000]));
    }

    [Test]
    public async Task What_is_not_there_is_null_or_false()
    {
        Assert.That(await _container.GetPropertiesAsync("none", Token), Is.Null);
        Assert.That(await _container.OpenReadAsync("none", Token), Is.Null);
        Assert.That(await _container.DeleteAsync("none", Token), Is.False);
        Assert.That(await _container.MoveAsync("none", "other", Token), Is.False);
        Assert.That(_container.TryGetLocalPath("none", out _), Is.False);
    }

    [Test]
    public async Task A_list_has_every_blob_of_the_prefix_in_ordinal_order()
    {
        string[] names = ["a.mp4", "B.mp4", "dir/1", "dir/2", "dir/sub/3", "dir.x", "dirty", "é"];
        foreach (var name in names) await _container.UploadAsync(name, new Pattern(name.Length), null, Token);

        Assert.That(await NamesAsync(_container, null), Is.EqualTo(names.Order(StringComparer.Ordinal)));
        Assert.That(await NamesAsync(_container, "dir/"), Is.EqualTo(new[] { "dir/1", "dir/2", "dir/sub/3" }));
        Assert.That(await NamesAsync(_container, "dir"), Is.EqualTo(new[] { "dir.x", "dir/1", "dir/2", "dir/sub/3", "dirty" }));
        Assert.That(await NamesAsync(_container, "z"), Is.Empty);
        await foreach (var item in _container.ListAsync("dir/", Token))
        {
            Assert.That((item.Length, item.ETag), Is.EqualTo(((long)item.Name.Length, (await _container.GetPropertiesAsync(item.Name, Token))!.ETag)));
        }
    }

    [Test]
    public async Task A_moved_blob_is_published_whole_under_its_new_name_alone()
    {
        await _container.UploadAsync("_staging/a", new Pattern(3000), "video/mp4", Token);
        await _container.UploadAsync("a", new Pattern(1), null, Token);

        Assert.That(await _container.MoveAsync("_staging/a", "a", Token), Is.True);
        Assert.That(await NamesAsync(_container, null), Is.EqualTo(new[] { "a" }));
        await using var reader = (await _container.OpenReadAsync("a", Token))!;
        Assert.That(await RangeAsync(reader, 0, 4000), Is.EqualTo(Pattern.Bytes(0, 3000)));
        Assert.That((await _container.GetPropertiesAsync("a", Token))!.ContentType, Is.EqualTo("video/mp4"));
    }

    [Test]
    public async Task Blobs_and_containers_are_deleted_once()
    {
        await _container.UploadAsync("a/b", new Pattern(10), null, Token);
        Assert.That(await _container.DeleteAsync("a/b", Token), Is.True);
        Assert.That(await _container.DeleteAsync("a/b", Token), Is.False);
        Assert.That(await _container.CreateIfNotExistsAsync(Token), Is.False);
        Assert.That(await _container.DeleteAsync(Token), Is.True);
        Assert.That(await _container.ExistsAsync(Token), Is.False);
        Assert.That(await _container.DeleteAsync(Token), Is.False);
    }

    [Test]
    public async Task A_container_that_is_not_there_lists_as_empty_and_takes_no_blob()
    {
        var missing = Container("missing-" + Guid.NewGuid().ToString("n"));
        Assert.That(await NamesAsync(missing, null), Is.Empty);
        Assert.That(await missing.GetPropertiesAsync("a", Token), Is.Null);
        Assert.That(() => missing.UploadAsync("a", new Pattern(1), null, Token), Throws.InstanceOf<BlobException>().With.Property("Failure").EqualTo(BlobFailure.ContainerNotFound));
    }

    [TestCase("../escaped")]
    [TestCase("a/../../escaped")]
    [TestCase("/rooted")]
    [TestCase("a//b")]
    [TestCase("a\\b")]
    [TestCase("a\0b")]
    [TestCase("")]
    public void No_name_leaves_its_container(string name)
    {
        Assert.That(() => _container.UploadAsync(name, new Pattern(1), null, Token), Throws.InstanceOf<InvalidBlobNameException>());
        Assert.That(() => _container.OpenReadAsync(name, Token), Throws.InstanceOf<InvalidBlobNameException>());
        Assert.That(() => _container.DeleteAsync(name, Token), Throws.InstanceOf<InvalidBlobNameException>());
        Assert.That(() => Container("../other"), Throws.InstanceOf<InvalidBlobNameException>());
    }

    [TestCase(0)]
    [TestCase(1)]
    public async Task A_signed_address_names_the_container_its_rights_and_its_end(int key)
    {
        var end = new DateTimeOffset(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);
        var address = await _container.CreateSasAsync(BlobPermissions.Read | BlobPermissions.List, end, key, new Uri("http://127.0.0.1:1/"), Token);

        var query = HttpUtility.ParseQueryString(address.Query);
        Assert.That(address.AbsolutePath, Is.EqualTo($"/{BlobStores.Account}/{_container.Name}"));
        Assert.That((query["sr"], query["sp"], query["se"]), Is.EqualTo(("c", "rl", "2030-01-02T03:04:05Z")));
        Assert.That(Convert.FromBase64String(query["sig"]!), Has.Length.EqualTo(32));
    }

    private static async Task<byte[]> RangeAsync(IBlobReader reader, long offset, int count)
    {
        var bytes = new byte[count];
        return bytes[..await reader.ReadAsync(offset, bytes, Token)];
    }

    private static async Task<bool> OldOrRefusedAsync(IBlobReader reader)
    {
        try
        {
            return (await RangeAsync(reader, 0, 1000)).AsSpan().SequenceEqual(Pattern.Bytes(0, 1000));
        }
        catch (BlobException refused)
        {
            return refused.Failure == BlobFailure.ConditionNotMet;
        }
    }

    private static async Task<List<string>> NamesAsync(IBlobContainer container, string? prefix)
    {
        var names = new List<string>();
        await foreach (var item in container.ListAsync(prefix, Token)) names.Add(item.Name);
        return names;
    }

    private IBlobContainer Container(string name) => _services.GetRequiredService<IBlobStore>().GetContainer(BlobStores.Account, name);
}

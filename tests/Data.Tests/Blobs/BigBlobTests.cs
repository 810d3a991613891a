using System.Security.Cryptography;
using MediaPlatform.Data.Blobs;
using MediaPlatform.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace MediaPlatform.Data.Tests.Blobs;

/// <summary>300 MB through each store, more blobs in one list than a service tells at once, and the memory that it takes.</summary>
[NonParallelizable]
[TestFixtureSource(typeof(BlobStores), nameof(BlobStores.All))]
internal sealed class BigBlobTests(BlobProvider provider)
{
    private const long Length = 300L * 1024 * 1024;

    /// <summary>Bytes: two blocks of 8 MiB in flight with the client's copies of them, and what the collector leaves lying.</summary>
    private const long Allowed = 120L * 1024 * 1024;

    private ServiceProvider _services = null!;
    private IBlobContainer _container = null!;

    private static CancellationToken Token => CancellationToken.None;

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        _services = await BlobStores.OpenAsync(provider);
        _container = _services.GetRequiredService<IBlobStore>().GetContainer(BlobStores.Account, "big-" + Guid.NewGuid().ToString("n"));
        await _container.CreateIfNotExistsAsync(Token);
    }

    [OneTimeTearDown]
    public async Task CloseAsync()
    {
        await _container.DeleteAsync(Token);
        await _services.DisposeAsync();
    }

    [Test]
    public async Task A_big_blob_goes_up_and_comes_down_in_bounded_memory()
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var most = before;
        void Look() => most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: false));
        var written = await _container.UploadAsync("big", new ForwardOnly(new Pattern(Length), Look), null, Token);
        await using var reader = (await _container.OpenReadAsync(written, Token))!;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[4 * 1024 * 1024];
        for (var offset = 0L; offset < reader.Length;)
        {
            var count = await reader.ReadAsync(offset, buffer, Token);
            Assert.That(count, Is.Positive);
            hash.AppendData(buffer, 0, count);
            offset += count;
            Look();
        }

        TestContext.Out.WriteLine($"{(most - before) >> 20} MB more memory at most");
        Assert.That(written.Length, Is.EqualTo(Length));
        Assert.That(Convert.ToHexString(hash.GetHashAndReset()), Is.EqualTo(Pattern.Sha256(Length)));
        Assert.That(most - before, Is.LessThan(Allowed));
    }

    [Test]
    public async Task A_list_goes_on_past_the_pages_of_the_service()
    {
        // Azure answers with at most 5000 names at a time; a disk with all there are.
        var names = Enumerable.Range(0, provider == BlobProvider.Azure ? 5003 : 503).Select(number => $"many/{number:0000}").ToList();
        await Parallel.ForEachAsync(names, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (name, token) => await _container.UploadAsync(name, new MemoryStream([1]), null, token));
        var found = new List<string>();
        await foreach (var item in _container.ListAsync("many/", Token)) found.Add(item.Name);

        Assert.That(found, Is.EqualTo(names));
    }
}

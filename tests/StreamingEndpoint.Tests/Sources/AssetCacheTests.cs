using System.Net;
using System.Reflection;
using MediaPlatform.Data.Assets;
using MediaPlatform.Data.Blobs;
using MediaPlatform.StreamingEndpoint.Delivery;
using MediaPlatform.StreamingEndpoint.Sources;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace MediaPlatform.StreamingEndpoint.Tests.Sources;

/// <summary>What the cache lets go of, it lets go of once, and not while somebody reads from it.</summary>
public sealed class AssetCacheTests
{
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(20);

    [Test]
    public async Task An_asset_that_leaves_the_cache_while_it_is_compared_with_the_storage_stays_open_for_its_readers()
    {
        var server = SharedOrigin.Server;
        var blobs = DispatchProxy.Create<IBlobStore, HeldBlobs>();
        var held = (HeldBlobs)(object)blobs;
        held.Inner = server.Get<IBlobStore>();
        var options = Options.Create(new StreamingEndpointOptions { SourceCacheBytes = 1, SourceFreshness = TimeSpan.FromMilliseconds(50) });
        var cache = new AssetCache(server.Get<AssetLoader>(), server.Get<IndexCache>(), blobs, options, TimeProvider.System, NullLogger<AssetCache>.Instance);
        var (changing, other) = (await AddAsync(server), await AddAsync(server));
        await using var lease = new SourceLease();
        var before = await cache.GetAsync(KeyOf(changing), default);
        var file = lease.Keep(before.Files.First());

        // While the new version is found out, another asset takes the place.
        await AddFilesAsync(server, changing);
        await Task.Delay(150);
        held.Gate = new TaskCompletionSource();
        var refresh = cache.GetAsync(KeyOf(changing), default).AsTask();
        await held.Asked.Task.WaitAsync(s_soon);
        await cache.GetAsync(KeyOf(other), default).AsTask().WaitAsync(s_soon);
        held.Gate.SetResult();
        var after = await refresh.WaitAsync(s_soon);

        Assert.That(after, Is.Not.SameAs(before));
        Assert.That(await file.Reader.ReadAsync(0, new byte[100], default), Is.EqualTo(100));
        await using var second = new SourceLease();
        Assert.That(await second.Keep(after.Files.First()).Reader.ReadAsync(0, new byte[100], default), Is.EqualTo(100));
    }

    [Test]
    public async Task Requests_for_more_assets_than_have_room_are_answered_all_the_same()
    {
        var options = Options.Create(new StreamingEndpointOptions { SourceCacheBytes = 30_000, SourceFreshness = TimeSpan.FromMilliseconds(50), CatalogPollInterval = TimeSpan.FromMilliseconds(100) });
        await using var server = await OriginServer.StartAsync(services => services.AddSingleton(options));
        var paths = new List<string>();
        for (var i = 0; i < 6; i++)
        {
            paths.Add($"/{await server.PublishAsync(Assets.Smooth)}/BigBuckBunny.ism/QualityLevels(157582)/Fragments(audio=0)");
        }

        var expected = await server.Client.GetByteArrayAsync(paths[0]);
        await Parallel.ForEachAsync(Enumerable.Range(0, 1200), new ParallelOptions { MaxDegreeOfParallelism = 12 }, async (i, cancellationToken) =>
        {
            using var reply = await server.Client.GetAsync(paths[i % paths.Count], cancellationToken);
            Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That((await reply.Content.ReadAsByteArrayAsync(cancellationToken)).AsSpan().SequenceEqual(expected));
        });
    }

    [Test]
    public async Task Manifests_of_one_asset_are_kept_within_a_bound_of_bytes()
    {
        var server = SharedOrigin.Server;
        var source = await server.Get<AssetCache>().GetAsync(KeyOf(await AddAsync(server)), default);
        var locator = new object();
        for (var i = 0; i < 200; i++)
        {
            var body = new TextBody(new byte[1 << 20], "text/plain");
            source.Remember($"/{i}", locator, source.Remember(new ManifestKey(default, default, default, $"{i}", 0, "", default, default), body));
        }

        var kept = Enumerable.Range(0, 200).Count(i => source.Remembered($"/{i}", locator) is not null);
        Assert.That(source.Size, Is.LessThan(40 << 20));
        Assert.That(kept, Is.InRange(1, 40), "spellings of forgotten manifests would keep them in memory");
    }

    private static AssetKey KeyOf(Asset asset) => new(asset.StorageAccountName, asset.Container, "BigBuckBunny.ism");

    private static async Task<Asset> AddAsync(OriginServer server)
    {
        var asset = await server.AddAssetAsync();
        await AddFilesAsync(server, asset);
        return asset;
    }

    private static async Task AddFilesAsync(OriginServer server, Asset asset)
    {
        foreach (var file in Assets.Smooth)
        {
            await server.UploadAsync(asset, Path.GetFileName(file), await File.ReadAllBytesAsync(file));
        }
    }

    /// <summary>Has whoever asks for the first properties wait until the gate opens.</summary>
    private class HeldBlobs : DispatchProxy
    {
        public IBlobStore Inner { get; set; } = null!;

        public TaskCompletionSource? Gate { get; set; }

        public TaskCompletionSource Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            if (Gate is { Task.IsCompleted: false } gate && Asked.TrySetResult())
            {
                gate.Task.Wait(s_soon);
            }

            return targetMethod!.Invoke(Inner, args);
        }
    }
}

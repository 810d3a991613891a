using System.Net;
using MediaPlatform.Data.Blobs;
using MediaPlatform.Media.Tracks;
using MediaPlatform.TestKit;

namespace MediaPlatform.StreamingEndpoint.Tests.Sources;

/// <summary>Assets on another machine's storage, and how little of a long one is read.</summary>
[Category("Integration")]
public sealed class StorageTests
{
    private static readonly string[] Formats = ["manifest", "manifest(format=m3u8-aapl)", "manifest(format=m3u8-aapl-v3)", "manifest(format=m3u8-cmaf)", "manifest(format=mpd-time-csf)"];

    private AzuriteServer _azurite = null!;
    private TemporaryFolder _folder = null!;
    private string _movie = "";

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _azurite = await AzuriteServer.StartAsync();
        _folder = new TemporaryFolder();
        _movie = Path.Combine(_folder.FullPath, "movie.mp4");
        // 42 s of real pictures and sound, until it lasts two hours.
        var made = await ToolRunner.RunAsync("ffmpeg", ["-v", "error", "-stream_loop", "171", "-i", SharedFiles.Media("good/talk-480p30-42s.mp4"), "-c", "copy", _movie]);
        Assert.That(made.Errors, Is.Empty);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await _azurite.DisposeAsync();
        _folder.Dispose();
    }

    [Test]
    public async Task An_asset_in_azure_storage_is_served_as_from_disk()
    {
        await using var server = await StartOnAzureAsync();
        var path = $"/{await server.PublishAsync(Assets.MultiBitrate)}/BigBuckBunny_3400.ism";
        foreach (var format in Formats)
        {
            var urls = await ManifestUrls.AllAsync(server.Client, $"{path}/{format}");
            foreach (var url in urls.Where((_, i) => i % 3 == 0))
            {
                var local = SharedOrigin.MultiBitrate + url.PathAndQuery[path.Length..];
                Assert.That(await server.Client.GetByteArrayAsync(url), Is.EqualTo(await SharedOrigin.Server.Client.GetByteArrayAsync(local)), local);
            }
        }
    }

    [Test]
    public async Task A_live_archive_in_azure_storage_is_served()
    {
        await using var server = await StartOnAzureAsync();
        using var reader = new FileMediaReader(SharedFiles.Media("ams-asset-smooth/BigBuckBunny.ismv"));
        var archive = new LiveArchive();
        await archive.AddAsync("v", "video", (await Mp4Parser.ReadAsync(reader)).First(TrackKind.Video)!, reader);
        var path = await archive.PublishAsync(server);

        var segments = (await ManifestUrls.AllAsync(server.Client, $"{path}/manifest(format=m3u8-aapl)")).Where(url => url.AbsolutePath.Contains("Fragments(", StringComparison.Ordinal)).ToList();

        Assert.That(segments, Is.Not.Empty);
        foreach (var url in segments)
        {
            Assert.That((await server.Client.GetByteArrayAsync(url)).Length % 188, Is.Zero);
        }
    }

    [Test]
    public async Task A_blob_that_is_replaced_under_an_open_asset_is_not_mixed_in()
    {
        await using var server = await StartOnAzureAsync(("StreamingEndpoint:SourceFreshness", "00:00:05"));
        var asset = await AddTalkAsync(server);
        var path = $"/{await server.PublishAsync(asset)}/a.ism";
        var expected = $"/{await SharedOrigin.Server.PublishAsync(await AddTalkAsync(SharedOrigin.Server))}/a.ism";
        var urls = await ManifestUrls.AllAsync(server.Client, $"{path}/manifest(format=mpd-time-cmaf)");
        await server.UploadAsync(asset, "a.mp4", await File.ReadAllBytesAsync(SharedFiles.Media("good/rabbit-320x240-4x3.mp4")));

        foreach (var url in urls.Skip(1))
        {
            var bytes = await TryGetAsync(server.Client, url);
            Assert.That(bytes, Is.Null.Or.EqualTo(await SharedOrigin.Server.Client.GetByteArrayAsync(expected + url.PathAndQuery[path.Length..])), "a refusal, a broken connection, or what was read ahead of the version that is open");
        }
    }

    [Test]
    public async Task Of_a_cold_two_hour_asset_little_more_than_its_index_is_read_and_of_a_warm_one_nothing([Values] bool isOnAzure)
    {
        await using var server = isOnAzure ? await StartOnAzureAsync(CountingBlobs.Insert) : await OriginServer.StartAsync(CountingBlobs.Insert);
        var asset = await server.AddAssetAsync();
        await using (var movie = File.OpenRead(_movie))
        {
            await server.ContainerOf(asset).UploadAsync("movie.mp4", movie, null, default);
        }

        await server.UploadAsync(asset, "movie.ism", Assets.Manifest("movie.mp4", "video", "audio"));
        var path = $"/{await server.PublishAsync(asset)}/movie.ism";
        var (index, length) = (await IndexLengthAsync(), new FileInfo(_movie).Length);

        var cold = await ReadByAsync(server, () => server.Client.GetByteArrayAsync($"{path}/manifest(format=mpd-time-cmaf)"));
        var sidecars = Sidecars(server);
        await using var restarted = await OriginServer.StartBesideAsync(server, CountingBlobs.Insert, isOnAzure ? Azure() : []);
        var warm = await ReadByAsync(restarted, () => restarted.Client.GetByteArrayAsync($"{path}/manifest(format=mpd-time-cmaf)"));

        Assert.Multiple(() =>
        {
            Assert.That(length, Is.GreaterThan(300_000_000));
            Assert.That(cold, Is.LessThan(index + (4 << 20)));
            Assert.That(warm, Is.LessThan(4096), "the server manifest alone");
            Assert.That(sidecars, Has.Count.EqualTo(1));
            Assert.That(Sidecars(restarted), Is.EqualTo(sidecars), "written once");
        });
    }

    [Test]
    public async Task The_cache_of_blocks_is_bounded_and_forgets_failures()
    {
        var cache = new StreamingEndpoint.Sources.BlockCache(Microsoft.Extensions.Options.Options.Create(new StreamingEndpointOptions { ReadAheadBytes = 4L * StreamingEndpoint.Sources.BlockCache.BlockSize }));
        var reads = new List<long>();
        for (var pass = 0; pass < 2; pass++)
        {
            for (var block = 0L; block < 6; block++)
            {
                var number = block;
                await cache.GetAsync("a", number, () =>
                {
                    reads.Add(number);
                    return Task.FromResult<ReadOnlyMemory<byte>>(new byte[1]);
                });
            }
        }

        var failures = 0;
        Task<ReadOnlyMemory<byte>> Fail() => cache.GetAsync("b", 0, () =>
        {
            failures++;
            return Task.FromException<ReadOnlyMemory<byte>>(new IOException("away"));
        });
        Assert.That(Fail, Throws.InstanceOf<IOException>());
        Assert.That(() => Fail().ContinueWith(task => failures, TaskScheduler.Default), Is.EqualTo(2).After(5000, 20));
        Assert.That(reads, Has.Count.EqualTo(12), "four of six fit, and the oldest leaves first");
    }

    private static async Task<long> ReadByAsync(OriginServer server, Func<Task> work)
    {
        var before = server.Get<CountingBlobs>().BytesRead;
        await work();
        return server.Get<CountingBlobs>().BytesRead - before;
    }

    private static List<string> Sidecars(OriginServer server) =>
        [.. Directory.EnumerateFiles(server.Directory, "*.mptx", SearchOption.AllDirectories).Select(path => $"{path} {File.GetLastWriteTimeUtc(path):O}").Order(StringComparer.Ordinal)];

    private async Task<long> IndexLengthAsync()
    {
        using var reader = new FileMediaReader(_movie);
        _ = await Mp4Parser.ReadAsync(reader);
        return reader.BytesRead;
    }

    private static async Task<Data.Assets.Asset> AddTalkAsync(OriginServer server)
    {
        var asset = await server.AddAssetAsync();
        await server.UploadAsync(asset, "a.mp4", await File.ReadAllBytesAsync(SharedFiles.Media("good/talk-480p30-42s.mp4")));
        await server.UploadAsync(asset, "a.ism", Assets.Manifest("a.mp4", "video"));
        return asset;
    }

    private static async Task<byte[]?> TryGetAsync(HttpClient client, Uri url)
    {
        try
        {
            using var reply = await client.GetAsync(url);
            if (reply.IsSuccessStatusCode)
            {
                return await reply.Content.ReadAsByteArrayAsync();
            }

            Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.PreconditionFailed));
            return null;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private Task<OriginServer> StartOnAzureAsync(params (string Key, string Value)[] settings) => OriginServer.StartAsync([.. Azure(), .. settings]);

    private Task<OriginServer> StartOnAzureAsync(Action<Microsoft.Extensions.DependencyInjection.IServiceCollection> replace) => OriginServer.StartAsync(replace, Azure());

    private (string Key, string Value)[] Azure() =>
        [("Blobs:Provider", nameof(BlobProvider.Azure)), ("Blobs:Accounts:teststorage:ConnectionString", _azurite.ConnectionString)];
}

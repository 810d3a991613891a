using System.Diagnostics;
using System.Security.Cryptography;
using MediaPlatform.Data.Accounts;
using MediaPlatform.Data.Assets;
using MediaPlatform.Data.Blobs;
using MediaPlatform.Data.Catalog;
using MediaPlatform.Data.Secrets;
using MediaPlatform.Data.Streaming;
using MediaPlatform.Data.StreamingEndpoints;
using MediaPlatform.Media;
using MediaPlatform.Media.Tracks;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MediaPlatform.Bench.Origin;

/// <summary>A data folder with two published assets: ten minutes and two hours, six levels each.</summary>
internal sealed class BenchData : IDisposable
{
    private static readonly (string Name, int Bitrate)[] Levels =
        [("1080p", 6_800_000), ("720p", 3_600_000), ("540p", 2_000_000), ("360p", 1_000_000), ("270p", 500_000), ("180p", 380_000)];

    private const int AudioBitrate = 128_000;
    private const int OtherAssets = 10;

    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("origin-bench").FullName;

    /// <summary>Path of the ten minute presentation.</summary>
    public string Short { get; private set; } = "";

    /// <summary>Path of the two hour presentation.</summary>
    public string Long { get; private set; } = "";

    /// <summary>Paths of two hour presentations like it, each an asset of its own.</summary>
    public List<string> Others { get; } = [];

    /// <summary>Path of the ten minute presentation under every encryption.</summary>
    public string Protected { get; private set; } = "";

    public static int BitrateOf(string level) => Levels.Single(entry => entry.Name == level).Bitrate;

    public async Task BuildAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection([new("Data:Directory", Directory)]);
        builder.Services.AddSingleton(TimeProvider.System).AddCatalog(builder.Configuration).AddBlobs(builder.Configuration);
        builder.Services.AddLogging();
        using var host = builder.Build();
        await host.StartAsync();
        var services = host.Services;
        var account = new MediaAccount { Id = Guid.NewGuid(), Name = "bench", SubscriptionId = Guid.NewGuid().ToString(), ResourceGroup = "bench", Location = "here" };
        await services.GetRequiredService<AccountStore>().SaveAsync(account, default);
        var endpoints = services.GetRequiredService<StreamingEndpointStore>();
        var endpoint = (await endpoints.FindAsync(account.Id, "default", default))!;
        endpoint.ResourceState = StreamingEndpointState.Running;
        await endpoints.SaveAsync(endpoint, default);
        var (video, audio) = await SampleEntriesAsync();
        Short = await PublishAsync(services, account.Id, "m10", 600, video, audio);
        Protected = await ProtectAsync(services, account.Id, "m10");
        Long = await PublishAsync(services, account.Id, "h2", 7200, video, audio);
        for (var number = 1; number <= OtherAssets; number++)
        {
            Others.Add(await PublishAsync(services, account.Id, $"other{number}", 7200, video, audio));
        }

        await host.StopAsync();
    }

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);

    private static async Task<string> PublishAsync(IServiceProvider services, Guid account, string name, int seconds, byte[] video, byte[] audio)
    {
        var asset = new Asset { Id = Guid.NewGuid(), AccountId = account, Name = name, Container = "asset-" + name, StorageAccountName = "benchstorage" };
        await services.GetRequiredService<AssetStore>().SaveAsync(asset, default);
        var container = services.GetRequiredService<IBlobStore>().GetContainer(asset.StorageAccountName, asset.Container);
        await container.CreateIfNotExistsAsync(default);
        var tracks = "";
        foreach (var (level, bitrate) in Levels)
        {
            await PlaceAsync(container, level + ".mp4", new SyntheticMovie(video, true, 25, 1, seconds * 25, bitrate));
            tracks += $"<video src=\"{level}.mp4\" systemBitrate=\"{bitrate}\"/>";
        }

        await PlaceAsync(container, "audio.mp4", new SyntheticMovie(audio, false, 48000, 1024, seconds * 48000 / 1024, AudioBitrate));
        var manifest = $"<smil xmlns=\"http://www.w3.org/2001/SMIL20/Language\"><head><meta name=\"formats\" content=\"mp4\"/></head><body><switch>{tracks}<audio src=\"audio.mp4\" systemBitrate=\"{AudioBitrate}\"/></switch></body></smil>";
        await container.UploadAsync(name + ".ism", new MemoryStream(System.Text.Encoding.UTF8.GetBytes(manifest)), null, default);
        var locator = new StreamingLocator { Id = Guid.NewGuid(), AccountId = account, AssetId = asset.Id, AssetName = asset.Name, StreamingPolicyName = "Predefined_DownloadAndClearStreaming", Name = name };
        await services.GetRequiredService<StreamingLocatorStore>().SaveAsync(locator, default);
        return $"/{locator.Id}/{name}.ism";
    }

    private static async Task<string> ProtectAsync(IServiceProvider services, Guid account, string name)
    {
        var all = new EnabledProtocols(Dash: true, Hls: true, SmoothStreaming: true);
        var policy = new StreamingPolicy
        {
            Id = Guid.NewGuid(),
            AccountId = account,
            Name = "protected",
            EnvelopeEncryption = new(all),
            CommonEncryptionCenc = new(all, Drm: new(new())),
            CommonEncryptionCbcs = new(all, Drm: new(new())),
        };
        await services.GetRequiredService<StreamingPolicyStore>().SaveAsync(policy, default);
        var asset = (await services.GetRequiredService<AssetStore>().FindAsync(account, name, default))!;
        var locator = new StreamingLocator { Id = Guid.NewGuid(), AccountId = account, AssetId = asset.Id, AssetName = name, StreamingPolicyName = policy.Name, Name = "protected" };
        var secrets = services.GetRequiredService<ISecretProtector>();
        string[] types = [nameof(policy.EnvelopeEncryption), nameof(policy.CommonEncryptionCenc), nameof(policy.CommonEncryptionCbcs)];
        locator.ContentKeys = [.. types.Select(type => new LocatorContentKey
        {
            LocatorId = locator.Id, Id = Guid.NewGuid(), Type = type,
            ProtectedValue = secrets.Protect(RandomNumberGenerator.GetBytes(16)), ProtectedIv = secrets.Protect(RandomNumberGenerator.GetBytes(16)),
        })];
        await services.GetRequiredService<StreamingLocatorStore>().SaveAsync(locator, default);
        return $"/{locator.Id}/{name}.ism";
    }

    // Written in place, since an upload would fill the holes.
    private static async Task PlaceAsync(IBlobContainer container, string name, SyntheticMovie movie)
    {
        await container.UploadAsync(name, new MemoryStream([0]), null, default);
        await movie.WriteAsync(container.TryGetLocalPath(name, out var path) ? path : throw new InvalidOperationException("The bench needs blobs on disk."));
    }

    private static async Task<(byte[] Video, byte[] Audio)> SampleEntriesAsync()
    {
        var path = Path.GetTempFileName();
        string[] arguments =
        [
            "-v", "error", "-y", "-f", "lavfi", "-i", "testsrc=size=1920x1080:rate=25:duration=0.4", "-f", "lavfi", "-i", "sine=sample_rate=48000:duration=0.4",
            "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac", "-ac", "2", "-f", "mp4", path,
        ];
        using (var ffmpeg = Process.Start(new ProcessStartInfo("ffmpeg", arguments) { RedirectStandardInput = true })!)
        {
            await ffmpeg.WaitForExitAsync();
        }

        var file = await Mp4Parser.ReadAsync(new MemoryMediaReader(await File.ReadAllBytesAsync(path)));
        File.Delete(path);
        return (file.First(TrackKind.Video)!.Format.SampleEntry.ToArray(), file.First(TrackKind.Audio)!.Format.SampleEntry.ToArray());
    }
}

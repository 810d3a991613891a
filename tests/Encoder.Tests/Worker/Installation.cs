using System.Text.Json;
using MediaPlatform.Data;
using MediaPlatform.Data.Accounts;
using MediaPlatform.Data.Assets;
using MediaPlatform.Data.Blobs;
using MediaPlatform.Data.Catalog;
using MediaPlatform.Data.Jobs;
using MediaPlatform.Data.Transforms;
using MediaPlatform.Data.Transforms.Presets;
using MediaPlatform.TestKit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MediaPlatform.Encoder.Tests.Worker;

/// <summary>A catalog and blobs of their own, used from the side of the API, and workers on them.</summary>
internal sealed class Installation : IAsyncDisposable
{
    private const string StorageAccount = "storage";

    private readonly TemporaryFolder _folder = new();
    private readonly ServiceProvider _services;
    private readonly List<IHost> _workers = [];
    private int _count;

    private Installation(string? postgres, string? azure)
    {
        Settings = new Dictionary<string, string?>
        {
            ["Data:Directory"] = _folder.File("data"),
            ["Encoder:WorkDirectory"] = _folder.File("work"),
            ["Encoder:PollInterval"] = "00:00:00.1",
            ["Encoder:BalancedPreset"] = "ultrafast",
            ["Encoder:SpeedPreset"] = "ultrafast",
        };
        if (azure is not null) (Settings["Blobs:Provider"], Settings[$"Blobs:Accounts:{StorageAccount}:ConnectionString"]) = ("Azure", azure);
        if (postgres is not null) (Settings["Data:Provider"], Settings["Data:ConnectionString"]) = ("Postgres", postgres);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(Settings).Build();
        _services = new ServiceCollection().AddLogging().AddBlobs(configuration).BuildServiceProvider();
        Account = new MediaAccount { Id = Guid.NewGuid(), SubscriptionId = Guid.NewGuid().ToString(), ResourceGroup = "rg", Name = "media", Location = "westeurope" };
    }

    public Dictionary<string, string?> Settings { get; }

    public MediaAccount Account { get; }

    public string WorkFolder => Settings["Encoder:WorkDirectory"]!;

    public JobStore Jobs => _services.GetRequiredService<JobStore>();

    /// <param name="postgres">Connection string of a PostgreSQL catalog; SQLite when null.</param>
    /// <param name="azure">Connection string of an Azure storage account for the blobs; a folder when null.</param>
    public static async Task<Installation> CreateAsync(string? postgres = null, string? azure = null)
    {
        var installation = new Installation(postgres, azure);
        await installation._services.GetRequiredService<CatalogMigrator>().MigrateAsync(CancellationToken.None);
        await installation._services.GetRequiredService<AccountStore>().SaveAsync(installation.Account, CancellationToken.None);
        return installation;
    }

    /// <summary>Starts a worker in this process.</summary>
    public async Task<IHost> StartWorkerAsync(Action<IServiceCollection>? change = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(Settings);
        builder.Logging.AddProvider(new TestLog());
        change?.Invoke(builder.Services);
        builder.AddEncoder();
        var host = builder.Build();
        _workers.Add(host);
        await host.StartAsync();
        return host;
    }

    public async Task<IBlobContainer> AddAssetAsync(string name, params string[] media)
    {
        var asset = new Asset { Id = Guid.NewGuid(), AccountId = Account.Id, Name = name, Container = "asset-" + Guid.NewGuid().ToString("N"), StorageAccountName = StorageAccount };
        await _services.GetRequiredService<AssetStore>().SaveAsync(asset, CancellationToken.None);
        var container = Container(asset);
        await container.CreateIfNotExistsAsync(CancellationToken.None);
        foreach (var file in media)
        {
            await using var content = File.OpenRead(SharedFiles.Media(file));
            await container.UploadAsync(Path.GetFileName(file), content, null, CancellationToken.None);
        }

        return container;
    }

    public Task<Job> AddJobAsync(string presetName, JobInput input, params string[] outputAssets) =>
        AddJobAsync([.. outputAssets.Select(_ => new TransformOutput { Preset = new BuiltInStandardEncoderPreset { PresetName = presetName } })], input, outputAssets);

    public async Task<Job> AddJobAsync(IReadOnlyList<TransformOutput> definitions, JobInput input, params string[] outputAssets)
    {
        var number = Interlocked.Increment(ref _count);
        var transform = new Transform { Id = Guid.NewGuid(), AccountId = Account.Id, Name = $"transform{number}", OutputsJson = JsonSerializer.Serialize(definitions, ContractJson.Options) };
        await _services.GetRequiredService<TransformStore>().SaveAsync(transform, CancellationToken.None);
        var job = new Job
        {
            Id = Guid.NewGuid(),
            AccountId = Account.Id,
            TransformId = transform.Id,
            Name = $"job{number}",
            Created = TimeProvider.System.GetUtcNow(),
            InputJson = JsonSerializer.Serialize(input, ContractJson.Options),
            Outputs = [.. outputAssets.Select((asset, index) => new JobOutput { Index = index, AssetName = asset, Label = $"out{index}" })],
        };
        Assert.That(await Jobs.SaveAsync(job, CancellationToken.None), Is.EqualTo(SaveOutcome.Created));
        return job;
    }

    /// <summary>Follows a job until a condition holds.</summary>
    public async Task<Job> WaitAsync(Job job, Func<Job, bool> until, TimeSpan? limit = null, Action<Job>? seen = null)
    {
        using var end = new CancellationTokenSource(limit ?? TimeSpan.FromSeconds(120));
        while (true)
        {
            var now = (await Jobs.FindByIdAsync(job.Id, CancellationToken.None))!;
            seen?.Invoke(now);
            if (until(now)) return now;
            if (end.IsCancellationRequested) Assert.Fail($"The job is {now.State}: {JsonSerializer.Serialize(now.Outputs)}");
            await Task.Delay(50, CancellationToken.None);
        }
    }

    public Task<Job> EndAsync(Job job, TimeSpan? limit = null, Action<Job>? seen = null) =>
        WaitAsync(job, now => now.State is JobState.Finished or JobState.Error or JobState.Canceled, limit, seen);

    /// <summary>What the API does when a client cancels.</summary>
    public async Task CancelAsync(Job job)
    {
        while (true)
        {
            var now = (await Jobs.FindByIdAsync(job.Id, CancellationToken.None))!;
            (now.CancelRequested, now.State) = (true, JobState.Canceling);
            if (await Jobs.SaveAsync(now, CancellationToken.None) == SaveOutcome.Updated) return;
        }
    }

    public static JobError ErrorOf(Job job, int output = 0) => JsonSerializer.Deserialize<JobError>(job.Outputs[output].ErrorJson!, ContractJson.Options)!;

    public static async Task<IReadOnlyList<string>> NamesAsync(IBlobContainer container)
    {
        var names = new List<string>();
        await foreach (var blob in container.ListAsync(null, CancellationToken.None)) names.Add(blob.Name);
        return names;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in _workers)
        {
            await worker.StopAsync();
            worker.Dispose();
        }

        await _services.DisposeAsync();
        _folder.Dispose();
    }

    private IBlobContainer Container(Asset asset) => _services.GetRequiredService<IBlobStore>().GetContainer(asset.StorageAccountName, asset.Container);
}

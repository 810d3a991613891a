using MediaPlatform.Data.Accounts;
using MediaPlatform.Data.Assets;
using MediaPlatform.Data.Blobs;
using MediaPlatform.Data.Filters;
using MediaPlatform.Data.Streaming;
using MediaPlatform.Data.StreamingEndpoints;
using MediaPlatform.StreamingEndpoint.Endpoints;
using MediaPlatform.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MediaPlatform.StreamingEndpoint.Tests;

/// <summary>A real streaming endpoint on a free loopback port, over a folder of blobs and an SQLite catalog.</summary>
internal sealed class OriginServer : IAsyncDisposable
{
    private const string Storage = "teststorage";
    private readonly TemporaryFolder? _ownFolder;
    private readonly WebApplication _app;

    private OriginServer(WebApplication app, TemporaryFolder? ownFolder, string directory)
    {
        _app = app;
        _ownFolder = ownFolder;
        Directory = directory;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    public HttpClient Client { get; }

    public string Directory { get; }

    public Uri Address => Client.BaseAddress!;

    public MediaAccount Account { get; private set; } = new();

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    /// <summary>Starts with an account whose default endpoint runs.</summary>
    public static Task<OriginServer> StartAsync(params (string Key, string Value)[] settings) => StartAsync(static _ => { }, settings);

    /// <summary>Starts with an account whose default endpoint runs, and with some services replaced.</summary>
    public static async Task<OriginServer> StartAsync(Action<IServiceCollection> replace, params (string Key, string Value)[] settings)
    {
        var folder = new TemporaryFolder();
        var server = await StartAsync(folder.FullPath, folder, replace, settings);
        server.Account = new MediaAccount { Id = Guid.NewGuid(), Name = "media", SubscriptionId = Guid.NewGuid().ToString(), ResourceGroup = "group", Location = "here" };
        await server.Get<AccountStore>().SaveAsync(server.Account, default);
        await server.ChangeEndpointAsync(endpoint => endpoint.ResourceState = StreamingEndpointState.Running);
        await server.UntilAsync(() => Task.FromResult(server.Get<EndpointDirectory>().Find("127.0.0.1", server.Account.Id)?.IsServing == true));
        return server;
    }

    /// <summary>A second process over the data of another.</summary>
    public static Task<OriginServer> StartBesideAsync(OriginServer other, params (string Key, string Value)[] settings) =>
        StartBesideAsync(other, static _ => { }, settings);

    /// <summary>A second process over the data of another, with some services replaced.</summary>
    public static async Task<OriginServer> StartBesideAsync(OriginServer other, Action<IServiceCollection> replace, params (string Key, string Value)[] settings)
    {
        var server = await StartAsync(other.Directory, null, replace, settings);
        server.Account = other.Account;
        return server;
    }

    /// <summary>Makes an asset of shared files, publishes it and answers the locator id.</summary>
    public async Task<Guid> PublishAsync(IEnumerable<string> files, string policy = "Predefined_DownloadAndClearStreaming", Action<StreamingLocator>? change = null)
    {
        var asset = await AddAssetAsync();
        foreach (var file in files)
        {
            await UploadAsync(asset, Path.GetFileName(file), await File.ReadAllBytesAsync(file));
        }

        return await PublishAsync(asset, policy, change);
    }

    public async Task<Asset> AddAssetAsync()
    {
        var id = Guid.NewGuid();
        var asset = new Asset { Id = id, AccountId = Account.Id, Name = $"asset{id:n}", Container = $"asset-{id}", StorageAccountName = Storage };
        await Get<AssetStore>().SaveAsync(asset, default);
        await ContainerOf(asset).CreateIfNotExistsAsync(default);
        return asset;
    }

    public IBlobContainer ContainerOf(Asset asset) => Get<IBlobStore>().GetContainer(asset.StorageAccountName, asset.Container);

    public Task UploadAsync(Asset asset, string name, byte[] bytes) => ContainerOf(asset).UploadAsync(name, new MemoryStream(bytes), null, default);

    public async Task<Guid> PublishAsync(Asset asset, string policy = "Predefined_DownloadAndClearStreaming", Action<StreamingLocator>? change = null)
    {
        var locator = new StreamingLocator { Id = Guid.NewGuid(), AccountId = Account.Id, AssetId = asset.Id, AssetName = asset.Name, StreamingPolicyName = policy };
        locator.Name = locator.Id.ToString();
        change?.Invoke(locator);
        Assert.That(await Get<StreamingLocatorStore>().SaveAsync(locator, default), Is.EqualTo(Data.Catalog.SaveOutcome.Created));
        return locator.Id;
    }

    public async Task AddFilterAsync(string name, Action<StreamingFilter> fill, Guid? assetId = null)
    {
        var filter = new StreamingFilter { Id = Guid.NewGuid(), AccountId = Account.Id, AssetId = assetId, Name = name };
        fill(filter);
        Assert.That(await Get<FilterStore>().SaveAsync(filter, default), Is.EqualTo(Data.Catalog.SaveOutcome.Created));
    }

    public async Task ChangeEndpointAsync(Action<StreamingEndpointRecord> change)
    {
        var store = Get<StreamingEndpointStore>();
        var endpoint = await store.FindAsync(Account.Id, "default", default) ?? throw new InvalidOperationException("The account has no default endpoint.");
        change(endpoint);
        await store.SaveAsync(endpoint, default);
    }

    /// <summary>Waits for something that is promised within five seconds.</summary>
    public async Task UntilAsync(Func<Task<bool>> condition)
    {
        for (var attempt = 0; attempt < 100; attempt++)
        {
            if (await condition())
            {
                return;
            }

            await Task.Delay(50);
        }

        Assert.Fail("It did not happen within five seconds.");
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _ownFolder?.Dispose();
    }

    private static async Task<OriginServer> StartAsync(string directory, TemporaryFolder? folder, Action<IServiceCollection> replace, (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(
        [
            new("Data:Directory", directory),
            new("StreamingEndpoint:CatalogPollInterval", "00:00:00.100"),
            new("StreamingEndpoint:SourceFreshness", "00:00:00.200"),
        ]);
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => new KeyValuePair<string, string?>(setting.Key, setting.Value)));
        builder.AddStreamingEndpoint();
        replace(builder.Services);
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapStreamingEndpoint();
        await app.StartAsync();
        return new OriginServer(app, folder, directory);
    }
}

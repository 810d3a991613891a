using MediaPlatform.Data.Accounts;
using MediaPlatform.Data.Assets;
using MediaPlatform.Data.ContentKeys;
using MediaPlatform.Data.Secrets;
using MediaPlatform.Data.Streaming;
using MediaPlatform.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace MediaPlatform.KeyDelivery.Tests;

/// <summary>A real key delivery service on a free loopback port, over an SQLite catalog with one published asset.</summary>
internal sealed class KeyServer : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly WebApplication _app;

    private KeyServer(IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(Log);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["urls"] = "http://127.0.0.1:0",
            ["Data:Directory"] = _folder.FullPath,
            ["KeyDelivery:PolicyLifetime"] = "00:00:03",
        });
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock));
        builder.AddKeyDelivery();
        _app = builder.Build();
        _app.MapKeyDelivery();
    }

    public ManualClock Clock { get; } = new();

    public CapturedLog Log { get; } = new();

    public HttpClient Client { get; } = new();

    /// <summary>Of the assets that are published next.</summary>
    public string StreamingPolicyName { get; set; } = "Predefined_ClearKey";

    public MediaAccount Account { get; } = new() { Id = Guid.NewGuid(), Name = "media", SubscriptionId = Guid.NewGuid().ToString(), ResourceGroup = "group", Location = "here" };

    public static async Task<KeyServer> StartAsync(params IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var server = new KeyServer(settings);
        await server._app.StartAsync();
        server.Client.BaseAddress = new Uri(server._app.Urls.First());
        await server.Get<AccountStore>().SaveAsync(server.Account, default);
        return server;
    }

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    /// <summary>Publishes an asset under a key whose policy has these options.</summary>
    public Task<Guid> PublishAsync(Guid keyId, byte[] key, params ContentKeyPolicyRestriction[] restrictions) =>
        PublishAsync(keyId, key, new ContentKeyPolicyClearKeyConfiguration(), restrictions);

    /// <summary>Publishes an asset under a key that is delivered in one way to those who meet one of the restrictions.</summary>
    public async Task<Guid> PublishAsync(
        Guid keyId, byte[] key, ContentKeyPolicyConfiguration configuration, params ContentKeyPolicyRestriction[] restrictions)
    {
        var name = $"policy{Guid.NewGuid():n}";
        await SavePolicyAsync(name, configuration, restrictions);
        var asset = new Asset { Id = Guid.NewGuid(), AccountId = Account.Id, Name = $"asset{Guid.NewGuid():n}", Container = $"asset-{keyId}", StorageAccountName = "storage" };
        await Get<AssetStore>().SaveAsync(asset, default);
        var locator = new StreamingLocator
        {
            Id = Guid.NewGuid(),
            AccountId = Account.Id,
            Name = $"locator{Guid.NewGuid():n}",
            AssetId = asset.Id,
            AssetName = asset.Name,
            StreamingPolicyName = StreamingPolicyName,
            DefaultContentKeyPolicyName = name,
        };
        locator.ContentKeys.Add(new LocatorContentKey { LocatorId = locator.Id, Id = keyId, Type = "EnvelopeEncryption", PolicyName = name, ProtectedValue = Get<ISecretProtector>().Protect(key) });
        await Get<StreamingLocatorStore>().SaveAsync(locator, default);
        _policies[keyId] = name;
        return keyId;
    }

    public Task ChangePolicyAsync(Guid keyId, params ContentKeyPolicyRestriction[] restrictions) =>
        SavePolicyAsync(_policies[keyId], new ContentKeyPolicyClearKeyConfiguration(), restrictions);

    private readonly Dictionary<Guid, string> _policies = [];

    private async Task SavePolicyAsync(string name, ContentKeyPolicyConfiguration configuration, ContentKeyPolicyRestriction[] restrictions)
    {
        var store = Get<ContentKeyPolicyStore>();
        var policy = await store.FindAsync(Account.Id, name, default)
            ?? new ContentKeyPolicy { Id = Guid.NewGuid(), AccountId = Account.Id, Name = name };
        policy.WriteOptions(
            restrictions.Select(restriction => new ContentKeyPolicyOption { Configuration = configuration, Restriction = restriction }),
            Get<ISecretProtector>());
        await store.SaveAsync(policy, default);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        Log.Dispose();
        _folder.Dispose();
    }
}

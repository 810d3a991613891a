using System.Security.Cryptography;
using MediaPlatform.Data.Assets;
using MediaPlatform.Data.Secrets;
using MediaPlatform.Data.Streaming;

namespace MediaPlatform.StreamingEndpoint.Tests.Protection;

/// <summary>An origin with one asset that is published in the clear and under encryption.</summary>
internal sealed class ProtectedOrigin : IAsyncDisposable
{
    public const string KeyHost = "https://keys.example.com:7443";

    private ProtectedOrigin(OriginServer server, string clear) => (Server, Clear) = (server, clear);

    public OriginServer Server { get; }

    /// <summary>The presentation under a policy without encryption.</summary>
    public string Clear { get; }

    /// <summary>What a key server gave with the keys of the presentations that are published next.</summary>
    public IReadOnlyList<KeySignal>? Signals { get; set; }

    public static async Task<ProtectedOrigin> StartAsync(params (string Key, string Value)[] settings)
    {
        var server = await OriginServer.StartAsync([("Endpoints:KeyDelivery", KeyHost), .. settings]);
        return new(server, Presentation(await server.PublishAsync(Assets.Smooth)));
    }

    /// <summary>Publishes the asset once more, with a key for each of the labels.</summary>
    public async Task<ProtectedPresentation> PublishAsync(string policy, string type, params (string? Label, TrackSelection[] Tracks)[] slots)
    {
        var asset = await Server.AddAssetAsync();
        foreach (var file in Assets.Smooth)
        {
            await Server.UploadAsync(asset, Path.GetFileName(file), await File.ReadAllBytesAsync(file));
        }

        return await PublishAsync(asset, "BigBuckBunny", policy, type, slots);
    }

    /// <summary>Publishes an asset of a test's own.</summary>
    public async Task<ProtectedPresentation> PublishAsync(Asset asset, string name, string policy, string type, params (string? Label, TrackSelection[] Tracks)[] slots)
    {
        var secrets = Server.Get<ISecretProtector>();
        var keys = slots.Select(slot => new TestKey(Guid.NewGuid(), RandomNumberGenerator.GetBytes(16), RandomNumberGenerator.GetBytes(16))).ToList();
        var id = await Server.PublishAsync(asset, policy, locator =>
        {
            locator.AlternativeMediaId = "film 7";
            locator.ContentKeys = [.. slots.Zip(keys, (slot, key) => new LocatorContentKey
            {
                LocatorId = locator.Id,
                Id = key.Id,
                Type = type,
                Label = slot.Label,
                Tracks = slot.Tracks,
                ProtectedValue = secrets.Protect(key.Value),
                ProtectedIv = secrets.Protect(key.Iv),
                Signals = Signals,
            })];
        });
        await AnsweringAsync(Presentation(id, name));
        return new(Presentation(id, name), keys);
    }

    // A new server learns of its endpoints within a poll; until then every locator is unknown at its host.
    private async Task AnsweringAsync(string path)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        while (true)
        {
            using var reply = await Server.Client.GetAsync($"{path}/manifest", limit.Token);
            if (reply.StatusCode != System.Net.HttpStatusCode.NotFound)
            {
                return;
            }

            await Task.Delay(20, limit.Token);
        }
    }

    public async Task<string> AddPolicyAsync(Action<StreamingPolicy> fill)
    {
        var policy = new StreamingPolicy { Id = Guid.NewGuid(), AccountId = Server.Account.Id, Name = $"policy{Guid.NewGuid():n}" };
        fill(policy);
        Assert.That(await Server.Get<StreamingPolicyStore>().SaveAsync(policy, default), Is.EqualTo(Data.Catalog.SaveOutcome.Created));
        return policy.Name;
    }

    public Uri Address(string path) => new(Server.Address, path);

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    /// <summary>Selects tracks by the name of their sample entry.</summary>
    public static TrackSelection FourCC(string value) => new([new("FourCC", "Equal", value)]);

    private static string Presentation(Guid locator, string name = "BigBuckBunny") => $"/{locator}/{name}.ism";
}

/// <summary>A key as the key service would have it.</summary>
internal sealed record TestKey(Guid Id, byte[] Value, byte[] Iv);

/// <summary>A published presentation with its keys, in the order they were asked for.</summary>
internal sealed record ProtectedPresentation(string Path, IReadOnlyList<TestKey> Keys);

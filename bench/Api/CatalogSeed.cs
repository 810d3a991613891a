using MediaPlatform.Data.Accounts;
using MediaPlatform.Data.Assets;
using MediaPlatform.Data.Catalog;
using MediaPlatform.Data.Jobs;
using MediaPlatform.Data.Streaming;
using MediaPlatform.Data.Transforms;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace MediaPlatform.Bench.Api;

/// <summary>Fills a catalog in which the bench's account exists: assets with a locator each, and a job for every tenth of them.</summary>
internal static class CatalogSeed
{
    private const int Batch = 2000;

    private static readonly SystemData s_audit = new() { CreatedBy = "seed", CreatedByType = "Application", CreatedAt = BenchCatalog.Start };

    public static async Task RunAsync(BenchCatalog catalog, int assets)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(catalog.Settings()).Build();
        await using var services = new ServiceCollection().AddLogging().AddCatalog(configuration).BuildServiceProvider();
        var contexts = services.GetRequiredService<CatalogContextFactory>();
        var account = await services.GetRequiredService<AccountStore>().FindByNameAsync(BenchCatalog.Account, default)
            ?? throw new InvalidOperationException("The account is not there yet.");
        var transforms = Enumerable.Range(0, 10).Select(index => Transform(account.Id, index)).ToList();
        await SaveAsync(contexts, transforms);
        for (var start = 0; start < assets; start += Batch)
        {
            var indexes = Enumerable.Range(start, Math.Min(Batch, assets - start)).ToList();
            var rows = indexes.Select(index => Asset(account.Id, index)).ToList();
            await SaveAsync(contexts, rows);
            await SaveAsync(contexts, rows.Zip(indexes, Locator));
            await SaveAsync(contexts, indexes.Where(index => index % 10 == 0).Select(index => Job(account.Id, transforms[index / 10 % 2 * (index / 20 % 10)].Id, index)));
        }
    }

    private static async Task SaveAsync(CatalogContextFactory contexts, IEnumerable<object> rows)
    {
        await using var context = contexts.Create();
        context.ChangeTracker.AutoDetectChangesEnabled = false;
        context.AddRange(rows);
        await context.SaveChangesAsync();
    }

    private static T Named<T>(Guid account, string name, int index, T row)
        where T : NamedResource
    {
        row.Id = Guid.NewGuid();
        row.AccountId = account;
        row.Name = name;
        row.Created = BenchCatalog.Start.AddSeconds(index);
        row.LastModified = row.Created;
        row.Audit = s_audit;
        row.Version = 1;
        return row;
    }

    private static Asset Asset(Guid account, int index) => Named(account, BenchCatalog.AssetName(index), index, new Asset
    {
        AlternateId = $"alternate-{index / 4}",
        Description = $"A description of asset {index} as long as they usually are",
        Container = $"asset-{Guid.NewGuid()}",
        StorageAccountName = BenchCatalog.Storage,
    });

    private static StreamingLocator Locator(Asset asset, int index)
    {
        var isProtected = index % BenchCatalog.ProtectedEvery == 0;
        var row = Named(asset.AccountId, $"locator-{index:D6}", index, new StreamingLocator
        {
            AssetId = asset.Id,
            AssetName = asset.Name,
            StreamingPolicyName = isProtected ? "Predefined_MultiDrmStreaming" : "Predefined_ClearStreamingOnly",
            EndTime = DateTimeOffset.MaxValue,
        });
        if (isProtected)
        {
            row.ContentKeys = [Key(row.Id, "CommonEncryptionCenc", "cencKeyDefault"), Key(row.Id, "CommonEncryptionCbcs", "cbcsKeyDefault")];
        }

        return row;
    }

    private static LocatorContentKey Key(Guid locator, string type, string label) => new()
    {
        LocatorId = locator,
        Id = Guid.NewGuid(),
        Type = type,
        Label = label,
        PolicyName = "keys",
        ProtectedValue = new string('x', 180), // as long as a protected key; lists never open it
    };

    private static Transform Transform(Guid account, int index) => Named(account, $"transform-{index}", index, new Transform
    {
        OutputsJson = """[{"onError":"StopProcessingJob","relativePriority":"Normal","preset":{"@odata.type":"#Microsoft.Media.BuiltInStandardEncoderPreset","presetName":"AdaptiveStreaming"}}]""",
    });

    // Most jobs belong to the first transform, as in an installation that has one recipe for nearly everything.
    private static Job Job(Guid account, Guid transform, int index)
    {
        var state = index % 500 == 0 ? JobState.Error : JobState.Finished;
        var row = Named(account, $"job-{index:D6}", index, new Job
        {
            TransformId = transform,
            State = state,
            StartTime = BenchCatalog.Start.AddSeconds(index),
            EndTime = BenchCatalog.Start.AddSeconds(index + 30),
            InputJson = $$"""{"@odata.type":"#Microsoft.Media.JobInputAsset","assetName":"{{BenchCatalog.AssetName(index)}}","files":[],"inputDefinitions":[]}""",
        });
        row.Outputs = [new() { JobId = row.Id, AssetName = BenchCatalog.AssetName(index), Label = "BuiltInStandardEncoderPreset_0", State = state, Progress = 100 }];
        return row;
    }
}

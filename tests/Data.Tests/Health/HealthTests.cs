using MediaPlatform.Data.Blobs;
using MediaPlatform.Data.Catalog;
using MediaPlatform.Data.Health;
using MediaPlatform.Data.Jobs;
using MediaPlatform.Data.Secrets;
using MediaPlatform.Data.Tests.Catalog;
using MediaPlatform.Data.Transforms;
using MediaPlatform.TestKit;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace MediaPlatform.Data.Tests.Health;

/// <summary>Each dependency says how it is; one that is not well says so in a sentence that holds no secret.</summary>
[TestFixtureSource(typeof(TestCatalog), nameof(TestCatalog.Databases))]
internal sealed class HealthTests(CatalogProvider provider) : StoreTests(provider)
{
    private readonly CatalogProvider _provider = provider;

    [Test]
    public async Task A_catalog_that_answers_is_healthy_and_one_that_does_not_is_not()
    {
        Assert.That(await StateAsync(new DatabaseHealth(Catalog.Get<CatalogContextFactory>(), NullLogger<DatabaseHealth>.Instance)), Is.EqualTo(HealthStatus.Healthy));
        var options = new DataOptions
        {
            Provider = _provider,
            ConnectionString = _provider switch
            {
                CatalogProvider.Sqlite => "Data Source=/absent/swordfish.db;Mode=ReadWrite",
                CatalogProvider.Postgres => "Host=127.0.0.1;Port=9;Database=d;Username=u;Password=swordfish;Timeout=2",
                _ => "Server=127.0.0.1,9;Database=d;User Id=u;Password=swordfish;Connect Timeout=2",
            },
        };
        var result = await new DatabaseHealth(new CatalogContextFactory(options), NullLogger<DatabaseHealth>.Instance).CheckHealthAsync(new(), Token);
        Assert.That((result.Status, result.Exception), Is.EqualTo((HealthStatus.Unhealthy, (Exception?)null)));
        Assert.That(result.Description, Does.Contain($"The {_provider} catalog does not answer").And.Not.Contain("swordfish"));
    }

    [Test]
    public async Task Jobs_that_wait_long_while_nobody_works_are_a_degraded_queue()
    {
        var clock = new ManualClock();
        var claims = new JobClaimStore(Catalog.Get<CatalogContextFactory>(), clock);
        var health = new JobQueueHealth(claims, clock);
        Assert.That(await StateAsync(health), Is.EqualTo(HealthStatus.Healthy));
        var transform = await Catalog.AddTransformAsync(await Catalog.AddAccountAsync(), "t");
        var job = new Job { Id = Guid.NewGuid(), AccountId = transform.AccountId, TransformId = transform.Id, Name = "j", Created = clock.GetUtcNow() };
        await Catalog.Get<JobStore>().SaveAsync(job, Token);
        Assert.That(await StateAsync(health), Is.EqualTo(HealthStatus.Healthy), "new");
        clock.Advance(TimeSpan.FromMinutes(2));
        Assert.That(await StateAsync(health), Is.EqualTo(HealthStatus.Degraded), "waiting");
        await claims.ClaimAsync(job.Id, "worker", TimeSpan.FromMinutes(1), Token);
        Assert.That(await StateAsync(health), Is.EqualTo(HealthStatus.Healthy), "worked on");
        clock.Advance(TimeSpan.FromMinutes(2));
        Assert.That(await StateAsync(health), Is.EqualTo(HealthStatus.Degraded), "its worker gives no sign of life");
        await Catalog.Get<TransformStore>().DeleteAsync(transform.AccountId, "t", TestCatalog.Deletion, Token);
    }

    [TestCase(1, HealthStatus.Healthy)]
    [TestCase(long.MaxValue, HealthStatus.Unhealthy)]
    public async Task A_full_disk_is_told_before_it_is_full(long low, HealthStatus state)
    {
        var options = Options.Create(new DataOptions { Directory = Catalog.Folder, LowDiskBytes = low });
        Assert.That(await StateAsync(new DiskHealth(options)), Is.EqualTo(state));
        if (state == HealthStatus.Unhealthy)
        {
            options.Value.LowDiskBytes = new DriveInfo(Catalog.Folder).AvailableFreeSpace * 2;
            Assert.That(await StateAsync(new DiskHealth(options)), Is.EqualTo(HealthStatus.Degraded));
        }
    }

    [Test]
    public async Task A_key_ring_that_opens_nothing_is_unhealthy()
    {
        Assert.That(await StateAsync(new KeyRingHealth(Catalog.Get<ISecretProtector>(), NullLogger<KeyRingHealth>.Instance)), Is.EqualTo(HealthStatus.Healthy));
        Assert.That(await StateAsync(new KeyRingHealth(new Broken(), NullLogger<KeyRingHealth>.Instance)), Is.EqualTo(HealthStatus.Unhealthy));
    }

    [Test]
    public async Task A_storage_account_that_does_not_answer_is_named()
    {
        var options = new BlobsOptions { Provider = BlobProvider.Azure, Accounts = { ["gone"] = new() } };
        var result = await new BlobHealth(new Unreachable(), Options.Create(options), NullLogger<BlobHealth>.Instance).CheckHealthAsync(new(), Token);
        Assert.That((result.Status, result.Description), Is.EqualTo((HealthStatus.Unhealthy, "The storage account gone does not answer; the log says why.")));
    }

    private static async Task<HealthStatus> StateAsync(IHealthCheck check) => (await check.CheckHealthAsync(new(), Token)).Status;

    private sealed class Unreachable : IBlobStore
    {
        public IBlobContainer GetContainer(string storageAccountName, string containerName) => throw new IOException("SharedKey swordfish");
    }

    private sealed class Broken : ISecretProtector
    {
        public string Protect(ReadOnlySpan<byte> secret) => throw new System.Security.Cryptography.CryptographicException();

        public string ProtectText(string secret) => Protect([]);

        public byte[] Unprotect(string stored) => [];

        public string UnprotectText(string stored) => "";
    }
}

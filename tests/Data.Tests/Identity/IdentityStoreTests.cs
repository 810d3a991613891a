using MediaPlatform.Data.Catalog;
using MediaPlatform.Data.Identity;
using MediaPlatform.Data.Operations;
using MediaPlatform.Data.Storage;
using MediaPlatform.Data.Tests.Catalog;

namespace MediaPlatform.Data.Tests.Identity;

[TestFixtureSource(typeof(TestCatalog), nameof(TestCatalog.Databases))]
internal sealed class IdentityStoreTests(CatalogProvider provider) : StoreTests(provider)
{
    private static readonly DateTimeOffset Time = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Test]
    public async Task A_service_principal_keeps_its_secret_hashes_and_refuses_a_stale_write()
    {
        var store = Catalog.Get<ServicePrincipalStore>();
        var principal = new ServicePrincipal { ClientId = Guid.NewGuid(), DisplayName = "ci", Role = "Owner", Secrets = [new SecretHash("h", Time, null)] };
        Assert.That(await store.SaveAsync(principal, Token), Is.EqualTo(SaveOutcome.Created));
        var (first, second) = (await store.FindAsync(principal.ClientId, Token), await store.FindAsync(principal.ClientId, Token));
        Assert.That(first!.Secrets, Is.EqualTo(principal.Secrets));
        Assert.That(await store.SaveAsync(first, Token), Is.EqualTo(SaveOutcome.Updated));
        Assert.That(await store.SaveAsync(second!, Token), Is.EqualTo(SaveOutcome.Conflict));
        Assert.That(await store.DeleteAsync(principal.ClientId, Token), Is.True);
    }

    [Test]
    public async Task Signing_keys_are_listed_newest_first_and_go_after_they_retired()
    {
        var store = Catalog.Get<SigningKeyStore>();
        await store.CreateAsync(new SigningKey { Id = "old", Created = Time, Retires = Time.AddDays(1) }, Token);
        await store.CreateAsync(new SigningKey { Id = "new", Created = Time.AddDays(1), Retires = Time.AddDays(2) }, Token);
        Assert.That((await store.ListAsync(Token)).Select(key => key.Id), Is.EqualTo(new[] { "new", "old" }));
        Assert.That(await store.DeleteRetiredBeforeAsync(Time.AddDays(1.5), Token), Is.EqualTo(1));
    }

    [Test]
    public async Task An_operation_ends_once()
    {
        var store = Catalog.Get<AsyncOperationStore>();
        var operation = new AsyncOperation { Id = Guid.NewGuid(), AccountId = Guid.NewGuid(), Kind = "k", StartTime = Time, ExpiresAt = Time.AddDays(1) };
        await store.CreateAsync(operation, Token);
        Assert.That(await store.ListRunningAsync(operation.AccountId, Token), Has.Count.EqualTo(1));
        Assert.That(await store.EndAsync(operation.Id, AsyncOperationStatus.Succeeded, null, Time.AddSeconds(1), Token), Is.True);
        Assert.That(await store.EndAsync(operation.Id, AsyncOperationStatus.Failed, "{}", Time.AddSeconds(2), Token), Is.False);
        Assert.That((await store.FindAsync(operation.AccountId, operation.Id, Token))!.Status, Is.EqualTo(AsyncOperationStatus.Succeeded));
        Assert.That(await store.DeleteExpiredAsync(Time.AddDays(2), Token), Is.EqualTo(1));
    }

    [Test]
    public async Task Storage_keys_are_made_once_even_by_many_at_a_time_and_lie_encrypted()
    {
        var store = Catalog.Get<StorageKeyStore>();
        var made = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => store.GetOrCreateAsync("mystorage", Token))));
        Assert.That(made.Select(keys => Convert.ToHexString(keys[0]) + Convert.ToHexString(keys[1])).Distinct().Count(), Is.EqualTo(1));
        await using var context = Catalog.Get<CatalogContextFactory>().Create();
        var row = context.StorageAccountKeys.Single(keys => keys.AccountName == "mystorage");
        Assert.That(row.ProtectedKey1, Does.Not.Contain(Convert.ToBase64String(made[0][0])));
        Assert.That(await store.RegenerateAsync("MyStorage", 1, Token), Is.True);
        var after = (await store.FindAsync("mystorage", Token))!;
        Assert.That(after[0], Is.EqualTo(made[0][0]));
        Assert.That(after[1], Is.Not.EqualTo(made[0][1]));
    }
}

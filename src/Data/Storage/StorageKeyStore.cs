using System.Security.Cryptography;
using MediaPlatform.Data.Catalog;
using MediaPlatform.Data.Secrets;
using Microsoft.EntityFrameworkCore;

namespace MediaPlatform.Data.Storage;

/// <summary>The two account keys of each storage account that our own blob endpoint serves.</summary>
public sealed class StorageKeyStore(CatalogContextFactory contexts, ISecretProtector secrets, TimeProvider clock)
{
    /// <summary>Azure's key size.</summary>
    private const int KeyBytes = 64;

    /// <summary>The two keys (64 bytes each), or null when the account is unknown.</summary>
    public async Task<IReadOnlyList<byte[]>?> FindAsync(string accountName, CancellationToken cancellationToken)
    {
        var row = await ReadAsync(accountName, cancellationToken);
        return row is null ? null : [secrets.Unprotect(row.ProtectedKey1), secrets.Unprotect(row.ProtectedKey2)];
    }

    /// <summary>The two keys; made when the account is new.</summary>
    public async Task<IReadOnlyList<byte[]>> GetOrCreateAsync(string accountName, CancellationToken cancellationToken)
    {
        if (await FindAsync(accountName, cancellationToken) is { } known) return known;
        await using var context = contexts.Create();
        context.Add(new StorageAccountKeys
        {
            AccountName = NamedResource.KeyOf(accountName),
            ProtectedKey1 = NewKey(),
            ProtectedKey2 = NewKey(),
            Version = Writes.NextVersion(0, clock),
        });
        await context.TrySaveAsync(SaveOutcome.Created, cancellationToken); // on Conflict another process was faster: its keys count
        return await FindAsync(accountName, cancellationToken)
            ?? throw new InvalidOperationException($"The keys of storage account {accountName} vanished while they were made.");
    }

    /// <summary>Replaces one key (index 0 or 1); URLs that it signed stop working.</summary>
    /// <returns>False when the account is unknown.</returns>
    public async Task<bool> RegenerateAsync(string accountName, int keyIndex, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)keyIndex, 1u);
        var key = NamedResource.KeyOf(accountName);
        var made = NewKey();
        await using var context = contexts.Create();
        var row = context.StorageAccountKeys.Where(keys => keys.AccountName == key);
        var changed = keyIndex == 0
            ? await row.ExecuteUpdateAsync(
                set => set.SetProperty(keys => keys.ProtectedKey1, made).SetProperty(keys => keys.Version, keys => keys.Version + 1), cancellationToken)
            : await row.ExecuteUpdateAsync(
                set => set.SetProperty(keys => keys.ProtectedKey2, made).SetProperty(keys => keys.Version, keys => keys.Version + 1), cancellationToken);
        return changed > 0;
    }

    private async Task<StorageAccountKeys?> ReadAsync(string accountName, CancellationToken cancellationToken)
    {
        var key = NamedResource.KeyOf(accountName);
        await using var context = contexts.Create();
        return await context.StorageAccountKeys.FirstOrDefaultAsync(row => row.AccountName == key, cancellationToken);
    }

    private string NewKey() => secrets.Protect(RandomNumberGenerator.GetBytes(KeyBytes));
}

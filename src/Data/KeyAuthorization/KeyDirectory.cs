using System.Collections.Concurrent;
using MediaPlatform.Data.Accounts;
using MediaPlatform.Data.ContentKeys;
using MediaPlatform.Data.Secrets;
using MediaPlatform.Data.Streaming;
using Microsoft.Extensions.Options;

namespace MediaPlatform.Data.KeyAuthorization;

/// <summary>Finds content keys with their policies, and keeps them for seconds: audiences ask for the same key at the same time.</summary>
internal sealed class KeyDirectory(
    LocatorReader locators,
    ContentKeyPolicyStore policies,
    AccountStore accounts,
    ISecretProtector secrets,
    IOptions<KeyDeliveryOptions> options,
    TimeProvider clock)
{
    private const int MaxEntries = 20_000;
    private readonly ConcurrentDictionary<Guid, Entry> _entries = new();

    /// <summary>The stored keys of this id: one per locator that uses it. Empty when there is none.</summary>
    public async ValueTask<IReadOnlyList<StoredKey>> FindAsync(Guid keyId, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (_entries.TryGetValue(keyId, out var entry) && now - entry.Read < options.Value.PolicyLifetime)
        {
            return await entry.Keys.WaitAsync(cancellationToken);
        }

        if (_entries.Count >= MaxEntries)
        {
            // Made-up ids fill the table sooner or later; everything in it is read again within seconds anyway.
            _entries.Clear();
        }

        // Not cancelled with one caller, since others wait for the same answer.
        var fresh = new Entry(now, LoadAsync(keyId, CancellationToken.None));
        _entries[keyId] = fresh;
        try
        {
            return await fresh.Keys.WaitAsync(cancellationToken);
        }
        catch when (fresh.Keys.IsFaulted)
        {
            _entries.TryRemove(KeyValuePair.Create(keyId, fresh));
            throw;
        }
    }

    private async Task<IReadOnlyList<StoredKey>> LoadAsync(Guid keyId, CancellationToken cancellationToken)
    {
        var found = new List<StoredKey>();
        foreach (var key in await locators.FindKeysAsync(keyId, cancellationToken))
        {
            if (await LoadAsync(key, cancellationToken) is { } stored)
            {
                found.Add(stored);
            }
        }

        return found;
    }

    private async Task<StoredKey?> LoadAsync(LocatorContentKey key, CancellationToken cancellationToken)
    {
        if (await locators.FindAsync(key.LocatorId, cancellationToken) is not { Locator: var locator, Policy: var streaming }
            || (key.PolicyName ?? locator.DefaultContentKeyPolicyName) is not { Length: > 0 } name
            || await policies.FindAsync(locator.AccountId, name, cancellationToken) is not { } policy
            || await accounts.FindByIdAsync(locator.AccountId, cancellationToken) is not { } account)
        {
            return null;
        }

        return new StoredKey(
            secrets.Unprotect(key.ProtectedValue), policy.Name, policy.ReadOptions(secrets), locator.EndTime, AddressRules.Read(account.PropertiesJson))
        {
            KeyId = key.Id,
            AccountId = locator.AccountId,
            LocatorName = locator.Name,
            Iv = key.ProtectedIv is { } iv ? secrets.Unprotect(iv) : null,
            MayPersist = streaming?.CommonEncryptionCbcs?.Drm?.FairPlay?.AllowPersistentLicense == true,
        };
    }

    private sealed record Entry(DateTimeOffset Read, Task<IReadOnlyList<StoredKey>> Keys);
}

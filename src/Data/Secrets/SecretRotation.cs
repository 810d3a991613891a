using MediaPlatform.Data.Catalog;
using MediaPlatform.Data.StreamingEndpoints;
using MediaPlatform.Data.Undo;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.EntityFrameworkCore;

namespace MediaPlatform.Data.Secrets;

/// <summary>
/// Gives the key ring a new key and encrypts every secret of the catalog with it, so that the old keys can be taken away. No
/// service may run meanwhile: it would not know the new key.
/// </summary>
public sealed class SecretRotation(CatalogContextFactory contexts, TimeProvider clock)
{
    private static readonly TimeSpan s_lifetime = TimeSpan.FromDays(90);

    /// <summary>Adds a key that is used from now on.</summary>
    public void AddKey(IKeyManager keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        var now = clock.GetUtcNow();
        keys.CreateNewKey(now, now + s_lifetime);
    }

    /// <summary>Encrypts every secret again, in one transaction.</summary>
    /// <param name="secrets">Made after the new key: a key ring that was read once is kept for a day.</param>
    /// <param name="cancellationToken">Leaves all as it was.</param>
    /// <returns>How many there were.</returns>
    public async Task<int> RewriteAsync(ISecretProtector secrets, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        var count = 0;
        await using var context = contexts.Create();
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        foreach (var policy in await context.ContentKeyPolicies.AsTracking().Where(row => row.ProtectedOptions != "").ToListAsync(cancellationToken))
        {
            policy.ProtectedOptions = Again(policy.ProtectedOptions);
        }

        foreach (var key in await context.LocatorContentKeys.AsTracking().ToListAsync(cancellationToken))
        {
            key.ProtectedValue = Again(key.ProtectedValue);
            key.ProtectedIv = key.ProtectedIv is { } iv ? Again(iv) : null;
        }

        foreach (var key in await context.SigningKeys.AsTracking().ToListAsync(cancellationToken))
        {
            key.ProtectedPrivateKey = Again(key.ProtectedPrivateKey);
        }

        foreach (var keys in await context.StorageAccountKeys.AsTracking().ToListAsync(cancellationToken))
        {
            (keys.ProtectedKey1, keys.ProtectedKey2) = (Again(keys.ProtectedKey1), Again(keys.ProtectedKey2));
        }

        foreach (var subscription in await context.EventSubscriptions.AsTracking().ToListAsync(cancellationToken))
        {
            subscription.ProtectedEndpointUrl = Again(subscription.ProtectedEndpointUrl);
            subscription.ProtectedAttributes = subscription.ProtectedAttributes is { } attributes ? Again(attributes) : null;
        }

        foreach (var endpoint in await context.StreamingEndpoints.AsTracking().ToListAsync(cancellationToken))
        {
            endpoint.AccessControl = Rewrite(endpoint.AccessControl, Again);
        }

        foreach (var part in await context.DeletedParts.AsTracking().Where(row => row.Rows.Contains(DeletedRows.SecretPrefix)).ToListAsync(cancellationToken))
        {
            part.Rows = DeletedRows.Rewrite(part.Rows, Again);
        }

        await context.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return count;

        string Again(string stored)
        {
            count++;
            return secrets.Protect(secrets.Unprotect(stored));
        }
    }

    private static StreamingEndpointAccessControl? Rewrite(StreamingEndpointAccessControl? access, Func<string, string> again) =>
        access?.Akamai?.AkamaiSignatureHeaderAuthenticationKeyList is not { } keys ? access : access with
        {
            Akamai = new([.. keys.Select(key => key with { Base64Key = key.Base64Key is { } secret ? again(secret) : null })]),
        };
}

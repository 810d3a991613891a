using MediaPlatform.Data.Catalog;
using Microsoft.EntityFrameworkCore;

namespace MediaPlatform.Data.Identity;

/// <summary>Keys of the built-in token endpoint, shared by all control planes of an installation.</summary>
public sealed class SigningKeyStore(CatalogContextFactory contexts)
{
    /// <summary>All keys, newest first.</summary>
    public async Task<IReadOnlyList<SigningKey>> ListAsync(CancellationToken cancellationToken)
    {
        await using var context = contexts.Create();
        return await context.SigningKeys.OrderByDescending(row => row.Created).ThenBy(row => row.Id).ToListAsync(cancellationToken);
    }

    public async Task<SaveOutcome> CreateAsync(SigningKey key, CancellationToken cancellationToken)
    {
        await using var context = contexts.Create();
        context.Add(key);
        return await context.TrySaveAsync(SaveOutcome.Created, cancellationToken);
    }

    /// <summary>Removes keys that retired before a time and whose tokens have all expired.</summary>
    public async Task<int> DeleteRetiredBeforeAsync(DateTimeOffset time, CancellationToken cancellationToken)
    {
        await using var context = contexts.Create();
        return await context.SigningKeys.Where(row => row.Retires < time).ExecuteDeleteAsync(cancellationToken);
    }
}

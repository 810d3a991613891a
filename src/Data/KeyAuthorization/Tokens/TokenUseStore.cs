using MediaPlatform.Data.Catalog;
using Microsoft.EntityFrameworkCore;

namespace MediaPlatform.Data.KeyAuthorization.Tokens;

/// <summary>Counts uses of tokens where all processes see them.</summary>
public sealed class TokenUseStore(CatalogContextFactory contexts)
{
    /// <summary>Takes one use of a token, however many ask at a time.</summary>
    /// <param name="id">SHA-256 of the token's signature.</param>
    /// <param name="limit">How many uses there are in all.</param>
    /// <param name="expires">When the token expires.</param>
    /// <param name="cancellationToken">Stops waiting; the use may have been taken.</param>
    /// <returns>False when there is none left.</returns>
    public async Task<bool> TryTakeAsync(byte[] id, long limit, DateTimeOffset expires, CancellationToken cancellationToken)
    {
        if (limit <= 0)
        {
            return false;
        }

        await using var context = contexts.Create();
        if (await TryCountAsync(context, id, limit, cancellationToken))
        {
            return true;
        }

        // Without a row this is the first use, and the key of the table refuses a second one. A row may have come since it was
        // looked for, with uses left.
        if (await context.TokenUses.AnyAsync(row => row.Id == id, cancellationToken))
        {
            return await TryCountAsync(context, id, limit, cancellationToken);
        }

        context.Add(new TokenUse { Id = id, Count = 1, Expires = expires });
        return await context.TrySaveAsync(SaveOutcome.Created, cancellationToken) == SaveOutcome.Created
            || await TryCountAsync(context, id, limit, cancellationToken);
    }

    /// <summary>Gives one use back that was taken.</summary>
    public async Task GiveBackAsync(byte[] id, CancellationToken cancellationToken)
    {
        await using var context = contexts.Create();
        await context.TokenUses.Where(row => row.Id == id && row.Count > 0)
            .ExecuteUpdateAsync(row => row.SetProperty(use => use.Count, use => use.Count - 1), cancellationToken);
    }

    /// <summary>Uses that were taken.</summary>
    public async Task<long> CountAsync(byte[] id, CancellationToken cancellationToken)
    {
        await using var context = contexts.Create();
        return await context.TokenUses.Where(row => row.Id == id).Select(row => row.Count).FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>Forgets tokens that nobody can use any more.</summary>
    /// <returns>How many went.</returns>
    public async Task<int> DeleteExpiredBeforeAsync(DateTimeOffset time, CancellationToken cancellationToken)
    {
        await using var context = contexts.Create();
        return await context.TokenUses.Where(row => row.Expires < time).ExecuteDeleteAsync(cancellationToken);
    }

    // One statement, so that two processes never take the same use.
    private static async Task<bool> TryCountAsync(CatalogContext context, byte[] id, long limit, CancellationToken cancellationToken) =>
        await context.TokenUses.Where(row => row.Id == id && row.Count < limit)
            .ExecuteUpdateAsync(row => row.SetProperty(use => use.Count, use => use.Count + 1), cancellationToken) > 0;
}

using System.Collections.Concurrent;

namespace MediaPlatform.Data.KeyAuthorization.Tokens;

/// <summary>
/// Counts the uses of tokens that limit them, in the catalog, so that all processes count together and a restart forgets nothing.
/// Only a token that was used up is remembered here: playing it again must not cost a write.
/// </summary>
internal sealed class TokenUses(TokenUseStore store, TimeProvider clock)
{
    private const int MaxRemembered = 10_000;
    private static readonly TimeSpan s_sweepEvery = TimeSpan.FromMinutes(1);

    // Later than any clock skew that is allowed.
    private static readonly TimeSpan s_keptFor = TimeSpan.FromMinutes(15);

    private readonly ConcurrentDictionary<string, bool> _usedUp = new(StringComparer.Ordinal);
    private long _sweptAt;

    /// <summary>Whether a use of a token is left, without taking it.</summary>
    public async ValueTask<bool> HasLeftAsync(Token token, long limit, CancellationToken cancellationToken) =>
        await store.CountAsync(token.Id, cancellationToken) < limit;

    /// <summary>Takes one use of a token; false when there is none left.</summary>
    public async ValueTask<bool> TryTakeAsync(Token token, long limit, DateTimeOffset expires, CancellationToken cancellationToken)
    {
        var id = Convert.ToHexString(token.Id);
        if (_usedUp.ContainsKey(id))
        {
            return false;
        }

        if (IsSweepDue())
        {
            await store.DeleteExpiredBeforeAsync(clock.GetUtcNow() - s_keptFor, cancellationToken);
        }

        if (await store.TryTakeAsync(token.Id, limit, expires, cancellationToken))
        {
            return true;
        }

        if (_usedUp.Count >= MaxRemembered)
        {
            _usedUp.Clear();
        }

        _usedUp[id] = true;
        return false;
    }

    private bool IsSweepDue()
    {
        var (now, last) = (clock.GetUtcNow().UtcTicks, Interlocked.Read(ref _sweptAt));
        return now - last >= s_sweepEvery.Ticks && Interlocked.CompareExchange(ref _sweptAt, now, last) == last;
    }
}

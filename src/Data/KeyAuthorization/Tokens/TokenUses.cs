using System.Collections.Concurrent;

namespace MediaPlatform.Data.KeyAuthorization.Tokens;

/// <summary>
/// Counts the uses of tokens that limit them, in the catalog, so that all processes count together and a restart forgets nothing.
/// Only a token that was used up is remembered here, for a while: playing it again must not cost a write each time, and another
/// process may give a use of it back.
/// </summary>
internal sealed class TokenUses(TokenUseStore store, TimeProvider clock)
{
    private const int MaxRemembered = 10_000;
    private static readonly TimeSpan s_sweepEvery = TimeSpan.FromMinutes(1);

    // Later than any clock skew that is allowed.
    private static readonly TimeSpan s_keptFor = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan s_remembered = TimeSpan.FromSeconds(30);

    // Until when each counts as used up.
    private readonly ConcurrentDictionary<string, DateTimeOffset> _usedUp = new(StringComparer.Ordinal);
    private long _sweptAt;

    /// <summary>Whether a use of a token is left, without taking it.</summary>
    public async ValueTask<bool> HasLeftAsync(Token token, long limit, CancellationToken cancellationToken) =>
        await store.CountAsync(token.Id, cancellationToken) < limit;

    /// <summary>Takes one use of a token; false when there is none left.</summary>
    public async ValueTask<bool> TryTakeAsync(Token token, long limit, DateTimeOffset expires, CancellationToken cancellationToken)
    {
        var id = Convert.ToHexString(token.Id);
        if (_usedUp.TryGetValue(id, out var until) && clock.GetUtcNow() < until)
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

        _usedUp[id] = clock.GetUtcNow() + s_remembered;
        return false;
    }

    /// <summary>Gives back a use that was taken.</summary>
    public async ValueTask GiveBackAsync(Token token, CancellationToken cancellationToken)
    {
        await store.GiveBackAsync(token.Id, cancellationToken);
        _usedUp.TryRemove(Convert.ToHexString(token.Id), out _);
    }

    private bool IsSweepDue()
    {
        var (now, last) = (clock.GetUtcNow().UtcTicks, Interlocked.Read(ref _sweptAt));
        return now - last >= s_sweepEvery.Ticks && Interlocked.CompareExchange(ref _sweptAt, now, last) == last;
    }
}

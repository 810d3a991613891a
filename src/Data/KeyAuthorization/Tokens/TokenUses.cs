using System.Collections.Concurrent;

namespace MediaPlatform.Data.KeyAuthorization.Tokens;

/// <summary>Counts the uses of tokens that limit them. Kept in memory until the token expires, at most an hour ahead.</summary>
internal sealed class TokenUses(TimeProvider clock)
{
    private const int SweepAbove = 10_000;
    private readonly ConcurrentDictionary<string, Uses> _uses = new(StringComparer.Ordinal);

    /// <summary>Whether a use of a token is left, without taking it.</summary>
    public bool HasLeft(Token token, long limit) => (_uses.TryGetValue(token.Signature, out var uses) ? uses.Count : 0) < limit;

    /// <summary>Takes one use of a token; false when there is none left.</summary>
    public bool TryTake(Token token, long limit)
    {
        if (_uses.Count > SweepAbove)
        {
            Sweep();
        }

        var uses = _uses.GetOrAdd(token.Signature, static (_, expires) => new Uses(expires), token.Expires ?? DateTimeOffset.MaxValue);
        return uses.Next() <= limit;
    }

    private void Sweep()
    {
        // Later than any clock skew that is allowed.
        var now = clock.GetUtcNow() - TimeSpan.FromMinutes(15);
        foreach (var (signature, uses) in _uses)
        {
            if (uses.Expires < now)
            {
                _uses.TryRemove(signature, out _);
            }
        }
    }

    private sealed class Uses(DateTimeOffset expires)
    {
        private long _count;

        public DateTimeOffset Expires => expires;

        public long Count => Interlocked.Read(ref _count);

        public long Next() => Interlocked.Increment(ref _count);
    }
}

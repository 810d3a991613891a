using System.Security.Cryptography;
using MediaPlatform.Data.Catalog;
using MediaPlatform.Data.Identity;
using MediaPlatform.Data.Secrets;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace MediaPlatform.ControlPlane.Identity;

/// <summary>The keys that sign built-in tokens: kept in the catalog under protection, shared by all control planes, replaced in time.</summary>
internal sealed class TokenKeys(SigningKeyStore store, ISecretProtector secrets, IOptions<IdentityOptions> options, TimeProvider clock) : IDisposable
{
    // An unknown key id makes us look again, but a flood of forged ids must not become a flood of queries.
    private static readonly TimeSpan s_reloadPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_freshness = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private volatile Ring? _ring;
    private Task<byte[]>? _ahead;

    /// <summary>Makes a key in the background for the first token of a new catalog: finding its primes takes up to a second.</summary>
    public void MakeAhead() => _ahead ??= Task.Run(NewPrivateKey);

    /// <summary>The key that signs now.</summary>
    public async Task<RsaSecurityKey> CurrentAsync(CancellationToken cancellationToken)
    {
        var ring = await RingAsync(s_freshness, cancellationToken);
        return ring.Current(clock.GetUtcNow()) ?? (await ReloadAsync(make: true, TimeSpan.Zero, cancellationToken)).Current(clock.GetUtcNow())!;
    }

    /// <summary>The key with an id, null when there is none.</summary>
    public async Task<RsaSecurityKey?> FindAsync(string id, CancellationToken cancellationToken)
    {
        var ring = await RingAsync(s_freshness, cancellationToken);
        return ring.Find(id) ?? (await RingAsync(s_reloadPause, cancellationToken)).Find(id);
    }

    /// <summary>All keys whose tokens may still be valid.</summary>
    public async Task<IReadOnlyList<RsaSecurityKey>> AllAsync(CancellationToken cancellationToken)
    {
        _ = await CurrentAsync(cancellationToken);
        return [.. (await RingAsync(s_freshness, cancellationToken)).Keys.Select(entry => entry.Key)];
    }

    public void Dispose() => _gate.Dispose();

    private async Task<Ring> RingAsync(TimeSpan oldest, CancellationToken cancellationToken)
    {
        var ring = _ring;
        return ring is not null && clock.GetUtcNow() - ring.Loaded < oldest ? ring : await ReloadAsync(make: false, oldest, cancellationToken);
    }

    private async Task<Ring> ReloadAsync(bool make, TimeSpan oldest, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var now = clock.GetUtcNow();
            if (_ring is { } ring && (make ? ring.Current(now) is not null : now - ring.Loaded < oldest))
            {
                return ring;
            }

            var rows = await store.ListAsync(cancellationToken);
            if (make && !rows.Any(row => row.Retires > now))
            {
                await CreateAsync(now, cancellationToken);
                rows = await store.ListAsync(cancellationToken);
            }

            return _ring = new(now, [.. rows.Select(row => (Open(row), row.Retires))]);
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task CreateAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var made = await (Interlocked.Exchange(ref _ahead, null) ?? Task.Run(NewPrivateKey, cancellationToken));
        var key = new SigningKey
        {
            Id = Guid.NewGuid().ToString("N"),
            ProtectedPrivateKey = secrets.Protect(made),
            Created = now,
            Retires = now + options.Value.SigningKeyLifetime,
        };
        if (await store.CreateAsync(key, cancellationToken) != SaveOutcome.Created)
        {
            throw new InvalidOperationException("A new signing key could not be stored.");
        }
    }

    private static byte[] NewPrivateKey()
    {
        using var rsa = RSA.Create(2048);
        return rsa.ExportPkcs8PrivateKey();
    }

    private RsaSecurityKey Open(SigningKey row)
    {
        var rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(secrets.Unprotect(row.ProtectedPrivateKey), out _);
        return new(rsa) { KeyId = row.Id };
    }

    private sealed record Ring(DateTimeOffset Loaded, IReadOnlyList<(RsaSecurityKey Key, DateTimeOffset Retires)> Keys)
    {
        public RsaSecurityKey? Current(DateTimeOffset now) => Keys.FirstOrDefault(entry => entry.Retires > now).Key;

        public RsaSecurityKey? Find(string id) => Keys.FirstOrDefault(entry => entry.Key.KeyId == id).Key;
    }
}

using System.Collections.Concurrent;
using MediaPlatform.Data.Storage;
using Microsoft.Extensions.Options;

namespace MediaPlatform.BlobEndpoint.Authorization;

/// <summary>Account keys, kept for a few seconds so that a request costs no query. Unknown accounts are never kept.</summary>
internal sealed class AccountKeys(StorageKeyStore store, IOptions<BlobEndpointOptions> options, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, (IReadOnlyList<byte[]> Keys, DateTimeOffset Until)> _known = new(StringComparer.Ordinal);

    public async Task<IReadOnlyList<byte[]>> FindAsync(string account, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (_known.TryGetValue(account, out var known) && now < known.Until) return known.Keys;
        var keys = await store.FindAsync(account, cancellationToken);
        if (keys is null)
        {
            _known.TryRemove(account, out _);
            return [];
        }

        _known[account] = (keys, now + options.Value.KeyLifetime);
        return keys;
    }
}

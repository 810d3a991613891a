using System.Collections.Concurrent;
using MediaPlatform.Data.Blobs;
using MediaPlatform.StreamingEndpoint.Errors;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MediaPlatform.StreamingEndpoint.Sources;

/// <summary>
/// Open presentations, bounded in memory. Concurrent requests for one asset share a single load; the versions of its
/// blobs are compared with the storage every few seconds, beside the requests where an asset is in use.
/// </summary>
internal sealed partial class AssetCache(
    AssetLoader loader, IndexCache indexes, IBlobStore blobs, IOptions<StreamingEndpointOptions> options, TimeProvider clock, ILogger<AssetCache> logger)
{
    private readonly ConcurrentDictionary<AssetKey, AssetEntry> _entries = new();
    private readonly TimeSpan _freshness = options.Value.SourceFreshness;
    private readonly long _maxBytes = options.Value.SourceCacheBytes;

    /// <summary>The presentation, opened when it is not in memory.</summary>
    /// <exception cref="OriginException">It cannot be streamed.</exception>
    public ValueTask<AssetSource> GetAsync(AssetKey key, CancellationToken cancellationToken)
    {
        var now = clock.GetTimestamp();
        if (_entries.TryGetValue(key, out var entry))
        {
            entry.LastUsed = now;
            var age = clock.GetElapsedTime(entry.Checked, now);
            if (entry.Source is { } source && age < _freshness * 2)
            {
                if (age >= _freshness)
                {
                    _ = RefreshInBackgroundAsync(key, entry);
                }

                return new(source);
            }

            if (entry.Failure is { } failure && age < _freshness)
            {
                throw new OriginException(failure.Error);
            }
        }

        return new(RefreshAsync(key, entry ?? _entries.GetOrAdd(key, static _ => new AssetEntry()), cancellationToken));
    }

    /// <summary>The presentation as it is in storage now, opened anew where an index of the one in memory has failed.</summary>
    /// <exception cref="OriginException">It cannot be streamed.</exception>
    public Task<AssetSource> RenewAsync(AssetKey key, CancellationToken cancellationToken) =>
        RefreshAsync(key, _entries.GetOrAdd(key, static _ => new AssetEntry()), cancellationToken);

    /// <summary>Whether the presentation is in memory; for metrics.</summary>
    public bool Holds(AssetKey key) => _entries.TryGetValue(key, out var entry) && entry.Source is not null;

    private async Task RefreshInBackgroundAsync(AssetKey key, AssetEntry entry)
    {
        try
        {
            await RefreshAsync(key, entry, CancellationToken.None);
        }
        catch (Exception exception) when (exception is OriginException or IOException)
        {
            // The entry keeps the reason; the next request reports it.
            Log.RefreshFailed(logger, key.Container, key.ManifestName, exception.Message);
        }
    }

    private Task<AssetSource> RefreshAsync(AssetKey key, AssetEntry entry, CancellationToken cancellationToken)
    {
        while (true)
        {
            entry.LastUsed = clock.GetTimestamp();
            var current = entry;
            if (current.Once(() => LoadOrConfirmAsync(key, current)) is { } loading)
            {
                return loading.WaitAsync(cancellationToken);
            }

            _entries.TryRemove(new(key, current));
            entry = _entries.GetOrAdd(key, static _ => new AssetEntry());
        }
    }

    // Shared by every request that waits, so it does not end with any one of them.
    private async Task<AssetSource> LoadOrConfirmAsync(AssetKey key, AssetEntry entry)
    {
        try
        {
            var known = entry.Source;
            var source = known is not null && await IsCurrentAsync(key, known) ? known : await loader.LoadAsync(key, CancellationToken.None);
            if (!ReferenceEquals(source, known))
            {
                foreach (var (track, reason) in source.Refused)
                {
                    Log.LeftOut(logger, track, key.Container, key.ManifestName, reason.Error.Message);
                }
            }

            await CloseAsync(entry.Replace(source, clock.GetTimestamp()));
            await TrimAsync(entry);
            return source;
        }
        catch (Exception exception) when (SourceFailure.Of(exception) is { } refusal)
        {
            await CloseAsync(entry.Fail(refusal, clock.GetTimestamp()));
            Log.Refused(logger, key.Container, key.ManifestName, refusal.Error.Code, refusal.Error.Message);
            throw refusal;
        }
    }

    private async Task<bool> IsCurrentAsync(AssetKey key, AssetSource source)
    {
        var container = blobs.GetContainer(key.StorageAccount, key.Container);
        if (source.IsLost)
        {
            foreach (var file in source.Files.Where(file => file.IsLost))
            {
                indexes.Forget(container, file.Name);
            }

            return false;
        }

        var manifest = await container.GetPropertiesAsync(key.ManifestName, CancellationToken.None);
        if (manifest?.ETag != source.ManifestTag)
        {
            return false;
        }

        foreach (var (name, tag) in source.Files.SelectMany(file => file.Pinned))
        {
            var properties = await container.GetPropertiesAsync(name, CancellationToken.None);
            if (properties?.ETag != tag)
            {
                return false;
            }
        }

        foreach (var track in source.Watched)
        {
            if (!await track.IsCurrentAsync(container, CancellationToken.None))
            {
                return false;
            }
        }

        return true;
    }

    private async ValueTask TrimAsync(AssetEntry keep)
    {
        var sizes = _entries.Where(pair => pair.Value.Source is not null).Select(pair => (pair.Key, Entry: pair.Value, pair.Value.Source!.Size)).ToList();
        var surplus = sizes.Sum(item => item.Size) - _maxBytes;
        foreach (var (key, entry, size) in sizes.OrderBy(item => item.Entry.LastUsed))
        {
            if (surplus <= 0)
            {
                break;
            }

            if (!ReferenceEquals(entry, keep) && entry.TryRetire(out var source))
            {
                _entries.TryRemove(new(key, entry));
                surplus -= size;
                await CloseAsync(source);
            }
        }

        // Refusals hold next to nothing, but their number must not grow with the URLs that strangers make up.
        foreach (var pair in _entries.Where(pair => pair.Value.Source is null && !ReferenceEquals(pair.Value, keep)
            && clock.GetElapsedTime(pair.Value.LastUsed) > TimeSpan.FromMinutes(1)).ToList())
        {
            if (pair.Value.TryRetire(out var source))
            {
                _entries.TryRemove(pair);
                await CloseAsync(source);
            }
        }
    }

    private static ValueTask CloseAsync(AssetSource? source) => source?.CloseAsync() ?? ValueTask.CompletedTask;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "{Container}/{Manifest} is refused with {Code}: {Reason}")]
        public static partial void Refused(ILogger logger, string container, string manifest, string code, string reason);

        [LoggerMessage(3, LogLevel.Warning, "The text track {Track} of {Container}/{Manifest} is left out: {Reason}")]
        public static partial void LeftOut(ILogger logger, string track, string container, string manifest, string reason);

        [LoggerMessage(2, LogLevel.Warning, "{Container}/{Manifest} could not be checked: {Reason}")]
        public static partial void RefreshFailed(ILogger logger, string container, string manifest, string reason);
    }
}

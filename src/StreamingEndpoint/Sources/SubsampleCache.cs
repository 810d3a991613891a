using System.Collections.Concurrent;
using MediaPlatform.Media.Encryption;
using MediaPlatform.Media.Encryption.Subsamples;
using MediaPlatform.Media.Tracks;

namespace MediaPlatform.StreamingEndpoint.Sources;

/// <summary>What of the pictures of one file is encrypted. It stands in the media bytes, so each fragment is read for it once.</summary>
internal sealed class SubsampleCache
{
    // Two hours of 25 pictures a second have room; beyond it the cache starts anew, which only very long files reach.
    private const int MaxBytes = 3 << 20;
    private readonly ConcurrentDictionary<Key, SubsampleMap> _maps = new();
    private int _bytes;

    /// <summary>Bytes of memory held, roughly.</summary>
    public int Bytes => Volatile.Read(ref _bytes);

    /// <summary>The subsamples of a fragment; null when its samples are encrypted as a whole.</summary>
    public ValueTask<SubsampleMap?> MapAsync(SharedReader reader, TrackIndex track, SampleRange samples, ProtectionScheme scheme, CancellationToken cancellationToken)
    {
        var key = new Key(track.TrackId, samples, scheme == ProtectionScheme.Cbcs);
        return _maps.TryGetValue(key, out var known) ? new(known) : ReadAsync(key, reader, track, scheme, cancellationToken);
    }

    private async ValueTask<SubsampleMap?> ReadAsync(Key key, SharedReader reader, TrackIndex track, ProtectionScheme scheme, CancellationToken cancellationToken)
    {
        if (await SubsampleReader.ReadAsync(reader, track, key.Samples, scheme, cancellationToken) is not { } map)
        {
            return null;
        }

        if (_bytes > MaxBytes)
        {
            _maps.Clear();
            Volatile.Write(ref _bytes, 0);
        }

        if (_maps.TryAdd(key, map))
        {
            Interlocked.Add(ref _bytes, map.MemorySize);
        }

        return map;
    }

    private readonly record struct Key(uint Track, SampleRange Samples, bool IsPattern);
}

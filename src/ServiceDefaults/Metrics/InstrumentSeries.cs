using System.Collections.Concurrent;

namespace MediaPlatform.ServiceDefaults.Metrics;

/// <summary>The series of one instrument by the tags themselves, so that a measurement builds no names and labels.</summary>
internal sealed class InstrumentSeries(Func<KeyValuePair<string, object?>[], Series?> create)
{
    // Beyond this many, tags are as good as unbounded, and each measurement pays for its own labels.
    private const int MostEntries = 1000;
    private readonly ConcurrentDictionary<int, Entry> _entries = new();

    private sealed record Entry(KeyValuePair<string, object?>[] Tags, Series Series);

    /// <summary>The series of these tags; null when there are too many series.</summary>
    public Series? Find(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var hash = 17;
        foreach (ref readonly var tag in tags)
        {
            hash = (hash * 31) + (tag.Value?.GetHashCode() ?? 0);
        }

        if (_entries.TryGetValue(hash, out var entry) && AreEqual(entry.Tags, tags))
        {
            return entry.Series;
        }

        var copy = tags.ToArray();
        var series = create(copy);
        if (series is not null && entry is null && _entries.Count < MostEntries)
        {
            _entries[hash] = new Entry(copy, series);
        }

        return series;
    }

    private static bool AreEqual(KeyValuePair<string, object?>[] known, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (known.Length != tags.Length)
        {
            return false;
        }

        for (var i = 0; i < known.Length; i++)
        {
            if (known[i].Key != tags[i].Key || !Equals(known[i].Value, tags[i].Value))
            {
                return false;
            }
        }

        return true;
    }
}

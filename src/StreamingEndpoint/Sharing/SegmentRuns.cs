using MediaPlatform.StreamingEndpoint.Protocols;
using Microsoft.Extensions.Options;

namespace MediaPlatform.StreamingEndpoint.Sharing;

/// <summary>
/// Lets requests for the same segment that are answered at the same time share one making of it. The first is answered on its own; with
/// the second a run begins, which others join for as long as somebody reads from it. What nobody reads is not kept.
/// </summary>
internal sealed class SegmentRuns(IOptions<StreamingEndpointOptions> options)
{
    // Making less costs no more than sharing it.
    private const int MinLength = 64 << 10;

    private readonly Lock _lock = new();
    private readonly Dictionary<RunKey, Entry> _entries = [];
    private readonly long _budget = options.Value.SharedBytes;
    private long _bytes;

    /// <summary>Bytes of memory that runs take now.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Whether a segment is worth it.</summary>
    public bool Shares(Segment segment) => segment.IsMade && segment.Length >= MinLength && SegmentRun.SizeOf(segment.Length) <= _budget;

    /// <summary>A request begins.</summary>
    /// <param name="key">What it asks for.</param>
    /// <param name="length">Bytes of the segment.</param>
    /// <param name="begins">Whether the run is new, and the caller has to start it.</param>
    /// <returns>The run to read from; null when the request is to be answered on its own.</returns>
    public SegmentRun? Enter(in RunKey key, long length, out bool begins)
    {
        begins = false;
        lock (_lock)
        {
            if (!_entries.TryGetValue(key, out var entry))
            {
                _entries[key] = entry = new Entry();
            }

            entry.Requests++;
            if (entry.Run?.TryJoin() == true)
            {
                return entry.Run;
            }

            var size = SegmentRun.SizeOf(length);
            if (entry.Requests < 2 || _bytes + size > _budget)
            {
                return null;
            }

            begins = true;
            Volatile.Write(ref _bytes, _bytes + size);
            return entry.Run = new SegmentRun(() => Free(size));
        }
    }

    /// <summary>A request ends.</summary>
    public void Leave(in RunKey key)
    {
        lock (_lock)
        {
            if (--_entries[key].Requests == 0)
            {
                _entries.Remove(key);
            }
        }
    }

    private void Free(long size)
    {
        lock (_lock)
        {
            Volatile.Write(ref _bytes, _bytes - size);
        }
    }

    private sealed class Entry
    {
        public int Requests { get; set; }

        public SegmentRun? Run { get; set; }
    }
}

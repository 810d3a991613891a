using Microsoft.Extensions.Options;

namespace MediaPlatform.StreamingEndpoint.Sources;

/// <summary>
/// Blocks of blobs that lie on other machines, bounded in memory over all assets; the block that was not used for longest
/// leaves first. Requests for one block share a single read.
/// </summary>
internal sealed class BlockCache(IOptions<StreamingEndpointOptions> options)
{
    /// <summary>Bytes of one block: enough that the way to the storage costs little beside the transfer.</summary>
    public const int BlockSize = 512 << 10;

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Blob, long Block), LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _byUse = new();
    private readonly long _maxBlocks = Math.Max(4, options.Value.ReadAheadBytes / BlockSize);

    /// <summary>A block, read when it is not there.</summary>
    /// <param name="blob">Names one version of a blob.</param>
    /// <param name="block">Number of the block.</param>
    /// <param name="read">Begins to read it, at once; not tied to the request that happens to come first.</param>
    public Task<ReadOnlyMemory<byte>> GetAsync(string blob, long block, Func<Task<ReadOnlyMemory<byte>>> read)
    {
        lock (_lock)
        {
            if (_entries.TryGetValue((blob, block), out var known))
            {
                _byUse.Remove(known);
                _byUse.AddFirst(known);
                return known.Value.Bytes;
            }

            var entry = new Entry((blob, block), read());
            var node = _byUse.AddFirst(entry);
            _entries.Add(node.Value.Key, node);
            while (_entries.Count > _maxBlocks)
            {
                Remove(_byUse.Last!);
            }

            _ = ForgetFailureAsync(node);
            return node.Value.Bytes;
        }
    }

    // A read that failed is tried again by the next request; whoever waits for this one is told.
    private async Task ForgetFailureAsync(LinkedListNode<Entry> node)
    {
        await ((Task)node.Value.Bytes).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!node.Value.Bytes.IsCompletedSuccessfully)
        {
            lock (_lock)
            {
                if (node.List is not null)
                {
                    Remove(node);
                }
            }
        }
    }

    private void Remove(LinkedListNode<Entry> node)
    {
        _byUse.Remove(node);
        _entries.Remove(node.Value.Key);
    }

    private sealed record Entry((string Blob, long Block) Key, Task<ReadOnlyMemory<byte>> Bytes);
}

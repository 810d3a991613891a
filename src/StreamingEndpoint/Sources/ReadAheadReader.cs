using MediaPlatform.Data.Blobs;

namespace MediaPlatform.StreamingEndpoint.Sources;

/// <summary>
/// A blob on another machine, read in blocks. Whoever reads on from one block into the next finds the one after it on the
/// way already, so that small reads do not each wait for the storage.
/// </summary>
internal sealed class ReadAheadReader(IBlobReader blob, string key, BlockCache blocks) : IBlobReader
{
    private long _lastBlock = -1;

    // One for the owner and one for each read under way: other readers of the version may wait for a read that was begun here.
    private int _uses = 1;

    public long Length => blob.Length;

    public string ETag => blob.ETag;

    /// <summary>The blob itself where it is a file of this machine, else with read-ahead.</summary>
    public static IBlobReader Around(IBlobReader blob, IBlobContainer container, string name, BlockCache blocks) =>
        container.TryGetLocalPath(name, out _)
            ? blob
            : new ReadAheadReader(blob, $"{container.StorageAccountName}/{container.Name}/{name}\n{blob.ETag}", blocks);

    public async ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (offset >= Length || buffer.IsEmpty)
        {
            return 0;
        }

        var number = offset / BlockCache.BlockSize;
        var block = BlockAsync(number);
        if (Interlocked.Exchange(ref _lastBlock, number) == number - 1 && (number + 1) * BlockCache.BlockSize < Length)
        {
            _ = BlockAsync(number + 1);
        }

        var bytes = (await block.WaitAsync(cancellationToken))[(int)(offset % BlockCache.BlockSize)..];
        var count = Math.Min(bytes.Length, buffer.Length);
        bytes[..count].CopyTo(buffer);
        return count;
    }

    /// <summary>Closes the blob when the last read that was begun has ended.</summary>
    public ValueTask DisposeAsync() => Interlocked.Decrement(ref _uses) == 0 ? blob.DisposeAsync() : ValueTask.CompletedTask;

    private Task<ReadOnlyMemory<byte>> BlockAsync(long number) => blocks.GetAsync(key, number, () =>
    {
        Interlocked.Increment(ref _uses);
        return Task.Run(() => ReadBlockAsync(number));
    });

    private async Task<ReadOnlyMemory<byte>> ReadBlockAsync(long number)
    {
        try
        {
            var start = number * BlockCache.BlockSize;
            var bytes = new byte[Math.Min(BlockCache.BlockSize, Length - start)];
            var read = await blob.ReadAsync(start, bytes, CancellationToken.None);
            return read == bytes.Length ? bytes : throw new EndOfStreamException("The blob is shorter than it was when it was opened.");
        }
        finally
        {
            await DisposeAsync();
        }
    }
}

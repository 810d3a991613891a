using System.Buffers;
using MediaPlatform.Data.Blobs.Disk.Mapping;
using Microsoft.Win32.SafeHandles;

namespace MediaPlatform.Data.Blobs.Disk;

/// <summary>
/// An open file. Writers replace files instead of changing them, so what is read stays one version; what others change in place is refused. Reads are answered at once
/// from the memory of the system, or in place where they come over and over; only those that wait for the disk go to the thread pool, so that event loops may read too.
/// </summary>
/// <param name="handle">The file; the reader's to close.</param>
/// <param name="version">Its version now.</param>
/// <param name="hasSameBytes">Whether another version differs from this one in its headers only.</param>
/// <param name="mapped">Where files are mapped; null for nowhere.</param>
internal sealed class DiskBlobReader(SafeFileHandle handle, DiskVersion version, Func<DiskVersion, bool> hasSameBytes, MappedMemory? mapped) : IBlobReader
{
    private const int WarmBytes = 128 << 10;

    // For less, a read is as good.
    private readonly FileWindows? _windows = mapped is not null && version.Length >= FileWindows.WindowSize ? new(handle, version.Length, mapped) : null;

    // When the file was last seen to have been written.
    private long _ticks = version.Ticks;

    public long Length => version.Length;

    public string ETag => version.ETag;

    public SafeFileHandle File => handle;

    public ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var read = PageCache.TryRead(handle, buffer.Span, offset);
        RequireUnchanged();
        if (read == buffer.Length || (read >= 0 && offset + read >= Length))
        {
            return new(read);
        }

        return read == PageCache.Unknown
            ? new(ReadRest(offset, buffer, 0))
            : new(Task.Run(() => ReadRest(offset, buffer, Math.Max(0, read)), cancellationToken));
    }

    // Both ends stand for what is between them: the system reads ahead in longer runs than are asked for here.
    public ValueTask WarmAsync(long offset, long count, CancellationToken cancellationToken)
    {
        RequireUnchanged();
        Span<byte> probe = stackalloc byte[1];
        return PageCache.TryRead(handle, probe, offset) == PageCache.WouldWait || PageCache.TryRead(handle, probe, offset + count - 1) == PageCache.WouldWait
            ? new(Task.Run(() => Warm(offset, offset + count), cancellationToken))
            : ValueTask.CompletedTask;
    }

    public MemoryHandle Pin(long offset, int most, out int count)
    {
        if (_windows is { } windows)
        {
            return windows.Pin(offset, most, out count);
        }

        count = 0;
        return default;
    }

    public ValueTask DisposeAsync()
    {
        _windows?.Close();
        handle.Dispose();
        return ValueTask.CompletedTask;
    }

    private int ReadRest(long offset, Memory<byte> buffer, int read)
    {
        while (read < buffer.Length)
        {
            var count = RandomAccess.Read(handle, buffer.Span[read..], offset + read);
            if (count == 0) break;
            read += count;
        }

        RequireUnchanged();
        return read;
    }

    // A writer moves the time of the file before it moves the bytes, so whoever looks after reading has read the old ones.
    private void RequireUnchanged()
    {
        var now = DiskVersion.Of(handle);
        if (now.Ticks == Volatile.Read(ref _ticks) && now.Length == version.Length)
        {
            return;
        }

        while (!hasSameBytes(now))
        {
            // What is noted of a version goes when the next one comes, which may have been just now.
            var last = now;
            now = DiskVersion.Of(handle);
            if (now == last)
            {
                throw new BlobException(BlobFailure.ConditionNotMet, "The file was changed in place after it was opened.");
            }
        }

        Volatile.Write(ref _ticks, now.Ticks);
    }

    private void Warm(long offset, long end)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(WarmBytes);
        try
        {
            while (offset < end && RandomAccess.Read(handle, buffer.AsSpan(0, (int)Math.Min(WarmBytes, end - offset)), offset) is > 0 and var count)
            {
                offset += count;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}

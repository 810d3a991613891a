using System.Buffers;

namespace MediaPlatform.Data.Blobs.Disk.Mapping;

/// <summary>A range of a file in the memory of this process. It is unmapped when its owner has closed it and the last pin is gone.</summary>
internal sealed unsafe class MappedWindow(FileWindows file, long number, byte* start, int length) : IPinnable
{
    // One for the owner and one for each pin.
    private UseCount _users = UseCount.One();
    private long _usedAt = Environment.TickCount64;

    public FileWindows File => file;

    /// <summary>Which window of its file it is.</summary>
    public long Number => number;

    /// <summary>Bytes.</summary>
    public int Length => length;

    /// <summary>When it was pinned last, in the milliseconds of <see cref="Environment.TickCount64"/>.</summary>
    public long UsedAt => Volatile.Read(ref _usedAt);

    /// <summary>Pins bytes of it, which must be in memory.</summary>
    /// <returns>False when the disk would have to be asked, or it is closed.</returns>
    public bool TryPin(int offset, int count, out MemoryHandle bytes)
    {
        if (!_users.TryAdd())
        {
            bytes = default;
            return false;
        }

        bytes = new MemoryHandle(start + offset, pinnable: this);
        if (SystemMemory.IsInMemory(start + offset, count))
        {
            Volatile.Write(ref _usedAt, Environment.TickCount64);
            return true;
        }

        bytes.Dispose();
        return false;
    }

    /// <summary>Called by its owner, once: no more pins, and unmapped after the last one.</summary>
    public void Close() => Unpin();

    MemoryHandle IPinnable.Pin(int elementIndex) =>
        _users.TryAdd() ? new MemoryHandle(start + elementIndex, pinnable: this) : throw new ObjectDisposedException(nameof(MappedWindow));

    /// <summary>Called by <see cref="MemoryHandle.Dispose"/>.</summary>
    public void Unpin()
    {
        if (_users.EndsWithOneLess())
        {
            SystemMemory.Unmap(start, length);
            file.OnUnmapped();
        }
    }
}

using System.Buffers;
using System.Collections.Concurrent;
using Microsoft.Win32.SafeHandles;

namespace MediaPlatform.Data.Blobs.Disk.Mapping;

/// <summary>
/// The windows of one open file that are asked for so often that they are mapped: then their bytes need no copy out of the system's
/// memory. Files are mapped under a lease only, since reading mapped bytes of a file that was cut ends the process.
/// </summary>
internal sealed unsafe class FileWindows(SafeFileHandle file, long length, MappedMemory memory)
{
    /// <summary>Bytes of a window; the last of a file may be shorter.</summary>
    public const int WindowSize = 1 << 20;

    // Read so often over within a few seconds, a window is mapped.
    private const int HotBytes = WindowSize + (WindowSize / 2);
    private const int Counters = 64;
    private const long CountedFor = 10_000;
    private const long RefusedFor = 30_000;

    private readonly ConcurrentDictionary<long, MappedWindow> _windows = new();
    private readonly long[] _numbers = new long[Counters];
    private readonly long[] _bytes = new long[Counters];
    private long _countedSince;
    private long _refusedUntil;
    private int _mapped;
    private bool _isClosed;

    /// <summary>Whether the lease is held; only under the lock of the <see cref="MappedMemory"/>.</summary>
    public bool HasLease { get; private set; }

    /// <summary>Pins bytes where they are mapped already, and notes that they were asked for.</summary>
    /// <param name="offset">From the start of the file.</param>
    /// <param name="most">How many bytes are wanted.</param>
    /// <param name="count">How many there are: at least one, unless none are mapped.</param>
    public MemoryHandle Pin(long offset, int most, out int count)
    {
        var number = offset / WindowSize;
        var start = (int)(offset % WindowSize);
        if (_windows.TryGetValue(number, out var window))
        {
            count = Math.Min(most, window.Length - start);
            if (count > 0 && window.TryPin(start, count, out var bytes))
            {
                return bytes;
            }
        }
        else
        {
            Note(number, most);
        }

        count = 0;
        return default;
    }

    /// <summary>Maps a window. Only under the lock of the <see cref="MappedMemory"/>.</summary>
    /// <returns>Null when it is mapped already or cannot be.</returns>
    public MappedWindow? Map(long number)
    {
        var count = (int)Math.Min(WindowSize, length - (number * WindowSize));
        if (_isClosed || count <= 0 || _windows.ContainsKey(number) || !TryLease())
        {
            return null;
        }

        var start = SystemMemory.Map(file, number * WindowSize, count);
        if (start is null)
        {
            TryGiveUpLease();
            return null;
        }

        Interlocked.Increment(ref _mapped);
        return _windows[number] = new MappedWindow(this, number, start, count);
    }

    /// <summary>Lets go of a window. Only under the lock of the <see cref="MappedMemory"/>.</summary>
    public void Drop(MappedWindow window)
    {
        if (_windows.TryRemove(KeyValuePair.Create(window.Number, window)))
        {
            window.Close();
        }
    }

    /// <summary>Whether somebody waits to write to the file. Only under the lock of the <see cref="MappedMemory"/>.</summary>
    public bool IsDisturbed() => HasLease && !FileLease.IsUndisturbed(file);

    /// <summary>Gives the lease up when nothing is mapped any more. Only under the lock of the <see cref="MappedMemory"/>.</summary>
    public void TryGiveUpLease()
    {
        if (HasLease && Volatile.Read(ref _mapped) == 0)
        {
            FileLease.GiveUp(file);
            HasLease = false;
            Refuse();
        }
    }

    /// <summary>Lets go of all windows, before the file is closed.</summary>
    public void Close() => memory.Close(this);

    /// <summary>Nothing is mapped any more from here on. Only under the lock of the <see cref="MappedMemory"/>.</summary>
    public void End()
    {
        _isClosed = true;
        TryGiveUpLease();
    }

    /// <summary>Called by a window that is unmapped.</summary>
    public void OnUnmapped() => Interlocked.Decrement(ref _mapped);

    private bool TryLease()
    {
        if (!HasLease && !(HasLease = FileLease.TryTake(file)))
        {
            Refuse();
        }

        return HasLease;
    }

    private void Refuse() => Volatile.Write(ref _refusedUntil, Environment.TickCount64 + RefusedFor);

    // Counts are only nearly right when several threads count, which does no harm.
    private void Note(long number, int count)
    {
        var now = Environment.TickCount64;
        if (now - Volatile.Read(ref _countedSince) > CountedFor)
        {
            Array.Clear(_bytes);
            Volatile.Write(ref _countedSince, now);
        }

        var slot = (int)(number % Counters);
        if (_numbers[slot] != number)
        {
            (_numbers[slot], _bytes[slot]) = (number, 0);
        }

        _bytes[slot] += count;
        if (_bytes[slot] >= Math.Min(HotBytes, (length - (number * WindowSize)) * 2) && now >= Volatile.Read(ref _refusedUntil))
        {
            _bytes[slot] = 0;
            memory.Ask(this, number);
        }
    }
}

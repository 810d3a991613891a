using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MediaPlatform.Data.Blobs.Disk.Mapping;

/// <summary>Maps ranges of files into this process: mmap(2) and what belongs to it.</summary>
internal static unsafe partial class SystemMemory
{
    private const int Read = 1, Shared = 1, Populate = 0x8000;
    private const int MostPages = 512;

    /// <summary>Maps a range, all of it read from the disk already.</summary>
    /// <returns>Null when the system refuses.</returns>
    public static byte* Map(SafeFileHandle file, long offset, int length)
    {
        var start = mmap(null, (nuint)length, Read, Shared | Populate, file, (nint)offset);
        return (nint)start == -1 ? null : start;
    }

    /// <summary>Undoes <see cref="Map"/>.</summary>
    public static void Unmap(byte* start, int length) => _ = munmap(start, (nuint)length);

    /// <summary>Whether reading a range takes no disk. Of more than 512 pages it is never found.</summary>
    public static bool IsInMemory(byte* start, int length)
    {
        var first = (byte*)((nuint)start & ~(nuint)(Environment.SystemPageSize - 1));
        var pages = (int)((start + length - first + Environment.SystemPageSize - 1) / Environment.SystemPageSize);
        if (pages > MostPages)
        {
            return false;
        }

        Span<byte> states = stackalloc byte[pages];
        fixed (byte* state = states)
        {
            return mincore(first, (nuint)pages * (nuint)Environment.SystemPageSize, state) == 0 && AreAll(states);
        }
    }

    // Bit 0 tells; the others mean nothing yet.
    private static bool AreAll(ReadOnlySpan<byte> states)
    {
        foreach (var state in states)
        {
            if ((state & 1) == 0)
            {
                return false;
            }
        }

        return true;
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial byte* mmap(byte* address, nuint length, int protection, int flags, SafeFileHandle file, nint offset);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int munmap(byte* address, nuint length);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int mincore(byte* address, nuint length, byte* states);
}

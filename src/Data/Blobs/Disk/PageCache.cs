using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MediaPlatform.Data.Blobs.Disk;

/// <summary>Reads what the system holds of a file in memory, and nothing that it would have to fetch: preadv2(2) with RWF_NOWAIT.</summary>
internal static unsafe partial class PageCache
{
    /// <summary>The disk would have to be asked.</summary>
    public const int WouldWait = -1;

    /// <summary>System or file system do not tell.</summary>
    public const int Unknown = -2;

    private const int NoWait = 8;
    private const int Again = 11;
    private static volatile bool _isMissing = !OperatingSystem.IsLinux() || !Environment.Is64BitProcess;

    /// <returns>Bytes read, which may be less than asked for, 0 at the end of the file, <see cref="WouldWait"/> or <see cref="Unknown"/>.</returns>
    public static int TryRead(SafeFileHandle file, Span<byte> buffer, long offset)
    {
        if (_isMissing)
        {
            return Unknown;
        }

        try
        {
            fixed (byte* start = buffer)
            {
                var part = new Part { Start = start, Length = (nuint)buffer.Length };
                var count = Read(file, &part, 1, (nint)offset, NoWait);
                return count >= 0 ? (int)count : Marshal.GetLastPInvokeError() == Again ? WouldWait : Unknown;
            }
        }
        catch (EntryPointNotFoundException)
        {
            _isMissing = true;
            return Unknown;
        }
    }

    [LibraryImport("libc", EntryPoint = "preadv2", SetLastError = true)]
    private static partial nint Read(SafeFileHandle file, Part* parts, int count, nint offset, int flags);

    // struct iovec
    private struct Part
    {
        public byte* Start;
        public nuint Length;
    }
}

using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MediaPlatform.Data.Blobs.Disk.Mapping;

/// <summary>
/// A read lease on an open file (fcntl(2), F_SETLEASE): whoever wants to write to the file or cut it, in any process of this machine,
/// is made to wait until the lease is given up or <c>/proc/sys/fs/lease-break-time</c>, 45 s, has passed. Replacing and deleting go on
/// beside it. The system offers it to the owner of the file, on local file systems, while nobody has the file open for writing.
/// </summary>
internal static partial class FileLease
{
    private const int SetLease = 1024, GetLease = 1025, SetSignal = 10;
    private const int ReadLock = 0, Unlock = 2;

    // SIGURG, which processes ignore unless they ask for it; the signal that comes otherwise ends them. Nothing is told by it here: holders look.
    private const int IgnoredSignal = 23;

    /// <returns>False when there is none to be had.</returns>
    public static bool TryTake(SafeFileHandle file) => Control(file, SetSignal, IgnoredSignal) == 0 && Control(file, SetLease, ReadLock) == 0;

    /// <summary>False once somebody waits for the lease to be given up.</summary>
    public static bool IsUndisturbed(SafeFileHandle file) => Control(file, GetLease, 0) == ReadLock;

    /// <summary>Gives the lease up.</summary>
    public static void GiveUp(SafeFileHandle file) => _ = Control(file, SetLease, Unlock);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Control(SafeFileHandle file, int command, int argument);
}

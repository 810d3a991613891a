using System.Runtime.InteropServices;

namespace MediaPlatform.StreamingEndpoint.Connections;

/// <summary>System calls of Linux that the framework does not offer. All answer -1 and leave the reason in errno.</summary>
internal static unsafe partial class Linux
{
    /// <summary>EAGAIN: would have to wait.</summary>
    public const int Again = 11;

    /// <summary>EINTR: a signal came first.</summary>
    public const int Interrupted = 4;

    /// <summary>ENOENT: not watched.</summary>
    public const int NotFound = 2;

    /// <summary>The events of epoll_ctl(2).</summary>
    public const uint In = 0x1, Out = 0x4, Error = 0x8, HangUp = 0x10, PeerClosed = 0x2000, EdgeTriggered = 1u << 31;

    public const int Add = 1, Delete = 2;

    /// <summary>MSG_DONTWAIT, MSG_NOSIGNAL and MSG_MORE of send(2).</summary>
    public const int DoNotWait = 0x40, NoSignal = 0x4000, More = 0x8000;

    private const int CloseOnExec = 0x80000, NonBlocking = 0x800;
    private const int SetFlags = 4, GetFlags = 3;

    /// <summary>Bytes of struct epoll_event and of its first member: packed on x86, aligned elsewhere.</summary>
    public static readonly int EventSize = IsPacked ? 12 : 16, EventData = IsPacked ? 4 : 8;

    private static bool IsPacked => RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.X86;

    public static int CreateEpoll() => epoll_create1(CloseOnExec);

    public static int CreateWakeUp() => eventfd(0, CloseOnExec | NonBlocking);

    public static int MakeNonBlocking(int descriptor) => fcntl(descriptor, SetFlags, fcntl(descriptor, GetFlags, 0) | NonBlocking);

    /// <summary>How many descriptors this process may have open: getrlimit(2), RLIMIT_NOFILE.</summary>
    public static long DescriptorLimit()
    {
        const int openFiles = 7;
        var limits = stackalloc nuint[2];
        return getrlimit(openFiles, limits) == 0 ? (long)Math.Min(limits[0], int.MaxValue) : int.MaxValue;
    }

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    public static partial int Control(int epoll, int operation, int descriptor, byte* change);

    [LibraryImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    public static partial int Wait(int epoll, byte* events, int maximum, int milliseconds);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    public static partial nint Receive(int descriptor, byte* buffer, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    public static partial nint Send(int descriptor, byte* buffer, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "sendfile", SetLastError = true)]
    public static partial nint SendFile(int target, int source, long* offset, nint length);

    [LibraryImport("libc", EntryPoint = "shutdown", SetLastError = true)]
    public static partial int ShutDown(int descriptor, int how);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(int descriptor, byte* buffer, nint length);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(int descriptor, byte* buffer, nint length);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int descriptor);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int getrlimit(int resource, nuint* limits);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_create1(int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int eventfd(uint value, int flags);

    // Its third argument is variadic; both calling conventions that we run on pass it like any other integer.
    [LibraryImport("libc", SetLastError = true)]
    private static partial int fcntl(int descriptor, int command, int flags);
}

using System.Runtime.InteropServices;

namespace MediaPlatform.TestKit;

/// <summary>
/// Processor time of the thread that asks. What a parser costs is counted by it: time on the wall also passes while other
/// processes have the processor.
/// </summary>
public static partial class ThreadTime
{
    private const int ThreadProcessorTime = 3; // CLOCK_THREAD_CPUTIME_ID, <time.h>

    public static TimeSpan Now
    {
        get
        {
            var result = GetTime(ThreadProcessorTime, out var now);
            return result == 0 ? TimeSpan.FromSeconds(now.Seconds) + TimeSpan.FromTicks(now.Nanoseconds / 100) : throw new InvalidOperationException("No clock.");
        }
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out TimeSpec time);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}

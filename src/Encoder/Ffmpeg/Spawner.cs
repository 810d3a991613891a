using System.Collections.Concurrent;
using System.Diagnostics;

namespace MediaPlatform.Encoder.Ffmpeg;

/// <summary>
/// Starts processes from one thread that lives as long as this process. Linux sends the parent-death signal when the thread that forked ends,
/// so that a child started from a pool thread would be killed when the pool shrinks.
/// </summary>
internal static class Spawner
{
    private static readonly BlockingCollection<(ProcessStartInfo Start, TaskCompletionSource<Process> Started)> Requests = Run();

    public static Task<Process> StartAsync(ProcessStartInfo start)
    {
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        Requests.Add((start, started));
        return started.Task;
    }

    private static BlockingCollection<(ProcessStartInfo, TaskCompletionSource<Process>)> Run()
    {
        var requests = new BlockingCollection<(ProcessStartInfo, TaskCompletionSource<Process>)>();
        var thread = new Thread(() =>
        {
            foreach (var (start, started) in requests.GetConsumingEnumerable()) Start(start, started);
        })
        { IsBackground = true, Name = "Encoder process spawner" };
        thread.Start();
        return requests;
    }

    private static void Start(ProcessStartInfo start, TaskCompletionSource<Process> started)
    {
        try
        {
            started.SetResult(Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} did not start."));
        }
        catch (Exception mistake)
        {
            started.SetException(mistake);
        }
    }
}

using System.Diagnostics;
using System.Globalization;

namespace MediaPlatform.Bench.Mux;

/// <summary>ffmpeg -c copy of the same video, looped so that its start does not count for much.</summary>
internal static class Rival
{
    private const int Loops = 200;

    /// <summary>MB of output per CPU second.</summary>
    public static double Measure(string path, string format)
    {
        var (one, some) = (Run(path, format, 0), Run(path, format, Loops));
        return (some.Bytes - one.Bytes) / (some.Seconds - one.Seconds) / 1e6;
    }

    private static (long Bytes, double Seconds) Run(string path, string format, int loops)
    {
        string[] fragments = format == "mp4" ? ["-movflags", "frag_keyframe+empty_moov+default_base_moof"] : [];
        var start = new ProcessStartInfo("ffmpeg") { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] arguments =
        [
            "-v", "info", "-benchmark", "-nostats", "-nostdin", "-stream_loop", loops.ToString(CultureInfo.InvariantCulture), "-i", path,
            "-map", "0:v:0", "-c", "copy", .. fragments, "-f", format, "pipe:1",
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var seconds = 0d;
        process.ErrorDataReceived += (_, line) => seconds += CpuSeconds(line.Data);
        process.BeginErrorReadLine();
        var buffer = new byte[1 << 20];
        var bytes = 0L;
        for (int read; (read = process.StandardOutput.BaseStream.Read(buffer)) > 0;)
        {
            bytes += read;
        }

        process.WaitForExit();
        return (bytes, seconds);
    }

    /// <summary>From <c>bench: utime=0.123s stime=0.045s rtime=0.170s</c>; zero for every other line.</summary>
    private static double CpuSeconds(string? line) => line?.StartsWith("bench: utime", StringComparison.Ordinal) != true
        ? 0
        : line.Split(' ').Where(part => part.StartsWith("utime=", StringComparison.Ordinal) || part.StartsWith("stime=", StringComparison.Ordinal))
            .Sum(part => double.Parse(part.AsSpan(6).TrimEnd('s'), CultureInfo.InvariantCulture));
}

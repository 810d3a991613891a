using System.Globalization;

namespace MediaPlatform.Bench.Encoder;

/// <summary>Processor seconds of this process and of its children that have ended.</summary>
internal static class ProcessorTime
{
    // proc(5): fields 14 to 17 of stat are utime, stime, cutime and cstime in ticks of 10 ms.
    public static double Seconds()
    {
        var stat = File.ReadAllText("/proc/self/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return fields[11..15].Sum(field => long.Parse(field, CultureInfo.InvariantCulture)) / 100.0;
    }
}

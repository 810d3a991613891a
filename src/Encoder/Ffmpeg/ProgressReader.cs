using System.Globalization;

namespace MediaPlatform.Encoder.Ffmpeg;

/// <summary>Reads the key=value blocks of ffmpeg's -progress. Both out_time_us and out_time_ms are microseconds there.</summary>
internal sealed class ProgressReader(TimeSpan duration, Action<double> report)
{
    private double _highest;

    public void Line(string line)
    {
        const string key = "out_time_us=";
        if (!line.StartsWith(key, StringComparison.Ordinal) || duration <= TimeSpan.Zero) return;
        if (!long.TryParse(line.AsSpan(key.Length), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var microseconds)) return;
        var part = Math.Clamp(microseconds / duration.TotalMicroseconds, 0, 1);
        if (part <= _highest) return;
        _highest = part;
        report(part);
    }
}

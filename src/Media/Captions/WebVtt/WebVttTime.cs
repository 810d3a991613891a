using System.Globalization;

namespace MediaPlatform.Media.Captions.WebVtt;

/// <summary>WebVTT timestamps, W3C WebVTT 4.1: [hours:]minutes:seconds.milliseconds.</summary>
internal static class WebVttTime
{
    public static bool TryParse(ReadOnlySpan<char> text, out TimeSpan time)
    {
        time = default;
        Span<Range> parts = stackalloc Range[4];
        var count = text.Split(parts, ':');
        if (count is < 2 or > 3 || !TrySeconds(text[parts[count - 1]], out var milliseconds)
            || !TryDigits(text[parts[count - 2]], 2, 2, out var minutes) || minutes > 59)
        {
            return false;
        }

        var hours = 0;
        if (count == 3 && !TryDigits(text[parts[0]], 2, 6, out hours))
        {
            return false;
        }

        time = TimeSpan.FromMilliseconds((((hours * 60L) + minutes) * 60_000L) + milliseconds);
        return time <= CaptionLimits.MaxTime;
    }

    public static string Write(TimeSpan time) => string.Create(
        CultureInfo.InvariantCulture, $"{(long)time.TotalHours:00}:{time.Minutes:00}:{time.Seconds:00}.{time.Milliseconds:000}");

    private static bool TrySeconds(ReadOnlySpan<char> text, out int milliseconds)
    {
        milliseconds = 0;
        if (text.Length != 6 || text[2] != '.' || !TryDigits(text[..2], 2, 2, out var seconds) || seconds > 59
            || !TryDigits(text[3..], 3, 3, out var fraction))
        {
            return false;
        }

        milliseconds = (seconds * 1000) + fraction;
        return true;
    }

    private static bool TryDigits(ReadOnlySpan<char> text, int least, int most, out int value)
    {
        value = 0;
        return text.Length >= least && text.Length <= most && !text.ContainsAnyExceptInRange('0', '9')
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }
}

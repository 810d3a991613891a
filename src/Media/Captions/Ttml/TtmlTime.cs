using System.Globalization;

namespace MediaPlatform.Media.Captions.Ttml;

/// <summary>TTML time expressions, W3C TTML1 10.3.1, with the parameters of the root element.</summary>
internal readonly record struct TtmlTime(double FrameRate, double TickRate)
{
    public static TtmlTime Of(string? frameRate, string? multiplier, string? tickRate)
    {
        var frames = Number(frameRate, 30);
        if (multiplier?.Split([' ', ':'], StringSplitOptions.RemoveEmptyEntries) is [var numerator, var denominator])
        {
            frames *= Number(numerator, 1) / Number(denominator, 1);
        }

        return new TtmlTime(frames, tickRate is null ? (frameRate is null ? 1 : frames) : Number(tickRate, 1));
    }

    /// <summary>Null when the expression is absent; refuses what cannot be read.</summary>
    public TimeSpan? Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        text = text.Trim();
        var seconds = text.Contains(':', StringComparison.Ordinal) ? Clock(text) : Offset(text);
        return seconds is { } value and >= 0 && value <= CaptionLimits.MaxTime.TotalSeconds
            ? new TimeSpan((long)Math.Round(value * TimeSpan.TicksPerSecond))
            : throw new InvalidMediaException($"TTML time expression of {text.Length} characters cannot be read");
    }

    private double? Clock(string text)
    {
        var parts = text.Split(':');
        if (parts.Length is < 3 or > 4 || !Try(parts[0], out var hours) || !Try(parts[1], out var minutes) || !Try(parts[2], out var seconds))
        {
            return null;
        }

        var frames = 0d;
        return parts.Length == 4 && !Try(parts[3].Split('.')[0], out frames) ? null : (hours * 3600) + (minutes * 60) + seconds + (frames / FrameRate);
    }

    private double? Offset(string text)
    {
        var metric = text.EndsWith("ms", StringComparison.Ordinal) ? "ms" : text[^1..];
        return !Try(text[..^metric.Length], out var value) ? null : metric switch
        {
            "h" => value * 3600,
            "m" => value * 60,
            "s" => value,
            "ms" => value / 1000,
            "f" => value / FrameRate,
            "t" => value / TickRate,
            _ => null,
        };
    }

    private static double Number(string? text, double fallback) => Try(text, out var value) && value is > 0 and < 1e9 ? value : fallback;

    private static bool Try(string? text, out double value) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value);
}

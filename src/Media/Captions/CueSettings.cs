using System.Globalization;

namespace MediaPlatform.Media.Captions;

/// <summary>What IMSC documents keep of WebVTT cue settings: top or bottom, and the alignment of lines.</summary>
internal static class CueSettings
{
    /// <summary>Settings of a cue at the top of the picture.</summary>
    public const string Top = "line:0";

    public static bool IsOnTop(string settings)
    {
        var line = Value(settings, "line:");
        if (line is null)
        {
            return false;
        }

        line = line.Split(',')[0];
        return line.EndsWith('%')
            ? double.TryParse(line[..^1], NumberStyles.Float, CultureInfo.InvariantCulture, out var percent) && percent < 50
            : int.TryParse(line, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number is >= 0 and < 8;
    }

    /// <summary>TTML name of the alignment, or null when the cue is centred.</summary>
    public static string? Alignment(string settings) => Value(settings, "align:") switch
    {
        "start" => "start",
        "end" => "end",
        "left" => "left",
        "right" => "right",
        _ => null,
    };

    private static string? Value(string settings, string key) =>
        settings.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)
            .FirstOrDefault(setting => setting.StartsWith(key, StringComparison.Ordinal))?[key.Length..];
}

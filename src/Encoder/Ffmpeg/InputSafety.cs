namespace MediaPlatform.Encoder.Ffmpeg;

/// <summary>Options before every input: it may open nothing but itself, and claims in it are bounded.</summary>
internal static class InputSafety
{
    public static IReadOnlyList<string> Arguments(string formats) =>
    [
        "-protocol_whitelist", "file", "-format_whitelist", formats, "-max_streams", "64", "-probesize", "20000000", "-analyzeduration", "20000000",
    ];

    /// <summary>The scheme keeps a name from being read as an option, a pattern or another protocol.</summary>
    public static string Url(string path) => "file:" + path;
}

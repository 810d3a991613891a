namespace MediaPlatform.Encoder.Ffmpeg;

/// <summary>Lines in which ffmpeg says that a frame was lost or repaired by guessing.</summary>
internal static class DamageSigns
{
    private static readonly string[] Signs =
    [
        "Error while decoding stream", "corrupt decoded frame", "partial file", "concealing ", "Error submitting packet to decoder", "Packet corrupt",
    ];

    public static bool Matches(string line) => Signs.Any(sign => line.Contains(sign, StringComparison.Ordinal));
}

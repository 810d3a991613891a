namespace MediaPlatform.Media.Captions;

/// <summary>What a caption file may hold; anything above is refused before memory is spent on it.</summary>
internal static class CaptionLimits
{
    /// <summary>Bytes of a sidecar, or of all samples of a text track.</summary>
    public const int MaxBytes = 16 << 20;

    public const int MaxCues = 100_000;

    /// <summary>Elements inside each other.</summary>
    public const int MaxDepth = 64;

    /// <summary>Longest time that a cue may name.</summary>
    public static readonly TimeSpan MaxTime = TimeSpan.FromDays(10_000);

    public static void CheckLength(long bytes)
    {
        if (bytes > MaxBytes)
        {
            throw new InvalidMediaException($"Captions of {bytes} bytes are larger than the {MaxBytes} that are read");
        }
    }

    public static void CheckCount(int cues)
    {
        if (cues > MaxCues)
        {
            throw new InvalidMediaException($"Captions hold more than {MaxCues} cues");
        }
    }
}

namespace MediaPlatform.Media.Tracks;

/// <summary>Duration (ticks), size (bytes) and flags of samples that a trun does not spell out.</summary>
internal readonly record struct SampleDefaults(uint Duration, uint Size, uint Flags)
{
    private const uint NonSync = 0x10000;

    /// <summary>ISO/IEC 14496-12 8.8.3.1; a sample that depends on others is no sync sample even if not marked.</summary>
    public static bool IsSync(uint flags) => (flags & NonSync) == 0 && ((flags >> 24) & 3) != 1;

    /// <summary>Marked as depending on no other sample.</summary>
    public static bool IsIndependent(uint flags) => (flags & NonSync) == 0 && ((flags >> 24) & 3) == 2;
}

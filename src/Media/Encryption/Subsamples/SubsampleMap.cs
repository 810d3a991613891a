namespace MediaPlatform.Media.Encryption.Subsamples;

/// <summary>The subsamples of consecutive samples under one scheme. Immutable; worth caching, since it was read from media bytes.</summary>
public sealed class SubsampleMap
{
    private readonly Subsample[] _entries;
    private readonly int[] _ends;

    internal SubsampleMap(Subsample[] entries, int[] ends)
    {
        _entries = entries;
        _ends = ends;
    }

    /// <summary>Number of samples.</summary>
    public int SampleCount => _ends.Length;

    /// <summary>Number of subsamples of all samples.</summary>
    public int EntryCount => _entries.Length;

    /// <summary>Bytes of memory that the map holds, for caches.</summary>
    public int MemorySize => (_entries.Length * 8) + (_ends.Length * 4) + 64;

    /// <summary>Subsamples of one sample, counted from the first of the map.</summary>
    public ReadOnlySpan<Subsample> Of(int sample)
    {
        var start = sample == 0 ? 0 : _ends[sample - 1];
        return _entries.AsSpan(start, _ends[sample] - start);
    }
}

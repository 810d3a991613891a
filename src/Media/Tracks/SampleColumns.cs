namespace MediaPlatform.Media.Tracks;

/// <summary>
/// What a track index holds for each sample, by far the most of it: sizes, and where they differ durations and composition offsets.
/// Manifests do without, so of a stored index they are read when the first sample is asked for.
/// </summary>
internal sealed class SampleColumns
{
    private readonly Lock _lock = new();
    private readonly int _count;
    private readonly Action<Values>? _check;
    private Func<ReadOnlyMemory<byte>>? _read;
    private volatile Values? _values;
    private volatile bool _isLost;

    public SampleColumns(ReadOnlyMemory<byte> sizes, ReadOnlyMemory<byte> durations, ReadOnlyMemory<byte> offsets)
    {
        _values = new(sizes, durations, offsets);
        _count = sizes.Length / 4;
        (HasDurations, HasOffsets) = (!durations.IsEmpty, !offsets.IsEmpty);
    }

    /// <param name="read">Gives the columns as <see cref="CopyTo"/> makes them; not called again once it has.</param>
    /// <param name="check">Refuses what does not go together with the rest of the index.</param>
    public SampleColumns(int count, bool hasDurations, bool hasOffsets, Func<ReadOnlyMemory<byte>> read, Action<Values> check)
    {
        (_count, HasDurations, HasOffsets, _read, _check) = (count, hasDurations, hasOffsets, read, check);
    }

    /// <summary>Each sample has a duration of its own.</summary>
    public bool HasDurations { get; }

    public bool HasOffsets { get; }

    /// <summary>The columns are in memory.</summary>
    public bool AreLoaded => _values is not null;

    /// <summary>The columns could not be read when they were needed.</summary>
    public bool AreLost => _isLost;

    /// <summary>Size of each sample in bytes, u32.</summary>
    public ReadOnlyMemory<byte> Sizes => Load().Sizes;

    /// <summary>Duration of each sample in ticks of the track, u32; empty without <see cref="HasDurations"/>.</summary>
    public ReadOnlyMemory<byte> Durations => HasDurations ? Load().Durations : default;

    /// <summary>Composition offset of each sample in ticks of the track, i32; empty without <see cref="HasOffsets"/>.</summary>
    public ReadOnlyMemory<byte> Offsets => HasOffsets ? Load().Offsets : default;

    /// <summary>Bytes of all columns, each aligned to 8.</summary>
    public long Length => AlignedLength(_count) * (1 + (HasDurations ? 1 : 0) + (HasOffsets ? 1 : 0));

    /// <summary>The columns one behind the other: sizes, durations, offsets.</summary>
    public void CopyTo(Span<byte> bytes)
    {
        Sizes.Span.CopyTo(bytes);
        var aligned = (int)AlignedLength(_count);
        Durations.Span.CopyTo(HasDurations ? bytes[aligned..] : default);
        Offsets.Span.CopyTo(HasOffsets ? bytes[(int)(Length - aligned)..] : default);
    }

    /// <summary>Reads the columns unless that is done.</summary>
    /// <exception cref="IOException">They cannot be read any more.</exception>
    public Values Load() => _values ?? LoadOnce();

    private Values LoadOnce()
    {
        lock (_lock)
        {
            if (_values is { } known)
            {
                return known;
            }

            try
            {
                var values = Cut(_read!());
                _check!(values);
                _read = null;
                return _values = values;
            }
            catch (InvalidMediaException exception)
            {
                _isLost = true;
                throw new IOException(exception.Message, exception);
            }
            catch (IOException)
            {
                _isLost = true;
                throw;
            }
        }
    }

    private Values Cut(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length != Length)
        {
            throw new InvalidMediaException("Track index: the columns of samples do not match the sample count");
        }

        var (length, aligned) = (_count * 4, (int)AlignedLength(_count));
        return new(
            bytes[..length],
            HasDurations ? bytes.Slice(aligned, length) : default,
            HasOffsets ? bytes.Slice(bytes.Length - aligned, length) : default);
    }

    private static long AlignedLength(int count) => ((count * 4L) + 7) & ~7L;

    /// <summary>The columns in memory.</summary>
    internal sealed record Values(ReadOnlyMemory<byte> Sizes, ReadOnlyMemory<byte> Durations, ReadOnlyMemory<byte> Offsets);
}

using System.Buffers;

namespace MediaPlatform.Media.Tracks;

/// <summary>
/// Samples of a track while it is being read: plain growing columns, turned into a <see cref="TrackIndex"/> at the end. The columns are
/// rented, since those of a long film are megabytes that nobody needs afterwards; they may be longer than <see cref="Count"/>.
/// </summary>
internal sealed class SampleTable : IDisposable
{
    private readonly int _limit;
    private int _capacity;

    public SampleTable(int limit, int capacity = 0)
    {
        _limit = limit;
        Reserve(capacity);
    }

    public int Count { get; private set; }

    public uint[] Sizes { get; private set; } = [];

    public long[] Offsets { get; private set; } = [];

    public uint[] Durations { get; private set; } = [];

    /// <summary>Composition offsets; null while all are zero.</summary>
    public int[]? Composition { get; private set; }

    public bool[] Sync { get; private set; } = [];

    /// <summary>Stored fragments: number of the first sample and its decode time.</summary>
    public List<(int First, long Ticks)> Fragments { get; } = [];

    /// <summary>First samples of movie fragments that only go on with the segment before them, as the chunks of low latency do.</summary>
    public HashSet<int> Continuations { get; } = [];

    /// <summary>Makes room for more samples than are there; refuses above the limit.</summary>
    public void Reserve(int count)
    {
        if (count > _limit)
        {
            throw new InvalidMediaException($"Track has more than {_limit} samples");
        }

        if (count <= _capacity)
        {
            return;
        }

        var capacity = _capacity == 0 ? count : Math.Min(_limit, Math.Max(count, _capacity * 2));
        Sizes = Grow(Sizes, capacity);
        Offsets = Grow(Offsets, capacity);
        Durations = Grow(Durations, capacity);
        Sync = Grow(Sync, capacity);
        Sync.AsSpan(_capacity).Clear();
        if (Composition is not null)
        {
            Composition = Grow(Composition, capacity);
            Composition.AsSpan(_capacity).Clear();
        }

        _capacity = capacity;
    }

    /// <summary>Sets the number of samples, of which none is a sync sample yet; the other columns have to be filled.</summary>
    public void SetCount(int count)
    {
        Reserve(count);
        Count = count;
    }

    public void SetComposition(int sample, int value) => SetComposition(sample, 1, value);

    /// <summary>Gives consecutive samples one composition offset.</summary>
    public void SetComposition(int first, int count, int value)
    {
        if (value != 0 && Composition is null)
        {
            Composition = ArrayPool<int>.Shared.Rent(_capacity);
            Composition.AsSpan().Clear();
        }

        Composition?.AsSpan(first, count).Fill(value);
    }

    public void Add(long offset, uint size, uint duration, int composition, bool sync)
    {
        if (Count == _capacity)
        {
            Reserve(Math.Max(Count + 1, 64));
        }

        Offsets[Count] = offset;
        Sizes[Count] = size;
        Durations[Count] = duration;
        Sync[Count] = sync;
        SetComposition(Count, composition);
        Count++;
    }

    /// <summary>Gives the columns back; nothing of the table can be used any more.</summary>
    public void Dispose()
    {
        Return(Sizes);
        Return(Offsets);
        Return(Durations);
        Return(Sync);
        Return(Composition ?? []);
        (Sizes, Offsets, Durations, Sync, Composition) = ([], [], [], [], null);
        (Count, _capacity) = (0, 0);
    }

    private T[] Grow<T>(T[] array, int capacity)
    {
        var larger = ArrayPool<T>.Shared.Rent(capacity);
        array.AsSpan(0, _capacity).CopyTo(larger);
        Return(array);
        return larger;
    }

    private static void Return<T>(T[] array)
    {
        if (array.Length > 0)
        {
            ArrayPool<T>.Shared.Return(array);
        }
    }
}

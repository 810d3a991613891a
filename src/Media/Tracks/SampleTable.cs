namespace MediaPlatform.Media.Tracks;

/// <summary>Samples of a track while it is being read: plain growing columns, turned into a <see cref="TrackIndex"/> at the end.</summary>
internal sealed class SampleTable
{
    private readonly int _limit;

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

        if (count <= Sizes.Length)
        {
            return;
        }

        var capacity = Sizes.Length == 0 ? count : Math.Min(_limit, Math.Max(count, Sizes.Length * 2));
        Sizes = Grow(Sizes, capacity);
        Offsets = Grow(Offsets, capacity);
        Durations = Grow(Durations, capacity);
        Sync = Grow(Sync, capacity);
        Composition = Composition is null ? null : Grow(Composition, capacity);
    }

    /// <summary>Sets the number of samples; the columns hold zeros until they are filled.</summary>
    public void SetCount(int count)
    {
        Reserve(count);
        Count = count;
    }

    public void SetComposition(int sample, int value)
    {
        if (value != 0)
        {
            Composition ??= new int[Sizes.Length];
        }

        if (Composition is not null)
        {
            Composition[sample] = value;
        }
    }

    public void Add(long offset, uint size, uint duration, int composition, bool sync)
    {
        if (Count == Sizes.Length)
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

    private static T[] Grow<T>(T[] array, int capacity)
    {
        Array.Resize(ref array, capacity);
        return array;
    }
}

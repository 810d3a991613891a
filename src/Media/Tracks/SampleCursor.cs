namespace MediaPlatform.Media.Tracks;

/// <summary>Walks consecutive samples of a track without allocating.</summary>
public ref struct SampleCursor
{
    private readonly TrackIndex _index;
    private readonly ReadOnlySpan<uint> _sizes;
    private readonly ReadOnlySpan<uint> _durations;
    private readonly ReadOnlySpan<int> _offsets;
    private readonly ReadOnlySpan<uint> _sync;
    private readonly int _end;
    private int _next;
    private int _run;
    private int _runEnd;
    private int _syncPosition;
    private uint _runDelta;
    private long _position;
    private long _ticks;

    internal SampleCursor(TrackIndex index, SampleRange samples)
    {
        _index = index;
        _sizes = index.SampleSizes;
        _durations = index.Durations;
        _offsets = index.CompositionOffsets;
        _sync = index.SyncSamples;
        _next = samples.First;
        _end = samples.End;
        if (samples.Count > 0)
        {
            EnterRun(index.RunOf(samples.First));
            _position = index.OffsetOf(samples.First, _run);
            _ticks = index.DecodeTicksOf(samples.First, _run);
            _syncPosition = LowerBound(_sync, (uint)samples.First);
        }
    }

    /// <summary>The sample found by the last <see cref="MoveNext"/>; it lasts until the next of the samples that are walked.</summary>
    public Sample Current { get; private set; }

    public readonly SampleCursor GetEnumerator() => this;

    public bool MoveNext()
    {
        if (_next >= _end)
        {
            return false;
        }

        if (_next >= _runEnd)
        {
            EnterRun(_run + 1);
            _position = _index.RunOffsets[_run];
            _ticks = _index.RunTicks(_run);
        }

        var size = _sizes[_next];
        var duration = _durations.IsEmpty ? _runDelta : _durations[_next];
        if (_next + 1 == _runEnd && _runEnd < _end)
        {
            // Where media is missing the sample lasts until the next one: times of a fragment are sums of durations.
            duration = (uint)Math.Clamp(_index.RunTicks(_run + 1) - _ticks, 0, uint.MaxValue);
        }

        var isSync = _index.AllSync;
        if (!isSync && _syncPosition < _sync.Length && _sync[_syncPosition] == (uint)_next)
        {
            isSync = true;
            _syncPosition++;
        }

        var composition = _index.CompositionShift + (_offsets.IsEmpty ? 0 : _offsets[_next]);
        Current = new Sample(_next, _position, size, _ticks, duration, composition, isSync);
        _position += size;
        _ticks += duration;
        _next++;
        return true;
    }

    internal static int LowerBound(ReadOnlySpan<uint> values, uint wanted)
    {
        int low = 0, high = values.Length;
        while (low < high)
        {
            var middle = (int)((uint)(low + high) >> 1);
            if (values[middle] < wanted)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private void EnterRun(int run)
    {
        _run = run;
        var starts = _index.RunStarts;
        _runEnd = run + 1 < starts.Length ? (int)starts[run + 1] : _index.SampleCount;
        _runDelta = _durations.IsEmpty ? _index.RunDeltas[run] : 0;
    }
}

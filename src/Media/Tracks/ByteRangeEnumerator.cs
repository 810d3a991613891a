namespace MediaPlatform.Media.Tracks;

/// <summary>The stored bytes of consecutive samples as the fewest ranges, in order; allocates nothing.</summary>
public ref struct ByteRangeEnumerator
{
    private readonly TrackIndex _index;
    private readonly int _end;
    private int _sample;

    internal ByteRangeEnumerator(TrackIndex index, SampleRange samples)
    {
        _index = index;
        _sample = samples.First;
        _end = samples.End;
    }

    /// <summary>The range found by the last <see cref="MoveNext"/>.</summary>
    public ByteRange Current { get; private set; }

    public readonly ByteRangeEnumerator GetEnumerator() => this;

    public bool MoveNext()
    {
        if (_sample >= _end)
        {
            return false;
        }

        var sizes = _index.SampleSizes;
        var starts = _index.RunStarts;
        var run = _index.RunOf(_sample);
        var offset = _index.OffsetOf(_sample, run);
        var length = 0L;
        while (true)
        {
            var stop = Math.Min(_end, run + 1 < starts.Length ? (int)starts[run + 1] : _index.SampleCount);
            length += TrackIndex.Sum(sizes[_sample..stop]);
            _sample = stop;
            run++;
            if (_sample >= _end || _index.RunOffsets[run] != offset + length)
            {
                break;
            }
        }

        Current = new ByteRange(offset, length);
        return true;
    }
}

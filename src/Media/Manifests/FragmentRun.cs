using MediaPlatform.Media.Presentations;

namespace MediaPlatform.Media.Manifests;

/// <summary>Neighbouring fragments of equal duration without a gap, 100 ns.</summary>
/// <param name="Start">Start of the first.</param>
/// <param name="Duration">Duration of each.</param>
/// <param name="Count">How many.</param>
/// <param name="IsContinuation">The first starts where the fragment before it ended.</param>
internal readonly record struct FragmentRun(long Start, long Duration, int Count, bool IsContinuation);

/// <summary>Walks a plan as runs; allocates nothing.</summary>
internal ref struct FragmentRuns
{
    private readonly ReadOnlySpan<long> _starts;
    private readonly ReadOnlySpan<long> _ends;
    private int _next;

    public FragmentRuns(FragmentPlan plan)
    {
        _starts = plan.Starts;
        _ends = plan.Ends;
    }

    public FragmentRun Current { get; private set; }

    public readonly FragmentRuns GetEnumerator() => this;

    public bool MoveNext()
    {
        if (_next >= _starts.Length)
        {
            return false;
        }

        var first = _next++;
        var duration = _ends[first] - _starts[first];
        while (_next < _starts.Length && _starts[_next] == _ends[_next - 1] && _ends[_next] - _starts[_next] == duration)
        {
            _next++;
        }

        Current = new FragmentRun(_starts[first], duration, _next - first, first > 0 && _starts[first] == _ends[first - 1]);
        return true;
    }
}

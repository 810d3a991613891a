using MediaPlatform.Media.Presentations;

namespace MediaPlatform.Media.Manifests;

/// <summary>Neighbouring fragments of equal duration without a gap, 100 ns; one before a gap counts up to the fragment behind it.</summary>
/// <param name="Start">Start of the first.</param>
/// <param name="Duration">Duration of each.</param>
/// <param name="Count">How many.</param>
/// <param name="IsContinuation">The first starts where the fragment before it ended.</param>
internal readonly record struct FragmentRun(long Start, long Duration, int Count, bool IsContinuation);

/// <summary>
/// Walks a plan as runs; allocates nothing. No time is left uncovered between them: dash.js takes one that no fragment covers for the end of the film.
/// </summary>
internal ref struct FragmentRuns(FragmentPlan plan)
{
    private readonly ReadOnlySpan<long> _starts = plan.Starts;
    private readonly ReadOnlySpan<long> _ends = plan.Ends;
    private int _next;

    public FragmentRun Current { get; private set; }

    public readonly FragmentRuns GetEnumerator() => this;

    public bool MoveNext()
    {
        if (_next >= _starts.Length)
        {
            return false;
        }

        var first = _next++;
        var duration = plan.SpanOf(first);
        while (_next < _starts.Length && _starts[_next] == _ends[_next - 1] && plan.SpanOf(_next) == duration)
        {
            _next++;
        }

        Current = new FragmentRun(_starts[first], duration, _next - first, first > 0 && _starts[first] == _ends[first - 1]);
        return true;
    }
}

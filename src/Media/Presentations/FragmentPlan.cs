namespace MediaPlatform.Media.Presentations;

/// <summary>
/// The cuts that all renditions of a switching set share, in 100 ns ticks of the presentation. The start of a fragment
/// is the decode time of its first sample; it names the fragment in URLs.
/// </summary>
public sealed class FragmentPlan
{
    private const long ExactInScripts = 1L << 53;
    private const long ScriptError = 50_000;

    private readonly long[] _starts;
    private readonly long[] _ends;

    internal FragmentPlan(long[] starts, long[] ends)
    {
        _starts = starts;
        _ends = ends;
    }

    /// <summary>Number of fragments.</summary>
    public int Count => _starts.Length;

    /// <summary>Start of the first fragment, 100 ns.</summary>
    public long Start => Count == 0 ? 0 : _starts[0];

    /// <summary>End of the last fragment, 100 ns.</summary>
    public long End => Count == 0 ? 0 : _ends[^1];

    /// <summary>Longest fragment, 100 ns.</summary>
    public long LongestDuration
    {
        get
        {
            var longest = 0L;
            for (var i = 0; i < _starts.Length; i++)
            {
                longest = Math.Max(longest, _ends[i] - _starts[i]);
            }

            return longest;
        }
    }

    /// <summary>Start of each fragment, 100 ns, rising.</summary>
    public ReadOnlySpan<long> Starts => _starts;

    /// <summary>End of each fragment, 100 ns; before the next start only where the media has a gap.</summary>
    public ReadOnlySpan<long> Ends => _ends;

    /// <summary>Duration of a fragment, 100 ns.</summary>
    public long DurationOf(int fragment) => _ends[fragment] - _starts[fragment];

    /// <summary>From the start of a fragment to the next, 100 ns: a gap behind it included. Its own duration for the last.</summary>
    public long SpanOf(int fragment) => (fragment + 1 < Count ? _starts[fragment + 1] : _ends[fragment]) - _starts[fragment];

    /// <summary>Consecutive fragments as a plan of their own; times stay.</summary>
    internal FragmentPlan Slice(int first, int count) => new(_starts[first..(first + count)], _ends[first..(first + count)]);

    /// <summary>The first fragments, the last of them no longer than its media; ends that differ by little stay, since levels share them.</summary>
    internal FragmentPlan Until(int count, long end)
    {
        var isShorter = count > 0 && _ends[count - 1] - end > MediaGap.Least && end > _starts[count - 1];
        return count == Count && !isShorter ? this
            : new(_starts[..count], isShorter ? [.. _ends[..(count - 1)], end] : _ends[..count]);
    }

    /// <summary>No media is missing between the first fragment and the last.</summary>
    internal bool IsWhole
    {
        get
        {
            for (var i = 1; i < _starts.Length; i++)
            {
                if (_starts[i] - _ends[i - 1] > MediaGap.Least)
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>Start and end of each stretch of fragments without a gap, 100 ns.</summary>
    internal IEnumerable<(long Start, long End)> Runs()
    {
        for (int first = 0, i = 1; i <= _starts.Length; i++)
        {
            if (i == _starts.Length || _starts[i] - _ends[i - 1] > MediaGap.Least)
            {
                yield return (_starts[first], _ends[i - 1]);
                first = i;
            }
        }
    }

    /// <summary>Numbers of the first fragments when so many neighbours are joined, and the number behind the last.</summary>
    internal int[] GroupsOf(int count)
    {
        var firsts = new List<int>();
        for (var i = 0; i < Count; i++)
        {
            if (i == 0 || i - firsts[^1] == count || _starts[i] - _ends[i - 1] > MediaGap.Least)
            {
                firsts.Add(i);
            }
        }

        return [.. firsts, Count];
    }

    /// <summary>The fragments of each group as one.</summary>
    internal FragmentPlan Join(int[] groups) =>
        new([.. groups[..^1].Select(first => _starts[first])], [.. groups[1..].Select(next => _ends[next - 1])]);

    /// <summary>
    /// Number of the fragment that starts at a time (100 ns), or -1. Times since 1970 are larger than scripts can count
    /// exactly, so players that add up durations come a little beside: there, the nearest within a frame is meant.
    /// </summary>
    public int Find(long start)
    {
        var found = Array.BinarySearch(_starts, start);
        if (found >= 0 || start < ExactInScripts)
        {
            return Math.Max(-1, found);
        }

        var before = ~found - 1;
        return before >= 0 && start - _starts[before] <= ScriptError ? before
            : before + 1 < _starts.Length && _starts[before + 1] - start <= ScriptError ? before + 1
            : -1;
    }

    /// <summary>Number of the last fragment that starts at or before a time (100 ns), or -1 when all start later.</summary>
    public int FindAt(long time)
    {
        var found = Array.BinarySearch(_starts, time);
        return found >= 0 ? found : ~found - 1;
    }
}

using System.Collections.Immutable;
using MediaPlatform.Media.Presentations;

namespace MediaPlatform.Media.Manifests.Hls;

/// <summary>A segment as a media playlist lists it.</summary>
/// <param name="Number">Number of the fragment in its plan.</param>
/// <param name="Start">Where it begins on the timeline, 100 ns: right behind a gap, though its own media may begin a little before or after.</param>
/// <param name="End">Where it ends, 100 ns: at the next segment or at a gap of the whole presentation, though its own media may end before.</param>
/// <param name="Gaps">Gaps of the whole presentation between the segment before and this one.</param>
/// <param name="IsLate">Its own media was missing before it.</param>
internal readonly record struct HlsSegment(int Number, long Start, long End, int Gaps, bool IsLate)
{
    public long Duration => End - Start;
}

/// <summary>
/// Walks a plan as the segments of a media playlist; allocates nothing. What all tracks lack is a discontinuity, which all playlists then have
/// alike (RFC 8216 4.3.2.3, 6.2.4). What one track lacks counts to its segment before, so that playlists stay in step.
/// </summary>
/// <param name="starts">Start of each segment, 100 ns.</param>
/// <param name="ends">End of the media of each segment, 100 ns.</param>
/// <param name="gaps">Gaps of the whole presentation.</param>
internal ref struct HlsSegments(ReadOnlySpan<long> starts, ReadOnlySpan<long> ends, ImmutableArray<MediaGap> gaps)
{
    private readonly ReadOnlySpan<long> _starts = starts;
    private readonly ReadOnlySpan<long> _ends = ends;
    private readonly ReadOnlySpan<MediaGap> _gaps = gaps.AsSpan();
    private int _next;
    private int _passed;
    private int _counted;

    public HlsSegments(FragmentPlan plan, ImmutableArray<MediaGap> gaps)
        : this(plan.Starts, plan.Ends, gaps)
    {
    }

    /// <summary>A segment that reaches over a gap is listed on both sides of it.</summary>
    public bool AreRepeated { get; init; } = true;

    /// <summary>End of the last segment when that is later than that of its own media, 100 ns.</summary>
    public long? LastEnd { get; init; }

    public HlsSegment Current { get; private set; }

    public readonly HlsSegments GetEnumerator() => this;

    /// <summary>The time that names a segment in URLs, 100 ns.</summary>
    public readonly long NameOf(in HlsSegment segment) => _starts[segment.Number];

    /// <summary>The first of those that are left, or an empty one.</summary>
    public readonly HlsSegment First()
    {
        var walk = this;
        return walk.MoveNext() ? walk.Current : default;
    }

    /// <summary>Duration of the longest of those that are left, 100 ns.</summary>
    public readonly long Longest()
    {
        var longest = 0L;
        foreach (var segment in this)
        {
            longest = Math.Max(longest, segment.Duration);
        }

        return longest;
    }

    public bool MoveNext()
    {
        for (; _next < _starts.Length; _next++)
        {
            while (_passed < _gaps.Length && Math.Max(_starts[_next], Current.End) >= _gaps[_passed].Start && _ends[_next] > _gaps[_passed].End)
            {
                _passed++;
            }

            if (_passed == _gaps.Length || _starts[_next] < _gaps[_passed].Start)
            {
                Current = Take(_next);
                return true;
            }

            // Text within a gap goes with nothing.
        }

        return false;
    }

    private HlsSegment Take(int number)
    {
        var start = _passed > _counted ? _gaps[_passed - 1].End : _starts[number];
        var isCut = _passed < _gaps.Length && (number + 1 == _starts.Length || _starts[number + 1] >= _gaps[_passed].Start);
        var to = isCut && (number + 1 < _starts.Length || _ends[number] > _gaps[_passed].Start) ? _gaps[_passed].Start
            : number + 1 < _starts.Length ? _starts[number + 1]
            : Math.Max(_ends[number], LastEnd ?? 0);
        var passed = _passed - _counted;
        _counted = _passed;
        _next = isCut && AreRepeated && _ends[number] > _gaps[_passed].End ? number : number + 1;
        return new(number, start, to, passed, number > 0 && start - _ends[number - 1] > MediaGap.Least);
    }
}

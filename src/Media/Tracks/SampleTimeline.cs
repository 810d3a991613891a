using System.Buffers;

namespace MediaPlatform.Media.Tracks;

/// <summary>
/// Decode times of the samples that an edit list keeps, and the same samples' composition offsets and durations
/// rewritten in place so that presentation time 0 is where playback starts.
/// </summary>
internal sealed class SampleTimeline : IDisposable
{
    private readonly long[] _ticks;

    private SampleTimeline(int first, int count, long[] ticks)
    {
        First = first;
        Count = count;
        _ticks = ticks;
    }

    /// <summary>First sample kept.</summary>
    public int First { get; }

    /// <summary>Samples kept.</summary>
    public int Count { get; }

    /// <summary>Decode time of each sample kept.</summary>
    public ReadOnlySpan<long> Ticks => _ticks.AsSpan(0, Count);

    public static SampleTimeline Build(TrackDraft draft)
    {
        var samples = draft.Samples;
        var ticks = ArrayPool<long>.Shared.Rent(samples.Count);
        FillMediaTicks(samples, ticks.AsSpan(0, samples.Count));
        if (draft.Edits is not { } edits || samples.Count == 0)
        {
            return new SampleTimeline(0, samples.Count, ticks);
        }

        var last = samples.Fragments.Count > 0 || edits.MediaEnd is not { } end ? samples.Count : LastKept(samples, ticks, end);
        return draft.Kind == TrackKind.Video
            ? ShiftVideo(samples, ticks, edits, last)
            : ShiftOthers(samples, ticks, edits, last);
    }

    /// <summary>Gives the times back; they cannot be used any more.</summary>
    public void Dispose() => ArrayPool<long>.Shared.Return(_ticks);

    private static void FillMediaTicks(SampleTable samples, Span<long> ticks)
    {
        var fragment = 0;
        long at = 0;
        for (var i = 0; i < ticks.Length; i++)
        {
            if (fragment < samples.Fragments.Count && samples.Fragments[fragment].First == i)
            {
                at = Math.Max(samples.Fragments[fragment].Ticks, i == 0 ? 0 : ticks[i - 1]);
                fragment++;
            }

            ticks[i] = at;
            at += samples.Durations[i];
        }
    }

    private static int LastKept(SampleTable samples, long[] ticks, long end)
    {
        var last = samples.Count;
        while (last > 1 && ticks[last - 1] + (samples.Composition?[last - 1] ?? 0) >= end)
        {
            last--;
        }

        return last;
    }

    /// <summary>
    /// Whole samples before the start are dropped (AAC priming); one that straddles it is shortened, so that the
    /// track begins at the start exactly and every later sample keeps its time.
    /// </summary>
    private static SampleTimeline ShiftOthers(SampleTable samples, long[] ticks, EditList edits, int last)
    {
        var first = 0;
        while (first + 1 < last && ticks[first] + samples.Durations[first] <= edits.MediaStart)
        {
            first++;
        }

        var shift = edits.Delay - edits.MediaStart;
        var straddles = ticks[first] < edits.MediaStart;
        var kept = ticks.AsSpan(0, last - first);
        for (var i = 0; i < kept.Length; i++)
        {
            kept[i] = Math.Max(edits.Delay, ticks[first + i] + shift);
        }

        if (kept.Length > 1 && straddles)
        {
            samples.Durations[first] = DurationOf(kept[1] - kept[0]);
        }

        return new SampleTimeline(first, kept.Length, ticks);
    }

    private static SampleTimeline ShiftVideo(SampleTable samples, long[] ticks, EditList edits, int last)
    {
        var first = FirstNeeded(samples, ticks, edits.MediaStart, last);
        var origin = ticks[first];
        var start = edits.MediaStart - origin;
        var kept = ticks.AsSpan(0, last - first);
        for (var i = 0; i < kept.Length; i++)
        {
            kept[i] = ticks[first + i] - origin + edits.Delay + Math.Max(0, -start);
        }

        if (start > 0)
        {
            for (var i = first; i < last; i++)
            {
                samples.SetComposition(i, OffsetOf((samples.Composition?[i] ?? 0) - start));
            }

            HideLeadIn(samples, ticks, new SampleRange(first, last - first), edits.Delay);
        }

        return new SampleTimeline(first, kept.Length, ticks);
    }

    /// <summary>The last sync sample shown at or before the start, from which decoding has to begin.</summary>
    private static int FirstNeeded(SampleTable samples, long[] ticks, long start, int last)
    {
        var first = 0;
        for (var i = 0; i < last && ticks[i] <= start; i++)
        {
            if (samples.Sync[i] && ticks[i] + (samples.Composition?[i] ?? 0) <= start)
            {
                first = i;
            }
        }

        return first;
    }

    /// <summary>
    /// When playback starts inside a GOP, the pictures before must be decoded but no protocol can carry negative
    /// times: they are given one tick each from the start on, and the first visible picture follows them.
    /// </summary>
    private static void HideLeadIn(SampleTable samples, long[] kept, SampleRange range, long start)
    {
        var (first, count) = (range.First, range.Count);
        var order = new List<int>();
        for (var i = 0; i < count && kept[i] <= start + int.MaxValue; i++)
        {
            if (Presented(i) < start)
            {
                order.Add(i);
            }
            else if (samples.Sync[first + i])
            {
                break;
            }
        }

        if (order.Count == 0)
        {
            return;
        }

        order.Sort((left, right) => Presented(left).CompareTo(Presented(right)));
        var presentation = new long[count];
        for (var i = 0; i < count; i++)
        {
            presentation[i] = Math.Max(Presented(i), start + order.Count);
        }

        for (var rank = 0; rank < order.Count; rank++)
        {
            presentation[order[rank]] = start + rank;
        }

        // Decode times move back by the time that the hidden pictures gave up, but never before the start.
        var hidden = samples.Composition is null ? 0 : -(long)samples.Composition[first];
        for (var i = 0; i < count; i++)
        {
            kept[i] = Math.Max(kept[i] - hidden, i == 0 ? start : kept[i - 1] + 1);
        }

        for (var i = 0; i < count; i++)
        {
            samples.SetComposition(first + i, OffsetOf(presentation[i] - kept[i]));
            if (i + 1 < count)
            {
                samples.Durations[first + i] = DurationOf(kept[i + 1] - kept[i]);
            }
        }

        long Presented(int i) => kept[i] + (samples.Composition?[first + i] ?? 0);
    }

    private static int OffsetOf(long ticks) => ticks is >= int.MinValue and <= int.MaxValue
        ? (int)ticks
        : throw new InvalidMediaException("The edit list moves samples further than composition offsets reach");

    private static uint DurationOf(long ticks) => ticks is >= 0 and <= uint.MaxValue
        ? (uint)ticks
        : throw new InvalidMediaException("The edit list leaves a sample too long to be stored");
}

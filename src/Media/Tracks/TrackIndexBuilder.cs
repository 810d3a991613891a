using System.Runtime.InteropServices;

namespace MediaPlatform.Media.Tracks;

/// <summary>Turns the columns of a draft into a <see cref="TrackIndex"/>: applies the edit list, then packs runs.</summary>
internal static class TrackIndexBuilder
{
    private const int FirstPresentationWindow = 64;

    public static TrackIndex Build(TrackDraft draft)
    {
        if (draft.Kind != TrackKind.Text)
        {
            draft.Descriptions.RequireOne();
        }

        using var timeline = SampleTimeline.Build(draft);
        var samples = draft.Samples;
        var (first, count) = (timeline.First, timeline.Count);
        var format = SampleEntryParser.Parse(draft.Kind, draft.Descriptions.Entry, draft.Traits);
        var allSync = draft.Kind != TrackKind.Video || !samples.Sync.AsSpan(first, count).Contains(false);
        var runs = RunTables.Of(samples, timeline);
        var keys = KeyFrameTables.Of(allSync ? default : CollectionsMarshal.AsSpan(SyncNumbers(samples.Sync.AsSpan(first, count))), samples.Sizes.AsSpan(first, count));
        var composition = samples.Composition is null ? default : samples.Composition.AsSpan(first, count);
        var block = new TrackIndexBlock
        {
            TrackId = draft.TrackId,
            Timescale = draft.Timescale,
            SampleCount = count,
            AllSync = allSync,
            HasLeadingPictures = !allSync && HasLeadingPictures(samples.Sync.AsSpan(first, count), timeline, composition),
            NominalDelta = Nominal(samples.Durations.AsSpan(first, count)),
            Kind = draft.Kind,
            EndTicks = count == 0 ? 0 : timeline.Ticks[count - 1] + samples.Durations[first + count - 1],
            FirstPresentationTicks = FirstPresentation(timeline, composition),
            TotalBytes = TrackIndex.Sum(samples.Sizes.AsSpan(first, count)),
            PeakBitrate = Peak(samples, timeline, draft.Timescale),
            LowestOffset = composition.IsEmpty ? 0 : Math.Min(0, Lowest(composition)),
            Traits = draft.Traits,
            Language = draft.Language,
            Title = draft.Title,
            SampleEntry = draft.Descriptions.Entry,
            Columns = new(
                Bytes<uint>(samples.Sizes.AsSpan(first, count)),
                runs.PerSample ? Bytes<uint>(samples.Durations.AsSpan(first, count)) : default,
                composition.ContainsAnyExcept(0) ? Bytes<int>(composition) : default),
            Sync = keys.Numbers,
            SyncBytes = keys.BytesBefore,
            SyncSizes = keys.Sizes,
            RunStarts = runs.Starts,
            RunOffsets = runs.Offsets,
            RunTimes = runs.Times,
            RunDeltas = runs.Deltas,
            Fragments = Bytes<uint>(FragmentStarts(samples, first, count)),
        };
        return new TrackIndex(block.WithinTime(), format);
    }

    // They follow their key frame at once in decoding order.
    private static bool HasLeadingPictures(ReadOnlySpan<bool> sync, SampleTimeline timeline, ReadOnlySpan<int> composition)
    {
        for (var i = 0; i + 1 < composition.Length; i++)
        {
            if (sync[i] && timeline.Ticks[i + 1] + composition[i + 1] < timeline.Ticks[i] + composition[i])
            {
                return true;
            }
        }

        return false;
    }

    private static List<uint> SyncNumbers(ReadOnlySpan<bool> sync)
    {
        var numbers = new List<uint>();
        for (var at = sync.IndexOf(true); at >= 0;)
        {
            numbers.Add((uint)at);
            var next = sync[(at + 1)..].IndexOf(true);
            at = next < 0 ? -1 : at + 1 + next;
        }

        return numbers;
    }

    private static uint[] FragmentStarts(SampleTable samples, int first, int count)
    {
        var starts = new List<uint>(samples.Fragments.Count);
        foreach (var (number, _) in samples.Fragments)
        {
            if (samples.Continuations.Contains(number))
            {
                continue;
            }

            var start = (uint)Math.Max(0, number - first);
            if (start < (uint)count && (starts.Count == 0 || starts[^1] < start))
            {
                starts.Add(start);
            }
        }

        // Samples of moov in front of the fragments, or a cut inside the first fragment, form one of their own.
        if (starts.Count > 0 && starts[0] != 0)
        {
            starts.Insert(0, 0);
        }

        return [.. starts];
    }

    private static uint Nominal(ReadOnlySpan<uint> durations)
    {
        var counts = new Dictionary<uint, int>();
        uint best = 0;
        foreach (var duration in durations[..Math.Min(durations.Length, 4096)])
        {
            var seen = counts[duration] = counts.GetValueOrDefault(duration) + 1;
            if (seen > counts.GetValueOrDefault(best))
            {
                best = duration;
            }
        }

        return best;
    }

    private static long FirstPresentation(SampleTimeline timeline, ReadOnlySpan<int> composition)
    {
        var earliest = timeline.Count == 0 ? 0 : long.MaxValue;
        for (var i = 0; i < Math.Min(timeline.Count, FirstPresentationWindow); i++)
        {
            earliest = Math.Min(earliest, timeline.Ticks[i] + (composition.IsEmpty ? 0 : composition[i]));
        }

        return earliest;
    }

    /// <summary>Most bits in any window of one second that ends with a sample.</summary>
    private static long Peak(SampleTable samples, SampleTimeline timeline, uint timescale)
    {
        var sizes = samples.Sizes.AsSpan(timeline.First, timeline.Count);
        var ticks = timeline.Ticks;
        long bytes = 0, peak = 0;
        var tail = 0;
        for (var i = 0; i < sizes.Length; i++)
        {
            bytes += sizes[i];
            while (ticks[i] - ticks[tail] >= timescale)
            {
                bytes -= sizes[tail++];
            }

            peak = Math.Max(peak, bytes);
        }

        return peak * 8;
    }

    private static int Lowest(ReadOnlySpan<int> values)
    {
        var lowest = int.MaxValue;
        foreach (var value in values)
        {
            lowest = Math.Min(lowest, value);
        }

        return Math.Max(lowest, -int.MaxValue);
    }

    private static byte[] Bytes<T>(ReadOnlySpan<T> values)
        where T : struct => MemoryMarshal.AsBytes(values).ToArray();
}

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MediaPlatform.Media.Tracks;

namespace MediaPlatform.Media.Presentations;

/// <summary>
/// Cuts the tracks of one switching set: whole GOPs or whole frames are gathered until the target is reached; all
/// levels are cut at key frames they have in common; stored fragments stay as they are.
/// </summary>
internal static class FragmentCutter
{
    private static readonly TimeSpan LeastStored = TimeSpan.FromMilliseconds(250);

    public readonly record struct Result(FragmentPlan Plan, int[][] Cuts);

    /// <summary>Cut times are those of the first track, or of the first that goes on where it has ended.</summary>
    public static Result Cut(IReadOnlyList<TrackIndex> tracks, FragmentGrid grid)
    {
        var end = tracks.Max(track => track.End.ToTimeSpan()) - grid.Target;
        var lead = tracks.TakeWhile(track => track.End.ToTimeSpan() < end).Count();
        if (lead == 0)
        {
            return CutAfterFirst(tracks, grid);
        }

        var (plan, cuts) = CutAfterFirst([tracks[lead], .. tracks.Take(lead), .. tracks.Skip(lead + 1)], grid);
        return new Result(plan, [.. cuts[1..(lead + 1)], cuts[0], .. cuts[(lead + 1)..]]);
    }

    private static Result CutAfterFirst(IReadOnlyList<TrackIndex> tracks, FragmentGrid grid)
    {
        var leader = tracks[0];
        if (tracks.All(track => track.IsFragmented))
        {
            var stored = Playable(tracks, Common(tracks, track => track.FragmentStarts));
            if (stored is not null && (stored[0].Count > 1 || leader.FragmentStarts.Length == 1))
            {
                return Finish(tracks, stored, Enumerable.Range(0, stored[0].Count), grid);
            }
        }

        if (tracks.All(track => track.AllSync))
        {
            return CutFrames(tracks, grid);
        }

        var keyFrames = Common(tracks, track => track.SyncSamples);
        if (keyFrames[0].Count == 1 && tracks.Count > 1 && leader.Duration.ToTimeSpan() > grid.Target)
        {
            throw new PackagingRefusedException(
                PackagingRefusal.NoCommonKeyFrames, "The levels of a video stream have no key frames at the same times.");
        }

        return Finish(tracks, keyFrames, Gather(leader, keyFrames[0], grid), grid);
    }

    /// <summary>
    /// The stored fragments that a player can begin with; null when they are no segments for players. Recorders that cut by time or frame
    /// leave key frames anywhere: a fragment without one at its front belongs to the one before it, and where that is the rule, or a fragment
    /// is a frame or a few, tracks are cut as if they were not fragmented.
    /// </summary>
    private static List<int>[]? Playable(IReadOnlyList<TrackIndex> tracks, List<int>[] stored)
    {
        if (!tracks.All(track => track.AllSync || track.SyncSamples.Length > 1))
        {
            return stored; // nothing better is known
        }

        var kept = Enumerable.Range(0, stored[0].Count)
            .Where(number => number == 0 || tracks.Index().All(track => BeginsOrEnded(track.Item, stored[track.Index][number]))).ToList();
        return kept.Count == 1 && stored[0].Count == 1 ? stored
            : kept.Count * 2 < stored[0].Count || tracks[0].Duration.ToTimeSpan() < kept.Count * LeastStored ? null
            : kept.Count == stored[0].Count ? stored
            : [.. stored.Select(starts => kept.ConvertAll(number => starts[number]))];
    }

    private static bool BeginsOrEnded(TrackIndex track, int sample) => sample >= track.SampleCount || track.IsSync(sample);

    /// <summary>
    /// Samples of each track that start at a time which all tracks have that have not ended; the first sample is always one.
    /// </summary>
    private static List<int>[] Common(IReadOnlyList<TrackIndex> tracks, Candidates candidates)
    {
        var common = new List<int>[tracks.Count];
        common[0] = All(tracks[0], candidates(tracks[0]));
        var times = TimesOf(tracks[0], common[0]);
        var tolerance = HalfFrame(tracks[0]);
        for (var i = 1; i < tracks.Count; i++)
        {
            var own = All(tracks[i], candidates(tracks[i]));
            var ownTimes = SameAsFirst(i, own) ? times : TimesOf(tracks[i], own);
            if (AreAligned(times, ownTimes, tolerance))
            {
                common[i] = own; // as an encoder leaves them
                continue;
            }

            Intersect(common, i, tracks[i], times, own, tolerance);
            times = TimesOf(tracks[0], common[0]);
        }

        return common;

        // Levels of one encoding have all their times in common, and comparing tables costs next to nothing.
        bool SameAsFirst(int i, List<int> own) =>
            tracks[i].HasTimesOf(tracks[0]) && CollectionsMarshal.AsSpan(own).SequenceEqual(CollectionsMarshal.AsSpan(common[0]));
    }

    // 100 ns. Optimised from its first call: it looks at every key frame of an asset that a viewer waits for.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static long[] TimesOf(TrackIndex track, List<int> samples)
    {
        var walk = new SampleTimes(track);
        var times = new long[samples.Count];
        for (var i = 0; i < times.Length; i++)
        {
            times[i] = ToPresentation(walk.StartOf(samples[i]), track);
        }

        return times;
    }

    private static long ToPresentation(long ticks, TrackIndex track) => MediaTime.Convert(ticks, track.Timescale, MediaTime.PresentationTimescale);

    // The first samples belong together wherever they stand; of the others each must be the nearest of the other track's as well.
    private static bool AreAligned(long[] times, long[] others, long tolerance)
    {
        if (times.Length != others.Length)
        {
            return false;
        }

        for (var i = 0; i < times.Length; i++)
        {
            if (Math.Abs(times[i] - others[i]) > tolerance || (i > 0 && others[i - 1] >= times[i] - tolerance))
            {
                return false;
            }
        }

        return true;
    }

    private static List<int> All(TrackIndex track, ReadOnlySpan<uint> candidates)
    {
        var all = new List<int>(candidates.Length + 1);
        if (track.AllSync && candidates.IsEmpty)
        {
            all.AddRange(Enumerable.Range(0, track.SampleCount));
            return all;
        }

        if (candidates.IsEmpty || candidates[0] != 0)
        {
            all.Add(0);
        }

        foreach (var candidate in candidates)
        {
            all.Add((int)candidate);
        }

        return all;
    }

    private static void Intersect(List<int>[] common, int added, TrackIndex track, long[] times, List<int> own, long tolerance)
    {
        var ownTimes = TimesOf(track, own);
        var end = ToPresentation(track.End.Ticks, track) - tolerance;
        var kept = new List<int>[added + 1];
        for (var i = 0; i <= added; i++)
        {
            kept[i] = [];
        }

        var j = 0;
        for (var i = 0; i < times.Length; i++)
        {
            while (j < ownTimes.Length && ownTimes[j] < times[i] - tolerance)
            {
                j++;
            }

            var matches = j < ownTimes.Length && ownTimes[j] <= times[i] + tolerance;
            if (!matches && i > 0 && times[i] < end)
            {
                continue;
            }

            for (var earlier = 0; earlier < added; earlier++)
            {
                kept[earlier].Add(common[earlier][i]);
            }

            kept[added].Add(matches ? own[j] : i == 0 ? 0 : track.SampleCount);
        }

        kept.CopyTo(common, 0);
    }

    private static long HalfFrame(TrackIndex track) =>
        Math.Max(1, new MediaTime(track.NominalSampleDuration, track.Timescale).PresentationTicks / 2);

    private static List<int> Gather(TrackIndex leader, List<int> cuts, FragmentGrid grid)
    {
        var walk = new SampleTimes(leader);
        var kept = new List<int> { 0 };
        var last = walk.StartOf(cuts[0]);
        for (var i = 1; i < cuts.Count; i++)
        {
            var time = walk.StartOf(cuts[i]);
            if (Reaches(time - last, leader.Timescale, grid))
            {
                kept.Add(i);
                last = time;
            }
        }

        return kept;
    }

    private static bool Reaches(long ticks, uint timescale, FragmentGrid grid) =>
        (Int128)ticks * TimeSpan.TicksPerSecond >= (Int128)grid.Target.Ticks * timescale;

    private static Result CutFrames(IReadOnlyList<TrackIndex> tracks, FragmentGrid grid)
    {
        var leader = tracks[0];
        var cuts = new List<int>[tracks.Count];
        cuts[0] = [0];
        while (NextFrame(leader, cuts[0][^1], grid) is var next && next < leader.SampleCount)
        {
            cuts[0].Add(next);
        }

        for (var i = 1; i < tracks.Count; i++)
        {
            cuts[i] = cuts[0].ConvertAll(sample => sample == 0 ? 0 : Nearest(tracks[i], leader.DecodeTime(sample)));
        }

        return Finish(tracks, cuts, Enumerable.Range(0, cuts[0].Count), grid);
    }

    /// <summary>First frame that starts at least the target after another.</summary>
    private static int NextFrame(TrackIndex track, int from, FragmentGrid grid)
    {
        var start = track.DecodeTime(from).Ticks;
        var target = MediaTime.Convert(grid.Target.Ticks, (uint)TimeSpan.TicksPerSecond, track.Timescale);
        var next = Math.Max(from + 1, track.SampleAt(new MediaTime(start + target, track.Timescale)));
        while (next < track.SampleCount && !Reaches(track.DecodeTime(next).Ticks - start, track.Timescale, grid))
        {
            next++;
        }

        return next;
    }

    private static int Nearest(TrackIndex track, MediaTime time)
    {
        if (time >= track.End)
        {
            return track.SampleCount;
        }

        var sample = track.SampleAt(time);
        var distance = time.PresentationTicks - track.DecodeTime(sample).PresentationTicks;
        return distance > HalfFrame(track) ? sample + 1 : sample;
    }

    private static Result Finish(IReadOnlyList<TrackIndex> tracks, List<int>[] cuts, IEnumerable<int> kept, FragmentGrid grid)
    {
        var chosen = Filled(tracks, cuts, kept, grid);
        var samples = new int[tracks.Count][];
        for (var i = 0; i < tracks.Count; i++)
        {
            var (own, end) = (cuts[i], tracks[i].SampleCount);
            samples[i] = [.. chosen.Select(number => Math.Min(own[number], end)), end];
        }

        var starts = StartsOf(tracks[0], samples[0]);
        var ends = new long[starts.Length];
        for (var i = 0; i < tracks.Count; i++)
        {
            if (i == 0 || !tracks[i].HasTimesOf(tracks[0]) || !samples[i].AsSpan().SequenceEqual(samples[0]))
            {
                Lengthen(ends, tracks[i], samples[i]);
            }
        }

        for (var i = 1; i < starts.Length; i++)
        {
            if (ends[i - 1] >= starts[i] - 1)
            {
                ends[i - 1] = starts[i];
            }
        }

        return new Result(new FragmentPlan(starts, ends), samples);
    }

    /// <summary>
    /// The cuts between which every level has samples until it ends: elsewhere the fragment before goes on. Levels that end within the target
    /// of each other have their last fragment together.
    /// </summary>
    private static List<int> Filled(IReadOnlyList<TrackIndex> tracks, List<int>[] cuts, IEnumerable<int> kept, FragmentGrid grid)
    {
        var chosen = new List<int>();
        foreach (var number in kept)
        {
            if (chosen.Count == 0 || IsFilled(chosen[^1], number))
            {
                chosen.Add(number);
            }
        }

        var end = tracks.Max(track => track.End.ToTimeSpan()) - grid.Target;
        var ending = Enumerable.Range(0, tracks.Count).Where(i => tracks[i].End.ToTimeSpan() >= end).ToList();
        while (chosen.Count > 1 && ending.Exists(i => HasEnded(i, chosen[^1])))
        {
            chosen.RemoveAt(chosen.Count - 1);
        }

        return chosen;

        bool IsFilled(int from, int to)
        {
            for (var i = 0; i < cuts.Length; i++)
            {
                if (cuts[i][to] <= cuts[i][from] && !HasEnded(i, from))
                {
                    return false;
                }
            }

            return true;
        }

        bool HasEnded(int track, int number) => cuts[track][number] >= tracks[track].SampleCount;
    }

    private static long[] StartsOf(TrackIndex track, int[] cuts)
    {
        var walk = new SampleTimes(track);
        var starts = new long[cuts.Length - 1];
        for (var i = 0; i < starts.Length; i++)
        {
            starts[i] = ToPresentation(walk.StartOf(cuts[i]), track);
        }

        return starts;
    }

    /// <summary>Has each fragment reach to the end of its last sample in one more track.</summary>
    private static void Lengthen(long[] ends, TrackIndex track, int[] cuts)
    {
        var walk = new SampleTimes(track);
        for (var i = 0; i < ends.Length; i++)
        {
            if (cuts[i + 1] > cuts[i])
            {
                ends[i] = Math.Max(ends[i], ToPresentation(walk.EndOf(cuts[i + 1] - 1), track));
            }
        }
    }

    private delegate ReadOnlySpan<uint> Candidates(TrackIndex track);
}

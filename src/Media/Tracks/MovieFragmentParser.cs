using MediaPlatform.Media.IsoBmff;

namespace MediaPlatform.Media.Tracks;

/// <summary>Reads one moof box, ISO/IEC 14496-12 8.8.4, and appends its samples to the drafts.</summary>
internal static class MovieFragmentParser
{
    private static readonly Guid FragmentTimes = Muxing.SmoothBoxes.FragmentTimes;
    private const int MaxSamplesWithoutBytes = 4096;

    [Flags]
    private enum HeaderFlags : uint
    {
        BaseDataOffset = 1,
        SampleDescription = 2,
        Duration = 8,
        Size = 0x10,
        Flags = 0x20,
    }

    [Flags]
    private enum RunFlags : uint
    {
        DataOffset = 1,
        FirstSampleFlags = 4,
        Duration = 0x100,
        Size = 0x200,
        Flags = 0x400,
        Composition = 0x800,
    }

    /// <param name="moof">The box.</param>
    /// <param name="moofOffset">File position of its header.</param>
    /// <param name="drafts">Tracks of the movie.</param>
    /// <param name="budget">What the file may still declare.</param>
    /// <param name="segment">Number of the segment that the box is in; 0 where segments are not delimited.</param>
    public static void Parse(BoxReader moof, long moofOffset, List<TrackDraft> drafts, SampleBudget budget, int segment)
    {
        var dataEnd = moofOffset;
        while (moof.TryReadChild(out var traf))
        {
            if (traf.Type == FourCC.Traf)
            {
                dataEnd = ReadTrackFragment(traf, new(moofOffset, segment), dataEnd, drafts, budget);
            }
        }
    }

    private static long ReadTrackFragment(
        BoxReader traf, Place moof, long previousEnd, List<TrackDraft> drafts, SampleBudget budget)
    {
        var moofOffset = moof.Offset;
        var tfhd = traf.Find(FourCC.Tfhd);
        var flags = (HeaderFlags)tfhd.VersionAndFlags().Flags;
        var draft = Find(drafts, tfhd.UInt32());
        var isFirst = previousEnd == moofOffset;
        var position = flags.HasFlag(HeaderFlags.BaseDataOffset) ? (long)Math.Min(tfhd.UInt64(), long.MaxValue / 4)
            : isFirst || ((uint)flags & 0x20000) != 0 ? moofOffset
            : previousEnd;
        var description = flags.HasFlag(HeaderFlags.SampleDescription) ? tfhd.UInt32() : draft?.DefaultDescription ?? 1;
        var defaults = draft?.Defaults ?? default;
        defaults = new SampleDefaults(
            flags.HasFlag(HeaderFlags.Duration) ? tfhd.UInt32() : defaults.Duration,
            flags.HasFlag(HeaderFlags.Size) ? tfhd.UInt32() : defaults.Size,
            flags.HasFlag(HeaderFlags.Flags) ? tfhd.UInt32() : defaults.Flags);

        var first = draft?.Samples.Count ?? 0;
        var end = position;
        var runs = traf;
        while (runs.TryReadChild(out var trun))
        {
            if (trun.Type == FourCC.Trun)
            {
                end = ReadRun(trun, defaults, position, end, draft, budget);
            }
        }

        if (draft is not null && draft.Samples.Count > first)
        {
            draft.Descriptions.Use(description);
            ApplyDependencies(traf, draft, first);
            draft.Samples.Fragments.Add((first, StartOf(traf)));
            draft.MovieFragmentOffsets.Add(moofOffset);
            Join(draft, first, moof.Segment);
        }

        return end;
    }

    // A segment may have a movie fragment for each of its tracks: only what comes behind another of the same track goes on with it.
    private static void Join(TrackDraft draft, int first, int segment)
    {
        if (segment > 0 && draft.LastSegment == segment)
        {
            draft.Samples.Continuations.Add(first);
        }

        draft.LastSegment = segment;
    }

    /// <summary>Adds the samples of a trun to its track, where there is one, and answers where their bytes end.</summary>
    private static long ReadRun(BoxReader trun, SampleDefaults defaults, long basePosition, long previousEnd, TrackDraft? draft, SampleBudget budget)
    {
        var flags = (RunFlags)trun.VersionAndFlags().Flags;
        var declared = trun.UInt32();
        var position = flags.HasFlag(RunFlags.DataOffset) ? basePosition + trun.Int32() : previousEnd;
        uint? firstFlags = flags.HasFlag(RunFlags.FirstSampleFlags) ? trun.UInt32() : null;
        var entrySize = 4 * System.Numerics.BitOperations.PopCount((uint)flags & 0xF00);
        var count = trun.Count(declared, entrySize);
        var fits = flags.HasFlag(RunFlags.Size) || (defaults.Size == 0 ? count <= MaxSamplesWithoutBytes : count <= budget.FileLength / defaults.Size);
        if (!fits || position < 0)
        {
            throw trun.Error($"{declared} samples do not fit in the file");
        }

        if (draft is null)
        {
            position += flags.HasFlag(RunFlags.Size) ? SizesOf(trun, count, flags) : count * (long)defaults.Size;
        }
        else
        {
            Take(trun, count, entrySize, defaults, budget);
            position = ReadSamples(ref trun, new Run(flags, count, firstFlags, position), defaults, draft);
        }

        return position <= budget.FileLength
            ? position
            : throw trun.Error($"Samples end at byte {position}, after the end of the file at {budget.FileLength}");
    }

    private static void Take(BoxReader trun, int count, int entrySize, SampleDefaults defaults, SampleBudget budget)
    {
        if (entrySize == 0)
        {
            budget.TakeAlike(trun, count, defaults.Size);
        }
        else
        {
            budget.Take(trun, count);
        }
    }

    private static long ReadSamples(ref BoxReader trun, Run run, SampleDefaults defaults, TrackDraft draft)
    {
        var (flags, position, samples) = (run.Flags, run.Position, draft.Samples);

        // Smooth encoders mark the key frame that opens a fragment and leave the flags of the others at zero.
        var firstIsPoint = draft.Kind == TrackKind.Video && run.FirstFlags is { } first && SampleDefaults.IsIndependent(first);
        samples.Reserve(checked(samples.Count + run.Count));
        for (var i = 0; i < run.Count; i++)
        {
            var duration = flags.HasFlag(RunFlags.Duration) ? trun.UInt32() : defaults.Duration;
            var size = flags.HasFlag(RunFlags.Size) ? trun.UInt32() : defaults.Size;
            var sampleFlags = flags.HasFlag(RunFlags.Flags) ? trun.UInt32() : defaults.Flags;
            var sync = i == 0 && run.FirstFlags is { } value ? SampleDefaults.IsSync(value)
                : SampleDefaults.IsSync(sampleFlags) && !(firstIsPoint && sampleFlags == 0);

            // Version 0 is unsigned, yet Smooth encoders store negative offsets in it.
            var composition = flags.HasFlag(RunFlags.Composition) ? trun.Int32() : 0;
            samples.Add(position, size, duration, composition, sync);
            position += size;
        }

        return position;
    }

    /// <summary>Bytes of the samples of a track that is not read.</summary>
    private static long SizesOf(BoxReader trun, int count, RunFlags flags)
    {
        var before = flags.HasFlag(RunFlags.Duration) ? 4 : 0;
        var after = 4 * System.Numerics.BitOperations.PopCount((uint)(flags & (RunFlags.Flags | RunFlags.Composition)));
        var sum = 0L;
        for (var i = 0; i < count; i++)
        {
            trun.Skip(before);
            sum += trun.UInt32();
            trun.Skip(after);
        }

        return sum;
    }

    /// <summary>Smooth encoders leave the sample flags at zero and say in sdtp which samples depend on others.</summary>
    private static void ApplyDependencies(BoxReader traf, TrackDraft draft, int first)
    {
        if (draft.Kind != TrackKind.Video || !traf.TryFind(FourCC.Sdtp, out var sdtp))
        {
            return;
        }

        sdtp.VersionAndFlags();
        var samples = draft.Samples;
        var firstIsPoint = false;
        for (var i = first; i < samples.Count && sdtp.Remaining > 0; i++)
        {
            var dependsOn = (sdtp.UInt8() >> 4) & 3;
            firstIsPoint |= i == first && dependsOn == 2;
            samples.Sync[i] &= dependsOn != 1 && !(firstIsPoint && dependsOn == 0);
        }
    }

    /// <summary>Decode time of the fragment from tfdt or the Smooth tfxd box, which may lie before zero; unknown when it carries neither.</summary>
    private static long StartOf(BoxReader traf)
    {
        if (traf.TryFind(FourCC.Tfdt, out var tfdt))
        {
            return Signed(tfdt.VersionAndFlags().Version == 1 ? tfdt.UInt64() : tfdt.UInt32());
        }

        while (traf.TryReadChild(out var child))
        {
            if (child.Type == FourCC.Uuid && child.Remaining >= 20 && new Guid(child.Bytes(16), bigEndian: true) == FragmentTimes)
            {
                return Signed(child.VersionAndFlags().Version == 1 ? child.UInt64() : child.UInt32());
            }
        }

        return FragmentRandomAccess.Unknown;
    }

    // Both are unsigned; encoders write the frames that prime a decoder before zero all the same.
    private static long Signed(ulong time) => Math.Clamp((long)time, -(long.MaxValue >> 8), long.MaxValue >> 8);

    private static TrackDraft? Find(List<TrackDraft> drafts, uint id)
    {
        foreach (var draft in drafts)
        {
            if (draft.TrackId == id)
            {
                return draft;
            }
        }

        return null;
    }

    /// <summary>Where a moof stands in the file.</summary>
    private readonly record struct Place(long Offset, int Segment);

    /// <summary>What a trun says of all its samples.</summary>
    private readonly record struct Run(RunFlags Flags, int Count, uint? FirstFlags, long Position);
}

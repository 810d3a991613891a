using MediaPlatform.Media.IsoBmff;

namespace MediaPlatform.Media.Tracks;

/// <summary>
/// Gives times to fragments that carry none themselves: from tfra (ISO/IEC 14496-12 8.8.10) as old Smooth files need
/// it, else by counting on from the fragment before.
/// </summary>
internal static class FragmentRandomAccess
{
    /// <summary>Start of a fragment that carries no time.</summary>
    public const long Unknown = long.MinValue;

    // Sound that is decoded ahead of the film begins some frames before it; what is further off is no time.
    private const long EarliestSeconds = 3600;

    /// <summary>The fragments without a time as (track, moof position), which <see cref="Parse"/> fills in.</summary>
    public static Dictionary<(uint Track, long Offset), long> Wanted(IEnumerable<TrackDraft> drafts)
    {
        var wanted = new Dictionary<(uint Track, long Offset), long>();
        foreach (var draft in drafts)
        {
            for (var i = 0; i < draft.Samples.Fragments.Count; i++)
            {
                if (draft.Samples.Fragments[i].Ticks == Unknown)
                {
                    wanted.TryAdd((draft.TrackId, draft.MovieFragmentOffsets[i]), Unknown);
                }
            }
        }

        return wanted;
    }

    /// <summary>Reads the times that are wanted out of one mfra box; the first that is listed counts.</summary>
    public static void Parse(BoxReader mfra, Dictionary<(uint Track, long Offset), long> wanted)
    {
        while (mfra.TryReadChild(out var tfra))
        {
            if (tfra.Type != FourCC.Tfra)
            {
                continue;
            }

            var (version, _) = tfra.VersionAndFlags();
            var track = tfra.UInt32();
            var lengths = tfra.UInt32();
            var numbers = (int)(((lengths >> 4) & 3) + 1 + ((lengths >> 2) & 3) + 1 + (lengths & 3) + 1);
            var entries = tfra.Count(tfra.UInt32(), (version == 1 ? 16 : 8) + numbers);
            for (var i = 0; i < entries; i++)
            {
                var time = version == 1 ? (long)Math.Min(tfra.UInt64(), long.MaxValue >> 8) : tfra.UInt32();
                var offset = version == 1 ? (long)Math.Min(tfra.UInt64(), long.MaxValue >> 1) : tfra.UInt32();
                if (wanted.TryGetValue((track, offset), out var known) && known == Unknown)
                {
                    wanted[(track, offset)] = time;
                }

                tfra.Skip(numbers);
            }
        }
    }

    /// <summary>Completes the times of the fragments of a track; one that begins before zero is cut there, as an edit list would.</summary>
    public static void Resolve(TrackDraft draft, Dictionary<(uint Track, long Offset), long> times)
    {
        var fragments = draft.Samples.Fragments;
        var expected = 0L;
        for (var i = 0; i < fragments.Count; i++)
        {
            var (first, ticks) = fragments[i];
            if (ticks == Unknown)
            {
                ticks = times.TryGetValue((draft.TrackId, draft.MovieFragmentOffsets[i]), out var listed) && listed != Unknown ? listed : expected;
            }

            ticks = Math.Max(ticks, i == 0 ? -(EarliestSeconds * draft.Timescale) : fragments[i - 1].Ticks);
            fragments[i] = (first, ticks);
            var end = i + 1 < fragments.Count ? fragments[i + 1].First : draft.Samples.Count;
            expected = ticks + TrackIndex.Sum(draft.Samples.Durations.AsSpan(first..end));
        }

        if (fragments.Count > 0 && fragments[0].Ticks < 0)
        {
            CutAtZero(draft, -fragments[0].Ticks);
        }
    }

    private static void CutAtZero(TrackDraft draft, long lead)
    {
        var fragments = draft.Samples.Fragments;
        for (var i = 0; i < fragments.Count; i++)
        {
            fragments[i] = fragments[i] with { Ticks = fragments[i].Ticks + lead };
        }

        var edits = draft.Edits ?? new EditList(0, 0, null, 0);
        draft.Edits = edits with { MediaStart = edits.MediaStart + lead };
    }
}

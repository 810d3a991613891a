using MediaPlatform.Media.IsoBmff;

namespace MediaPlatform.Media.Tracks;

/// <summary>
/// Gives times to fragments that carry none themselves: from tfra (ISO/IEC 14496-12 8.8.10) as old Smooth files need
/// it, else by counting on from the fragment before.
/// </summary>
internal static class FragmentRandomAccess
{
    private const long Unknown = -1;

    /// <summary>The fragments without a time as (track, moof position), which <see cref="Parse"/> fills in.</summary>
    public static Dictionary<(uint Track, long Offset), long> Wanted(IEnumerable<TrackDraft> drafts)
    {
        var wanted = new Dictionary<(uint Track, long Offset), long>();
        foreach (var draft in drafts)
        {
            for (var i = 0; i < draft.Samples.Fragments.Count; i++)
            {
                if (draft.Samples.Fragments[i].Ticks < 0)
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

    public static void Resolve(TrackDraft draft, Dictionary<(uint Track, long Offset), long> times)
    {
        var fragments = draft.Samples.Fragments;
        var expected = 0L;
        for (var i = 0; i < fragments.Count; i++)
        {
            var (first, ticks) = fragments[i];
            if (ticks < 0)
            {
                ticks = times.TryGetValue((draft.TrackId, draft.MovieFragmentOffsets[i]), out var listed) && listed != Unknown ? listed : expected;
            }

            ticks = Math.Max(ticks, i == 0 ? 0 : fragments[i - 1].Ticks);
            fragments[i] = (first, ticks);
            var end = i + 1 < fragments.Count ? fragments[i + 1].First : draft.Samples.Count;
            expected = ticks + TrackIndex.Sum(draft.Samples.Durations.AsSpan(first..end));
        }
    }
}

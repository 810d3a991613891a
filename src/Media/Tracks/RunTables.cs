using System.Runtime.InteropServices;

namespace MediaPlatform.Media.Tracks;

/// <summary>
/// Runs of samples that lie one after the other in the file and in time, as the columns of an index: number of the first sample u32, position
/// i64, decode time i64 and, unless durations change too often to be kept per run, duration u32. A file that alternates between its tracks with
/// every sample has as many runs as samples, so they are counted first and written straight to where they stay.
/// </summary>
internal sealed record RunTables(byte[] Starts, byte[] Offsets, byte[] Times, byte[] Deltas)
{
    /// <summary>Durations change too often to be kept per run.</summary>
    public bool PerSample => Deltas.Length < Starts.Length;

    public static RunTables Of(SampleTable samples, SampleTimeline timeline)
    {
        var durations = samples.Durations.AsSpan(timeline.First, timeline.Count);
        var offsets = samples.Offsets.AsSpan(timeline.First, timeline.Count);
        var sizes = samples.Sizes.AsSpan(timeline.First, timeline.Count);
        var columns = new Columns(durations, offsets, sizes, timeline.Ticks, ChangesOften(durations));
        var count = columns.CountRuns();
        var tables = new RunTables(Room(count, 4), Room(count, 8), Room(count, 8), columns.PerSample ? [] : Room(count, 4));
        tables.Fill(columns);
        return tables;
    }

    private static byte[] Room(int count, int size) => GC.AllocateUninitializedArray<byte>(checked(count * size));

    private static bool ChangesOften(ReadOnlySpan<uint> durations)
    {
        var changes = 0;
        for (var i = 1; i < durations.Length; i++)
        {
            changes += durations[i] != durations[i - 1] ? 1 : 0;
        }

        return changes > 16 && changes > durations.Length / 16;
    }

    private void Fill(Columns columns)
    {
        var starts = MemoryMarshal.Cast<byte, uint>(Starts.AsSpan());
        var offsets = MemoryMarshal.Cast<byte, long>(Offsets.AsSpan());
        var times = MemoryMarshal.Cast<byte, long>(Times.AsSpan());
        var deltas = MemoryMarshal.Cast<byte, uint>(Deltas.AsSpan());
        var run = 0;
        for (int i = 0, length = 0; i < columns.Durations.Length; i++, length++)
        {
            if (columns.GoesOn(i, length))
            {
                continue;
            }

            starts[run] = (uint)i;
            offsets[run] = columns.Offsets[i];
            times[run] = columns.Ticks[i];
            if (!columns.PerSample)
            {
                deltas[run] = columns.Durations[i];
            }

            run++;
            length = 0;
        }
    }

    private readonly ref struct Columns(ReadOnlySpan<uint> durations, ReadOnlySpan<long> offsets, ReadOnlySpan<uint> sizes, ReadOnlySpan<long> ticks, bool perSample)
    {
        public ReadOnlySpan<uint> Durations { get; } = durations;

        public ReadOnlySpan<long> Offsets { get; } = offsets;

        public ReadOnlySpan<uint> Sizes { get; } = sizes;

        public ReadOnlySpan<long> Ticks { get; } = ticks;

        /// <summary>Durations change too often to be kept per run.</summary>
        public bool PerSample { get; } = perSample;

        /// <summary>Whether a sample belongs to the run of the one before it, which has so many already.</summary>
        public bool GoesOn(int i, int length) =>
            i > 0 && length < TrackIndex.MaxRunLength
            && Offsets[i] == Offsets[i - 1] + Sizes[i - 1]
            && Ticks[i] == Ticks[i - 1] + Durations[i - 1]
            && (PerSample || Durations[i] == Durations[i - 1]);

        public int CountRuns()
        {
            var runs = 0;
            for (int i = 0, length = 0; i < Durations.Length; i++, length++)
            {
                if (!GoesOn(i, length))
                {
                    runs++;
                    length = 0;
                }
            }

            return runs;
        }
    }
}

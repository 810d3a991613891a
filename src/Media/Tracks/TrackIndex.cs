using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MediaPlatform.Media.Tracks;

/// <summary>
/// Everything about one stored track except its media bytes: format, and per sample size, position, times and sync
/// flag. Immutable; kept as one flat little-endian block that is also the body of the sidecar file, so that loading
/// one costs no parsing. Times already honour the edit list: presentation time 0 is where the file says playback
/// starts, decode times are never negative, composition offsets may be.
/// </summary>
public sealed class TrackIndex
{
    /// <summary>Samples per run at most, so that a position inside a run is found by a short sum.</summary>
    internal const int MaxRunLength = 256;

    private readonly TrackIndexBlock _block;
    private readonly long _shift;
    private readonly int _compositionShift;

    internal TrackIndex(TrackIndexBlock block, TrackFormat format, long shift = 0, int compositionShift = 0)
    {
        _block = block;
        _shift = shift;
        _compositionShift = compositionShift;
        Format = format;
    }

    /// <summary>Track number in the stored file.</summary>
    public uint TrackId => _block.TrackId;

    /// <summary>Codec and picture or sound parameters.</summary>
    public TrackFormat Format { get; }

    /// <summary>Ticks per second of all times of this track.</summary>
    public uint Timescale => _block.Timescale;

    /// <summary>Language as stored, usually ISO 639-2 (<c>eng</c>); <c>und</c> when unknown.</summary>
    public string Language => _block.Language;

    /// <summary>Title of the track in the stored file, or empty.</summary>
    public string Title => _block.Title;

    /// <summary>Number of samples.</summary>
    public int SampleCount => _block.SampleCount;

    /// <summary>Bytes of memory that it takes once its samples were asked for. Files that alternate between their tracks with every sample need several times as many as others.</summary>
    public long MemorySize => _block.MemorySize;

    /// <summary>Decode time of the first sample: 0, or later when the file delays the track.</summary>
    public MediaTime Start => new(SampleCount == 0 ? 0 : RunTicks(0), Timescale);

    /// <summary>Decode time after the last sample.</summary>
    public MediaTime End => new(_block.EndTicks + _shift, Timescale);

    /// <summary>From <see cref="Start"/> to <see cref="End"/>.</summary>
    public MediaTime Duration => new(End.Ticks - Start.Ticks, Timescale);

    /// <summary>Earliest presentation time among the first samples.</summary>
    public MediaTime FirstPresentation => new(_block.FirstPresentationTicks + _shift + _compositionShift, Timescale);

    /// <summary>Bytes of all samples.</summary>
    public long TotalBytes => _block.TotalBytes;

    /// <summary>Bits per second over the whole track, rounded down.</summary>
    public long AverageBitrate => Duration.Ticks <= 0
        ? 0
        : (long)((Int128)TotalBytes * 8 * Timescale / Duration.Ticks);

    /// <summary>Bits per second of the busiest second.</summary>
    public long PeakBitrate => _block.PeakBitrate;

    /// <summary>Frames per second over the whole track, gaps left out.</summary>
    public double AverageFrameRate => SampledTicks <= 0 ? 0 : SampleCount * (double)Timescale / SampledTicks;

    /// <summary>Most common duration of a sample, in ticks.</summary>
    public uint NominalSampleDuration => _block.NominalDelta;

    /// <summary>True when every sample can be decoded alone.</summary>
    public bool AllSync => _block.AllSync;

    /// <summary>
    /// True when a picture behind a key frame is shown before it (open groups of pictures): it may need pictures in front of the key frame, so that
    /// what begins there cannot be decoded completely without what comes before.
    /// </summary>
    public bool HasLeadingPictures => _block.HasLeadingPictures;

    /// <summary>True when the source is stored in fragments whose cuts must be kept.</summary>
    public bool IsFragmented => !FragmentStarts.IsEmpty;

    /// <summary>
    /// False while what there is for each sample has not been read from the sidecar. Whatever needs it reads it, which may wait for a disk.
    /// </summary>
    public bool IsLoaded => _block.Columns.AreLoaded;

    /// <summary>The sidecar failed when the samples were asked for: nothing can be packaged from this index any more.</summary>
    public bool IsLost => _block.Columns.AreLost;

    /// <summary>Reads what there is for each sample, unless that is done.</summary>
    /// <exception cref="IOException">The sidecar cannot be read any more.</exception>
    public void Load() => _block.Columns.Load();

    /// <summary>Size of each sample in bytes.</summary>
    public ReadOnlySpan<uint> SampleSizes => Cast<uint>(_block.Columns.Sizes);

    /// <summary>True when presentation and decode times differ anywhere.</summary>
    public bool HasCompositionOffsets => _compositionShift != 0 || _block.Columns.HasOffsets;

    /// <summary>Stored composition offsets, to which <see cref="CompositionShift"/> is added; empty when all are zero.</summary>
    internal ReadOnlySpan<int> CompositionOffsets => Cast<int>(_block.Columns.Offsets);

    /// <summary>Numbers of the samples that can be decoded alone; empty when <see cref="AllSync"/>.</summary>
    public ReadOnlySpan<uint> SyncSamples => Cast<uint>(_block.Sync);

    /// <summary>First sample of each stored fragment; empty for progressive files.</summary>
    public ReadOnlySpan<uint> FragmentStarts => Cast<uint>(_block.Fragments);

    internal ReadOnlySpan<uint> Durations => Cast<uint>(_block.Columns.Durations);

    internal ReadOnlySpan<uint> RunStarts => Cast<uint>(_block.RunStarts);

    internal ReadOnlySpan<long> RunOffsets => Cast<long>(_block.RunOffsets);

    internal ReadOnlySpan<uint> RunDeltas => Cast<uint>(_block.RunDeltas);

    internal TrackIndexBlock Block => _block;

    /// <summary>True when every sample certainly has the same decode time and duration as the sample of that number in another track.</summary>
    internal bool HasTimesOf(TrackIndex other) =>
        (Timescale, SampleCount, _shift, End) == (other.Timescale, other.SampleCount, other._shift, other.End)
        && !_block.Columns.HasDurations && !other._block.Columns.HasDurations
        && RunStarts.SequenceEqual(other.RunStarts) && RunDeltas.SequenceEqual(other.RunDeltas)
        && _block.RunTimes.Span.SequenceEqual(other._block.RunTimes.Span);

    /// <summary>
    /// Ticks to add to every composition offset so that none is negative; an edit list of the same length takes them
    /// back (ISO/IEC 23000-19 7.5.13).
    /// </summary>
    public int CompositionDelay => Math.Max(0, -(_block.LowestOffset + _compositionShift));

    /// <summary>Ticks added to every stored composition offset.</summary>
    internal int CompositionShift => _compositionShift;

    /// <summary>
    /// The same track presented earlier; shares all tables. Decode times move as far as zero allows, composition
    /// offsets take the rest.
    /// </summary>
    /// <exception cref="InvalidMediaException">That is further than offsets reach.</exception>
    public TrackIndex PresentedEarlier(MediaTime by)
    {
        var ticks = MediaTime.ConvertRounded(by.Ticks, by.Timescale, Timescale);
        ArgumentOutOfRangeException.ThrowIfNegative(ticks, nameof(by));
        if (ticks == 0)
        {
            return this;
        }

        var decode = Math.Min(ticks, Start.Ticks);
        var composition = _compositionShift - (ticks - decode);
        return composition > int.MinValue
            ? new TrackIndex(_block, Format, _shift - decode, (int)composition)
            : throw new InvalidMediaException("Samples are presented later than composition offsets reach");
    }

    /// <summary>The same track later by some time; shares all tables.</summary>
    public TrackIndex PresentedLater(MediaTime by)
    {
        var ticks = MediaTime.ConvertRounded(by.Ticks, by.Timescale, Timescale);
        ArgumentOutOfRangeException.ThrowIfNegative(ticks, nameof(by));
        return ticks == 0 ? this : new TrackIndex(_block, Format, checked(_shift + ticks), _compositionShift);
    }

    /// <summary>The same samples described by another format, for example with the sample entry renamed.</summary>
    public TrackIndex WithFormat(TrackFormat format) => new(_block, format, _shift, _compositionShift);

    /// <summary>The same samples with more known of them, also in the sidecar.</summary>
    /// <exception cref="InvalidMediaException">The sample entry and what is known of the samples do not go together.</exception>
    internal TrackIndex WithTraits(TrackTraits traits) => new(
        _block with { Traits = traits }, SampleEntryParser.Parse(_block.Kind, _block.SampleEntry, traits), _shift, _compositionShift);

    /// <summary>Decode time of a sample; <see cref="End"/> for the number after the last.</summary>
    public MediaTime DecodeTime(int sample) =>
        new(sample >= SampleCount ? End.Ticks : DecodeTicksOf(sample, RunOf(sample)), Timescale);

    /// <summary>Presentation time of a sample.</summary>
    public MediaTime PresentationTime(int sample) =>
        new(DecodeTime(sample).Ticks + _compositionShift + (CompositionOffsets.IsEmpty ? 0 : CompositionOffsets[sample]), Timescale);

    /// <summary>Duration of a sample.</summary>
    public MediaTime SampleDuration(int sample) =>
        new(Durations.IsEmpty ? RunDeltas[RunOf(sample)] : Durations[sample], Timescale);

    /// <summary>Position of a sample in the file, in bytes.</summary>
    public long OffsetOf(int sample) => OffsetOf(sample, RunOf(sample));

    /// <summary>True when the sample can be decoded alone.</summary>
    public bool IsSync(int sample) => AllSync || SyncSamples.BinarySearch((uint)sample) >= 0;

    /// <summary>The last sample whose decode time is not after <paramref name="time"/>; 0 when it lies before the first.</summary>
    public int SampleAt(MediaTime time)
    {
        var ticks = time.ConvertTo(Timescale).Ticks;
        int low = 0, high = RunStarts.Length - 1;
        while (low < high)
        {
            var middle = (low + high + 1) >>> 1;
            if (RunTicks(middle) <= ticks)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        var sample = (int)RunStarts[low];
        var end = low + 1 < RunStarts.Length ? (int)RunStarts[low + 1] : SampleCount;
        var at = RunTicks(low);
        if (Durations.IsEmpty)
        {
            var delta = RunDeltas[low];
            return ticks <= at || delta == 0 ? sample : (int)Math.Min(end - 1, sample + ((ticks - at) / delta));
        }

        while (sample + 1 < end && at + Durations[sample] <= ticks)
        {
            at += Durations[sample++];
        }

        return sample;
    }

    /// <summary>Samples whose decode time lies in a span of time, start included, end excluded; neighbouring spans share none.</summary>
    public SampleRange SamplesIn(MediaTime start, MediaTime end)
    {
        var first = FirstAtOrAfter(start);
        return new SampleRange(first, Math.Max(0, FirstAtOrAfter(end) - first));
    }

    /// <summary>Bytes of consecutive samples.</summary>
    public long BytesOf(SampleRange samples) =>
        BytesBefore(samples.First) is var start and >= 0 && BytesBefore(samples.End) is var end and >= 0
            ? end - start
            : Sum(SampleSizes.Slice(samples.First, samples.Count));

    /// <summary>Size in bytes of a key frame by its number among the key frames.</summary>
    public uint KeyFrameSize(int keyFrame) => AllSync ? SampleSizes[keyFrame] : Cast<uint>(_block.SyncSizes)[keyFrame];

    /// <summary>Where consecutive samples are stored, as the fewest ranges.</summary>
    public ByteRangeEnumerator Ranges(SampleRange samples) => new(this, Checked(samples));

    /// <summary>Walks consecutive samples.</summary>
    public SampleCursor Samples(SampleRange samples) => new(this, Checked(samples));

    /// <summary>Walks all samples.</summary>
    public SampleCursor Samples() => new(this, new SampleRange(0, SampleCount));

    /// <summary>Ticks of all samples together; the gaps between stored fragments are nobody's.</summary>
    internal long SampledTicks => !IsFragmented ? Duration.Ticks : Durations.IsEmpty ? SumOfRuns() : Sum(Durations);

    internal long RunTicks(int run) => Cast<long>(_block.RunTimes)[run] + _shift;

    internal int RunOf(int sample)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)sample, (uint)SampleCount, nameof(sample));
        var starts = RunStarts;
        var found = SampleCursor.LowerBound(starts, (uint)sample);
        return found < starts.Length && starts[found] == (uint)sample ? found : found - 1;
    }

    internal long OffsetOf(int sample, int run) =>
        RunOffsets[run] + Sum(SampleSizes[(int)RunStarts[run]..sample]);

    internal long DecodeTicksOf(int sample, int run)
    {
        var first = (int)RunStarts[run];
        return RunTicks(run) + (Durations.IsEmpty ? (long)RunDeltas[run] * (sample - first) : Sum(Durations[first..sample]));
    }

    private long SumOfRuns()
    {
        var starts = RunStarts;
        var deltas = RunDeltas;
        var total = 0L;
        for (var run = 0; run < starts.Length; run++)
        {
            var end = run + 1 < starts.Length ? (int)starts[run + 1] : SampleCount;
            total += (long)deltas[run] * (end - (int)starts[run]);
        }

        return total;
    }

    // Optimised from its first call: code built ahead knows no width of Vector, and what is compiled quickly crawls over a track's first look.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static long Sum(ReadOnlySpan<uint> values)
    {
        var total = 0L;
        if (Vector.IsHardwareAccelerated && values.Length >= Vector<uint>.Count * 2)
        {
            var sums = Vector<ulong>.Zero;
            while (values.Length >= Vector<uint>.Count)
            {
                Vector.Widen(new Vector<uint>(values), out var low, out var high);
                sums += low + high;
                values = values[Vector<uint>.Count..];
            }

            total = (long)Vector.Sum(sums);
        }

        foreach (var value in values)
        {
            total += value;
        }

        return total;
    }

    /// <summary>Bytes of all samples in front of one, where a table tells, else -1.</summary>
    private long BytesBefore(int sample) =>
        sample == SampleCount ? TotalBytes
        : SyncSamples.BinarySearch((uint)sample) is var key and >= 0 ? Cast<long>(_block.SyncBytes)[key]
        : -1;

    private int FirstAtOrAfter(MediaTime time)
    {
        if (SampleCount == 0 || time <= Start)
        {
            return 0;
        }

        var sample = SampleAt(time);
        while (sample < SampleCount && DecodeTime(sample) < time)
        {
            sample++;
        }

        return sample;
    }

    private SampleRange Checked(SampleRange samples)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(samples.First);
        ArgumentOutOfRangeException.ThrowIfNegative(samples.Count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(samples.Count, SampleCount - samples.First, nameof(samples));
        return samples;
    }

    private static ReadOnlySpan<T> Cast<T>(ReadOnlyMemory<byte> bytes)
        where T : struct => MemoryMarshal.Cast<byte, T>(bytes.Span);
}

using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace MediaPlatform.Media.Tracks;

/// <summary>
/// The flat little-endian form of one track index. Header of 80 bytes, then a table of (offset, length) pairs of the
/// sections, then the sections, each aligned to 8 bytes. Slices of the memory given are used in place.
/// </summary>
internal sealed record TrackIndexBlock
{
    private const uint Magic = 0x4254504D; // "MPTB"
    private const int HeaderSize = 80;
    private const int SectionCount = 13;
    private const int TableEnd = HeaderSize + (SectionCount * 8);
    private const long MaxPresentationTicks = long.MaxValue >> 2;

    public required uint TrackId { get; init; }

    public required uint Timescale { get; init; }

    public required int SampleCount { get; init; }

    public required bool AllSync { get; init; }

    public required uint NominalDelta { get; init; }

    public required TrackKind Kind { get; init; }

    public required long EndTicks { get; init; }

    public required long FirstPresentationTicks { get; init; }

    public required long TotalBytes { get; init; }

    public required long PeakBitrate { get; init; }

    /// <summary>Lowest composition offset of all samples, not above zero.</summary>
    public required int LowestOffset { get; init; }

    public required TrackTraits Traits { get; init; }

    public required string Language { get; init; }

    public required string Title { get; init; }

    public required ReadOnlyMemory<byte> SampleEntry { get; init; }

    public required ReadOnlyMemory<byte> Sizes { get; init; }

    public required ReadOnlyMemory<byte> Durations { get; init; }

    public required ReadOnlyMemory<byte> Offsets { get; init; }

    public required ReadOnlyMemory<byte> Sync { get; init; }

    public required ReadOnlyMemory<byte> RunStarts { get; init; }

    public required ReadOnlyMemory<byte> RunOffsets { get; init; }

    public required ReadOnlyMemory<byte> RunTimes { get; init; }

    public required ReadOnlyMemory<byte> RunDeltas { get; init; }

    public required ReadOnlyMemory<byte> Fragments { get; init; }

    public byte[] ToBytes()
    {
        ReadOnlyMemory<byte>[] sections =
        [
            Encoding.UTF8.GetBytes(Language), Encoding.UTF8.GetBytes(Title), SampleEntry, Sizes, Durations, Offsets,
            Sync, RunStarts, RunOffsets, RunTimes, RunDeltas, Fragments, Traits.ParameterSets,
        ];
        var length = TableEnd;
        foreach (var section in sections)
        {
            length = checked(Align(length) + section.Length);
        }

        var bytes = new byte[Align(length)];
        WriteHeader(bytes);
        var at = TableEnd;
        for (var i = 0; i < SectionCount; i++)
        {
            at = Align(at);
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(HeaderSize + (i * 8)), at);
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(HeaderSize + (i * 8) + 4), sections[i].Length);
            sections[i].Span.CopyTo(bytes.AsSpan(at));
            at += sections[i].Length;
        }

        return bytes;
    }

    /// <summary>Takes a block in place and checks that no table points outside of itself or of the source.</summary>
    public static TrackIndexBlock Load(ReadOnlyMemory<byte> bytes, long sourceLength)
    {
        var span = bytes.Span;
        if (span.Length < TableEnd || BinaryPrimitives.ReadUInt32LittleEndian(span) != Magic)
        {
            throw new InvalidMediaException("Track index block has no valid header");
        }

        ReadOnlyMemory<byte> Section(int i)
        {
            var offset = BinaryPrimitives.ReadUInt32LittleEndian(bytes.Span[(HeaderSize + (i * 8))..]);
            var length = BinaryPrimitives.ReadUInt32LittleEndian(bytes.Span[(HeaderSize + (i * 8) + 4)..]);
            return offset % 8 == 0 && offset <= (uint)bytes.Length && length <= (uint)bytes.Length - offset
                ? bytes.Slice((int)offset, (int)length)
                : throw new InvalidMediaException($"Section {i} of the track index lies outside of it");
        }

        uint U32(int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.Span[at..]);
        long I64(int at) => BinaryPrimitives.ReadInt64LittleEndian(bytes.Span[at..]);
        var block = new TrackIndexBlock
        {
            TrackId = U32(8),
            Timescale = U32(12),
            SampleCount = (int)Math.Min(U32(16), int.MaxValue),
            AllSync = (U32(20) & 1) != 0,
            NominalDelta = U32(24),
            Kind = U32(28) <= (uint)TrackKind.Text ? (TrackKind)U32(28) : throw new InvalidMediaException("Unknown track kind"),
            EndTicks = I64(32),
            FirstPresentationTicks = I64(40),
            TotalBytes = I64(48),
            PeakBitrate = I64(56),
            LowestOffset = Math.Clamp((int)U32(76), -int.MaxValue, 0),
            Traits = new TrackTraits(U32(64), U32(68), (CaptionServices)U32(72)) { ParameterSets = Section(12) },
            Language = Encoding.UTF8.GetString(Section(0).Span),
            Title = Encoding.UTF8.GetString(Section(1).Span),
            SampleEntry = Section(2),
            Sizes = Section(3),
            Durations = Section(4),
            Offsets = Section(5),
            Sync = Section(6),
            RunStarts = Section(7),
            RunOffsets = Section(8),
            RunTimes = Section(9),
            RunDeltas = Section(10),
            Fragments = Section(11),
        };
        block.Check(sourceLength);
        return block;
    }

    private void WriteHeader(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[4..], bytes.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[8..], TrackId);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[12..], Timescale);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[16..], SampleCount);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[20..], AllSync ? 1u : 0u);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[24..], NominalDelta);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[28..], (uint)Kind);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[32..], EndTicks);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[40..], FirstPresentationTicks);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[48..], TotalBytes);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[56..], PeakBitrate);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[64..], Traits.DisplayWidth);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[68..], Traits.DisplayHeight);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[72..], (uint)Traits.Captions);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[76..], LowestOffset);
    }

    /// <summary>Checks that all times can be counted in 100 ns, with room to add to them.</summary>
    /// <exception cref="InvalidMediaException">They reach over thousands of years.</exception>
    public TrackIndexBlock WithinTime()
    {
        Require(Timescale != 0, "timescale is zero");
        Require(EndTicks >= 0 && EndTicks <= (Int128)MaxPresentationTicks * Timescale / MediaTime.PresentationTimescale, "times reach too far");
        Require(FirstPresentationTicks - EndTicks <= int.MaxValue && FirstPresentationTicks >= int.MinValue, "the first presentation is not near the samples");
        return this;
    }

    private void Check(long sourceLength)
    {
        var samples = SampleCount;
        var runs = RunStarts.Length / 4;
        WithinTime();
        Require(Sizes.Length == (long)samples * 4, "sample sizes do not match the sample count");
        Require(Durations.IsEmpty || Durations.Length == Sizes.Length, "durations do not match the sample count");
        Require(Offsets.IsEmpty || Offsets.Length == Sizes.Length, "composition offsets do not match the sample count");
        Require(RunStarts.Length % 4 == 0 && RunOffsets.Length == runs * 8L && RunTimes.Length == runs * 8L
            && (RunDeltas.Length == runs * 4L || (RunDeltas.IsEmpty && !Durations.IsEmpty)), "run tables differ in length");
        Require(Sync.Length % 4 == 0 && Fragments.Length % 4 == 0, "a table is cut");
        Require(samples == 0 ? runs == 0 : runs > 0, "run tables do not match the sample count");
        Require(Rises(MemoryMarshal.Cast<byte, uint>(RunStarts.Span), samples, fromZero: true), "runs are out of order");
        Require(Rises(MemoryMarshal.Cast<byte, uint>(Sync.Span), samples, fromZero: false), "sync samples are out of order");
        Require(Rises(MemoryMarshal.Cast<byte, uint>(Fragments.Span), samples, fromZero: true), "fragments are out of order");
        CheckRuns(sourceLength);
    }

    private void CheckRuns(long sourceLength)
    {
        var starts = MemoryMarshal.Cast<byte, uint>(RunStarts.Span);
        var offsets = MemoryMarshal.Cast<byte, long>(RunOffsets.Span);
        var times = MemoryMarshal.Cast<byte, long>(RunTimes.Span);
        var sizes = MemoryMarshal.Cast<byte, uint>(Sizes.Span);
        var total = 0L;
        for (var run = 0; run < starts.Length; run++)
        {
            var end = run + 1 < starts.Length ? (int)starts[run + 1] : SampleCount;
            var bytes = TrackIndex.Sum(sizes[(int)starts[run]..end]);
            total += bytes;
            Require(offsets[run] >= 0 && offsets[run] <= sourceLength - bytes, "samples lie outside of the source");
            Require(times[run] >= (run == 0 ? 0 : times[run - 1]) && times[run] <= EndTicks, "times run backwards");
        }

        Require(total == TotalBytes, "sizes do not add up");
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool Rises(ReadOnlySpan<uint> values, int limit, bool fromZero)
    {
        if (values.IsEmpty)
        {
            return true;
        }

        if (fromZero && values[0] != 0)
        {
            return false;
        }

        for (var i = 1; i < values.Length; i++)
        {
            if (values[i] <= values[i - 1])
            {
                return false;
            }
        }

        return values[^1] < (uint)limit;
    }

    private static void Require(bool condition, string fault)
    {
        if (!condition)
        {
            throw new InvalidMediaException($"Track index: {fault}");
        }
    }

    private static int Align(int value) => checked(value + 7) & ~7;
}

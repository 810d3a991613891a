using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace MediaPlatform.Media.Tracks;

/// <summary>
/// The flat little-endian form of one track index. Header of 80 bytes, then a table of (offset, length) pairs of the
/// sections, then the sections, each aligned to 8 bytes. Slices of the memory given are used in place. What there is for each
/// sample is kept apart (<see cref="SampleColumns"/>).
/// </summary>
internal sealed record TrackIndexBlock
{
    private const uint Magic = 0x4254504D; // "MPTB"
    private const int HeaderSize = 80;
    private const int SectionCount = 12;
    private const int TableEnd = HeaderSize + (SectionCount * 8);
    private const uint AllSyncFlag = 1;
    private const uint DurationsFlag = 2;
    private const uint OffsetsFlag = 4;
    private const uint LeadingFlag = 8;
    private const long MaxPresentationTicks = long.MaxValue >> 2;

    public required uint TrackId { get; init; }

    public required uint Timescale { get; init; }

    public required int SampleCount { get; init; }

    public required bool AllSync { get; init; }

    public required bool HasLeadingPictures { get; init; }

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

    public required SampleColumns Columns { get; init; }

    /// <summary>Numbers of the samples that can be decoded alone, u32; empty when all can.</summary>
    public required ReadOnlyMemory<byte> Sync { get; init; }

    /// <summary>Bytes of all samples in front of each of <see cref="Sync"/>, i64.</summary>
    public required ReadOnlyMemory<byte> SyncBytes { get; init; }

    /// <summary>Size of each of <see cref="Sync"/> in bytes, u32.</summary>
    public required ReadOnlyMemory<byte> SyncSizes { get; init; }

    public required ReadOnlyMemory<byte> RunStarts { get; init; }

    public required ReadOnlyMemory<byte> RunOffsets { get; init; }

    public required ReadOnlyMemory<byte> RunTimes { get; init; }

    public required ReadOnlyMemory<byte> RunDeltas { get; init; }

    public required ReadOnlyMemory<byte> Fragments { get; init; }

    /// <summary>Bytes of all sections and columns.</summary>
    public long MemorySize => Columns.Length + SampleEntry.Length + Sync.Length + SyncBytes.Length + SyncSizes.Length
        + RunStarts.Length + RunOffsets.Length + RunTimes.Length + RunDeltas.Length + (long)Fragments.Length;

    public byte[] ToBytes()
    {
        ReadOnlyMemory<byte>[] sections =
        [
            Encoding.UTF8.GetBytes(Language), Encoding.UTF8.GetBytes(Title), SampleEntry, Sync, SyncBytes, SyncSizes,
            RunStarts, RunOffsets, RunTimes, RunDeltas, Fragments, Traits.ParameterSets,
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
    /// <param name="columns">Reads the columns of the samples when they are needed.</param>
    public static TrackIndexBlock Load(ReadOnlyMemory<byte> bytes, long sourceLength, Func<ReadOnlyMemory<byte>> columns)
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
        var samples = (int)Math.Min(U32(16), int.MaxValue);
        TrackIndexBlock? block = null;
        block = new TrackIndexBlock
        {
            TrackId = U32(8),
            Timescale = U32(12),
            SampleCount = samples,
            AllSync = (U32(20) & AllSyncFlag) != 0,
            HasLeadingPictures = (U32(20) & LeadingFlag) != 0,
            NominalDelta = U32(24),
            Kind = U32(28) <= (uint)TrackKind.Text ? (TrackKind)U32(28) : throw new InvalidMediaException("Unknown track kind"),
            EndTicks = I64(32),
            FirstPresentationTicks = I64(40),
            TotalBytes = I64(48),
            PeakBitrate = I64(56),
            LowestOffset = Math.Clamp((int)U32(76), -int.MaxValue, 0),
            Traits = new TrackTraits((Rotation)(U32(64) & 3), (CaptionServices)U32(72)) { ParameterSets = Section(11) },
            Language = Encoding.UTF8.GetString(Section(0).Span),
            Title = Encoding.UTF8.GetString(Section(1).Span),
            SampleEntry = Section(2),
            Columns = new(samples, (U32(20) & DurationsFlag) != 0, (U32(20) & OffsetsFlag) != 0, columns, values => block!.Check(values, sourceLength)),
            Sync = Section(3),
            SyncBytes = Section(4),
            SyncSizes = Section(5),
            RunStarts = Section(6),
            RunOffsets = Section(7),
            RunTimes = Section(8),
            RunDeltas = Section(9),
            Fragments = Section(10),
        };
        block.Check();
        return block;
    }

    private void WriteHeader(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[4..], bytes.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[8..], TrackId);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[12..], Timescale);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[16..], SampleCount);
        BinaryPrimitives.WriteUInt32LittleEndian(
            bytes[20..], (AllSync ? AllSyncFlag : 0) | (HasLeadingPictures ? LeadingFlag : 0) | (Columns.HasDurations ? DurationsFlag : 0) | (Columns.HasOffsets ? OffsetsFlag : 0));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[24..], NominalDelta);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[28..], (uint)Kind);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[32..], EndTicks);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[40..], FirstPresentationTicks);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[48..], TotalBytes);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[56..], PeakBitrate);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[64..], (uint)Traits.Rotation);
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

    private void Check()
    {
        var samples = SampleCount;
        var runs = RunStarts.Length / 4;
        WithinTime();
        Require(RunStarts.Length % 4 == 0 && RunOffsets.Length == runs * 8L && RunTimes.Length == runs * 8L
            && (RunDeltas.Length == runs * 4L || (RunDeltas.IsEmpty && Columns.HasDurations)), "run tables differ in length");
        Require(Sync.Length % 4 == 0 && Fragments.Length % 4 == 0, "a table is cut");
        Require(SyncSizes.Length == Sync.Length && SyncBytes.Length == Sync.Length * 2L, "tables of key frames differ in length");
        Require(samples == 0 ? runs == 0 : runs > 0, "run tables do not match the sample count");
        Require(Rises(MemoryMarshal.Cast<byte, uint>(RunStarts.Span), samples, fromZero: true), "runs are out of order");
        Require(Rises(MemoryMarshal.Cast<byte, uint>(Sync.Span), samples, fromZero: false), "sync samples are out of order");
        Require(Rises(MemoryMarshal.Cast<byte, uint>(Fragments.Span), samples, fromZero: true), "fragments are out of order");
        CheckKeyFrames();
        CheckTimes();
    }

    private void CheckKeyFrames()
    {
        var before = MemoryMarshal.Cast<byte, long>(SyncBytes.Span);
        var sizes = MemoryMarshal.Cast<byte, uint>(SyncSizes.Span);
        var end = 0L;
        for (var i = 0; i < sizes.Length; i++)
        {
            Require(before[i] >= end && before[i] <= TotalBytes - sizes[i], "key frames overlap");
            end = before[i] + sizes[i];
        }
    }

    private void CheckTimes()
    {
        var times = MemoryMarshal.Cast<byte, long>(RunTimes.Span);
        for (var run = 0; run < times.Length; run++)
        {
            Require(times[run] >= (run == 0 ? 0 : times[run - 1]) && times[run] <= EndTicks, "times run backwards");
        }
    }

    private void Check(SampleColumns.Values columns, long sourceLength)
    {
        var sizes = MemoryMarshal.Cast<byte, uint>(columns.Sizes.Span);
        CheckRuns(sizes, sourceLength);
        var keys = KeyFrameTables.Of(MemoryMarshal.Cast<byte, uint>(Sync.Span), sizes);
        Require(keys.BytesBefore.Span.SequenceEqual(SyncBytes.Span) && keys.Sizes.Span.SequenceEqual(SyncSizes.Span), "sizes of key frames do not match");
    }

    private void CheckRuns(ReadOnlySpan<uint> sizes, long sourceLength)
    {
        var starts = MemoryMarshal.Cast<byte, uint>(RunStarts.Span);
        var offsets = MemoryMarshal.Cast<byte, long>(RunOffsets.Span);
        var total = 0L;
        for (var run = 0; run < starts.Length; run++)
        {
            var end = run + 1 < starts.Length ? (int)starts[run + 1] : SampleCount;
            var bytes = TrackIndex.Sum(sizes[(int)starts[run]..end]);
            total += bytes;
            Require(offsets[run] >= 0 && offsets[run] <= sourceLength - bytes, "samples lie outside of the source");
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

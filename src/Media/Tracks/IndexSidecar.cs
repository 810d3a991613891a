using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace MediaPlatform.Media.Tracks;

/// <summary>
/// The sidecar file that keeps the indexes of one media file: a cache that may be deleted at any time. Little-endian:
/// <code>
/// magic "MPTX" u32, version u32, checksum u64 (of all bytes of the head after it)
/// source length i64, flags u32 (1 = fragmented), etag length u32, track count u32, head length u32
/// track count x (block offset u32, block length u32, columns offset u32, columns length u32, checksum of the columns u64)
/// etag, then the track blocks, each aligned to 8 bytes: the end of the head
/// for each track the columns of its samples
/// </code>
/// Opening reads the head, checks checksum and bounds and then uses the memory in place. The columns, nearly all of the file, are read
/// and checked when the first sample is needed.
/// </summary>
public static class IndexSidecar
{
    /// <summary>Raised whenever the layout or the meaning of a field changes; other versions are rebuilt.</summary>
    public const uint Version = 9;

    private const uint Magic = 0x5854504D;
    private const int HeaderSize = 40;
    private const int EntrySize = 24;
    private const int ChecksumStart = 16;
    private const int HeadLengthAt = 36;

    /// <summary>Serialises the indexes of a file whose bytes are identified by <paramref name="etag"/>.</summary>
    public static byte[] Write(MediaFile file, string etag)
    {
        ArgumentNullException.ThrowIfNull(file);
        var tag = Encoding.UTF8.GetBytes(etag);
        var blocks = file.Tracks.Select(track => track.Block.ToBytes()).ToArray();
        var at = Align(HeaderSize + (blocks.Length * EntrySize) + tag.Length);
        var headLength = checked(at + blocks.Sum(block => block.Length));
        var bytes = new byte[checked((int)(headLength + file.Tracks.Sum(track => track.Block.Columns.Length)))];
        var span = bytes.AsSpan();
        BinaryPrimitives.WriteUInt32LittleEndian(span, Magic);
        BinaryPrimitives.WriteUInt32LittleEndian(span[4..], Version);
        BinaryPrimitives.WriteInt64LittleEndian(span[16..], file.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(span[24..], file.IsFragmented ? 1u : 0u);
        BinaryPrimitives.WriteInt32LittleEndian(span[28..], tag.Length);
        BinaryPrimitives.WriteInt32LittleEndian(span[32..], blocks.Length);
        BinaryPrimitives.WriteInt32LittleEndian(span[HeadLengthAt..], headLength);
        tag.CopyTo(span[(HeaderSize + (blocks.Length * EntrySize))..]);
        var columnsAt = headLength;
        for (var i = 0; i < blocks.Length; i++)
        {
            var columns = file.Tracks[i].Block.Columns;
            var stored = span.Slice(columnsAt, (int)columns.Length);
            columns.CopyTo(stored);
            blocks[i].CopyTo(span[at..]);
            var entry = span[(HeaderSize + (i * EntrySize))..];
            BinaryPrimitives.WriteInt32LittleEndian(entry, at);
            BinaryPrimitives.WriteInt32LittleEndian(entry[4..], blocks[i].Length);
            BinaryPrimitives.WriteInt32LittleEndian(entry[8..], columnsAt);
            BinaryPrimitives.WriteInt32LittleEndian(entry[12..], stored.Length);
            BinaryPrimitives.WriteUInt64LittleEndian(entry[16..], Checksum(stored));
            at += blocks[i].Length;
            columnsAt += stored.Length;
        }

        Seal(bytes);
        return bytes;
    }

    /// <summary>Writes the checksum of the head.</summary>
    internal static void Seal(Span<byte> sidecar) =>
        BinaryPrimitives.WriteUInt64LittleEndian(sidecar[8..], Checksum(sidecar[ChecksumStart..(int)Math.Clamp(HeadLengthOf(sidecar), ChecksumStart, (uint)sidecar.Length)]));

    /// <summary>
    /// Opens a sidecar. Any outcome but <see cref="SidecarOutcome.Loaded"/> means: parse the media file and write anew.
    /// </summary>
    /// <param name="sidecar">Stays in use by the indexes until all of them are loaded.</param>
    /// <param name="sourceLength">Length of the media file now.</param>
    /// <param name="etag">Identity of its bytes now.</param>
    /// <param name="file">The indexes, when loaded.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static SidecarOutcome TryOpen(ISidecarStorage sidecar, long sourceLength, string etag, out MediaFile? file)
    {
        ArgumentNullException.ThrowIfNull(sidecar);
        file = null;
        Span<byte> header = stackalloc byte[HeaderSize];
        if (sidecar.Length < HeaderSize || sidecar.Length > int.MaxValue)
        {
            return SidecarOutcome.Damaged;
        }

        sidecar.Read(0, header);
        if (BinaryPrimitives.ReadUInt32LittleEndian(header) != Magic)
        {
            return SidecarOutcome.Damaged;
        }

        if (BinaryPrimitives.ReadUInt32LittleEndian(header[4..]) != Version)
        {
            return SidecarOutcome.OtherVersion;
        }

        var headLength = HeadLengthOf(header);
        if (headLength < HeaderSize || headLength > sidecar.Length)
        {
            return SidecarOutcome.Damaged;
        }

        var head = GC.AllocateUninitializedArray<byte>((int)headLength);
        sidecar.Read(0, head);
        if (HeadLengthOf(head) != headLength || BinaryPrimitives.ReadUInt64LittleEndian(head.AsSpan(8)) != Checksum(head.AsSpan(ChecksumStart)))
        {
            return SidecarOutcome.Damaged;
        }

        try
        {
            return Load(head, sidecar, sourceLength, etag, out file);
        }
        catch (InvalidMediaException)
        {
            return SidecarOutcome.Damaged;
        }
    }

    private static uint HeadLengthOf(ReadOnlySpan<byte> sidecar) => BinaryPrimitives.ReadUInt32LittleEndian(sidecar[HeadLengthAt..]);

    private static SidecarOutcome Load(ReadOnlyMemory<byte> head, ISidecarStorage sidecar, long sourceLength, string etag, out MediaFile? file)
    {
        file = null;
        var span = head.Span;
        var tagLength = BinaryPrimitives.ReadUInt32LittleEndian(span[28..]);
        var count = BinaryPrimitives.ReadUInt32LittleEndian(span[32..]);
        if (count > (uint)(span.Length - HeaderSize) / EntrySize || tagLength > (uint)span.Length - HeaderSize - (count * EntrySize))
        {
            return SidecarOutcome.Damaged;
        }

        var tag = span.Slice(HeaderSize + ((int)count * EntrySize), (int)tagLength);
        if (BinaryPrimitives.ReadInt64LittleEndian(span[16..]) != sourceLength || Encoding.UTF8.GetString(tag) != etag)
        {
            return SidecarOutcome.Stale;
        }

        var tracks = ImmutableArray.CreateBuilder<TrackIndex>((int)count);
        for (var i = 0; i < (int)count; i++)
        {
            var entry = span[(HeaderSize + (i * EntrySize))..];
            var offset = BinaryPrimitives.ReadUInt32LittleEndian(entry);
            var length = BinaryPrimitives.ReadUInt32LittleEndian(entry[4..]);
            var columns = new StoredColumns(
                sidecar, BinaryPrimitives.ReadUInt32LittleEndian(entry[8..]), BinaryPrimitives.ReadUInt32LittleEndian(entry[12..]), BinaryPrimitives.ReadUInt64LittleEndian(entry[16..]));
            if (offset % 8 != 0 || offset > (uint)span.Length || length > (uint)span.Length - offset || columns.Offset + columns.Length > sidecar.Length)
            {
                return SidecarOutcome.Damaged;
            }

            var block = TrackIndexBlock.Load(head.Slice((int)offset, (int)length), sourceLength, columns.Read);
            if (block.Columns.Length != columns.Length)
            {
                return SidecarOutcome.Damaged;
            }

            tracks.Add(new TrackIndex(block, SampleEntryParser.Parse(block.Kind, block.SampleEntry, block.Traits)));
        }

        var isFragmented = (BinaryPrimitives.ReadUInt32LittleEndian(span[24..]) & 1) != 0;
        file = new MediaFile(sourceLength, isFragmented, tracks.MoveToImmutable());
        return SidecarOutcome.Loaded;
    }

    private sealed record StoredColumns(ISidecarStorage Sidecar, long Offset, long Length, ulong Sum)
    {
        public ReadOnlyMemory<byte> Read()
        {
            var bytes = GC.AllocateUninitializedArray<byte>((int)Length);
            Sidecar.Read(Offset, bytes);
            return Checksum(bytes) == Sum ? bytes : throw new InvalidMediaException("Track index: the columns of samples are damaged");
        }
    }

    /// <summary>Two CRC-32C over four interleaved lanes: hardware speed, and any damage of a sector is seen.</summary>
    /// <remarks>Optimised from its first call, which is the one that a viewer waits for.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static ulong Checksum(ReadOnlySpan<byte> bytes)
    {
        uint a = 1, b = 2, c = 3, d = 4;
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        var i = 0;
        for (; i + 3 < words.Length; i += 4)
        {
            a = BitOperations.Crc32C(a, words[i]);
            b = BitOperations.Crc32C(b, words[i + 1]);
            c = BitOperations.Crc32C(c, words[i + 2]);
            d = BitOperations.Crc32C(d, words[i + 3]);
        }

        for (; i < words.Length; i++)
        {
            a = BitOperations.Crc32C(a, words[i]);
        }

        foreach (var value in bytes[(words.Length * 8)..])
        {
            b = BitOperations.Crc32C(b, value);
        }

        var low = BitOperations.Crc32C(BitOperations.Crc32C(a, b), (ulong)bytes.Length);
        return ((ulong)BitOperations.Crc32C(BitOperations.Crc32C(c, d), low) << 32) | low;
    }

    private static int Align(int value) => (value + 7) & ~7;
}

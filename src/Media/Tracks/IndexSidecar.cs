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
/// magic "MPTX" u32, version u32, checksum u64 (of all bytes after it)
/// source length i64, flags u32 (1 = fragmented), etag length u32, track count u32, reserved u32
/// track count x (offset u32, length u32)
/// etag, then the track blocks, each aligned to 8 bytes
/// </code>
/// Loading checks the checksum and bounds and then uses the memory in place.
/// </summary>
public static class IndexSidecar
{
    /// <summary>Raised whenever the layout or the meaning of a field changes; other versions are rebuilt.</summary>
    public const uint Version = 4;

    private const uint Magic = 0x5854504D;
    private const int HeaderSize = 40;
    private const int ChecksumStart = 16;

    /// <summary>Serialises the indexes of a file whose bytes are identified by <paramref name="etag"/>.</summary>
    public static byte[] Write(MediaFile file, string etag)
    {
        ArgumentNullException.ThrowIfNull(file);
        var tag = Encoding.UTF8.GetBytes(etag);
        var blocks = file.Tracks.Select(track => track.Block.ToBytes()).ToArray();
        var at = Align(HeaderSize + (blocks.Length * 8) + tag.Length);
        var bytes = new byte[checked(at + blocks.Sum(block => block.Length))];
        var span = bytes.AsSpan();
        BinaryPrimitives.WriteUInt32LittleEndian(span, Magic);
        BinaryPrimitives.WriteUInt32LittleEndian(span[4..], Version);
        BinaryPrimitives.WriteInt64LittleEndian(span[16..], file.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(span[24..], file.IsFragmented ? 1u : 0u);
        BinaryPrimitives.WriteInt32LittleEndian(span[28..], tag.Length);
        BinaryPrimitives.WriteInt32LittleEndian(span[32..], blocks.Length);
        tag.CopyTo(span[(HeaderSize + (blocks.Length * 8))..]);
        for (var i = 0; i < blocks.Length; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(span[(HeaderSize + (i * 8))..], at);
            BinaryPrimitives.WriteInt32LittleEndian(span[(HeaderSize + (i * 8) + 4)..], blocks[i].Length);
            blocks[i].CopyTo(span[at..]);
            at += blocks[i].Length;
        }

        Seal(bytes);
        return bytes;
    }

    /// <summary>Writes the checksum of all that comes after it.</summary>
    internal static void Seal(Span<byte> sidecar) =>
        BinaryPrimitives.WriteUInt64LittleEndian(sidecar[8..], Checksum(sidecar[ChecksumStart..]));

    /// <summary>
    /// Loads a sidecar. Any outcome but <see cref="SidecarOutcome.Loaded"/> means: parse the media file and write anew.
    /// </summary>
    /// <param name="bytes">The whole sidecar; the indexes keep using this memory.</param>
    /// <param name="sourceLength">Length of the media file now.</param>
    /// <param name="etag">Identity of its bytes now.</param>
    /// <param name="file">The indexes, when loaded.</param>
    public static SidecarOutcome TryRead(ReadOnlyMemory<byte> bytes, long sourceLength, string etag, out MediaFile? file)
    {
        file = null;
        var span = bytes.Span;
        if (span.Length < HeaderSize || BinaryPrimitives.ReadUInt32LittleEndian(span) != Magic)
        {
            return SidecarOutcome.Damaged;
        }

        if (BinaryPrimitives.ReadUInt32LittleEndian(span[4..]) != Version)
        {
            return SidecarOutcome.OtherVersion;
        }

        if (BinaryPrimitives.ReadUInt64LittleEndian(span[8..]) != Checksum(span[ChecksumStart..]))
        {
            return SidecarOutcome.Damaged;
        }

        try
        {
            return Load(bytes, sourceLength, etag, out file);
        }
        catch (InvalidMediaException)
        {
            return SidecarOutcome.Damaged;
        }
    }

    private static SidecarOutcome Load(ReadOnlyMemory<byte> bytes, long sourceLength, string etag, out MediaFile? file)
    {
        file = null;
        var span = bytes.Span;
        var tagLength = BinaryPrimitives.ReadUInt32LittleEndian(span[28..]);
        var count = BinaryPrimitives.ReadUInt32LittleEndian(span[32..]);
        if (count > (uint)(span.Length - HeaderSize) / 8 || tagLength > (uint)span.Length - HeaderSize - (count * 8))
        {
            return SidecarOutcome.Damaged;
        }

        var tag = span.Slice(HeaderSize + ((int)count * 8), (int)tagLength);
        if (BinaryPrimitives.ReadInt64LittleEndian(span[16..]) != sourceLength || Encoding.UTF8.GetString(tag) != etag)
        {
            return SidecarOutcome.Stale;
        }

        var tracks = ImmutableArray.CreateBuilder<TrackIndex>((int)count);
        for (var i = 0; i < (int)count; i++)
        {
            var offset = BinaryPrimitives.ReadUInt32LittleEndian(span[(HeaderSize + (i * 8))..]);
            var length = BinaryPrimitives.ReadUInt32LittleEndian(span[(HeaderSize + (i * 8) + 4)..]);
            if (offset % 8 != 0 || offset > (uint)span.Length || length > (uint)span.Length - offset)
            {
                return SidecarOutcome.Damaged;
            }

            var block = TrackIndexBlock.Load(bytes.Slice((int)offset, (int)length), sourceLength);
            tracks.Add(new TrackIndex(block, SampleEntryParser.Parse(block.Kind, block.SampleEntry, block.Traits)));
        }

        var isFragmented = (BinaryPrimitives.ReadUInt32LittleEndian(span[24..]) & 1) != 0;
        file = new MediaFile(sourceLength, isFragmented, tracks.MoveToImmutable());
        return SidecarOutcome.Loaded;
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

using System.Buffers.Binary;
using System.Security.Cryptography;

namespace MediaPlatform.KeyDelivery.FairPlay;

/// <summary>
/// One block of a payload: tag (8 bytes), length of the block (4), length of the value (4), value, filling. Blocks stand in any
/// order, and unknown ones are there to mislead.
/// </summary>
internal readonly record struct Tllv(ulong Tag, ReadOnlyMemory<byte> Value)
{
    /// <summary>Bytes before the value.</summary>
    public const int HeaderSize = 16;

    private const int CipherBlock = 16;

    /// <summary>Reads all blocks; null when a length leads outside.</summary>
    public static Dictionary<ulong, ReadOnlyMemory<byte>>? ReadAll(ReadOnlyMemory<byte> payload)
    {
        var blocks = new Dictionary<ulong, ReadOnlyMemory<byte>>();
        while (payload.Length >= HeaderSize)
        {
            var header = payload.Span;
            var block = BinaryPrimitives.ReadUInt32BigEndian(header[8..]);
            var value = BinaryPrimitives.ReadUInt32BigEndian(header[12..]);
            if (block > payload.Length - HeaderSize || value > block)
            {
                return null;
            }

            // The first one counts: a second one of the same tag could only be an attempt to replace it.
            blocks.TryAdd(BinaryPrimitives.ReadUInt64BigEndian(header), payload.Slice(HeaderSize, (int)value));
            payload = payload[(HeaderSize + (int)block)..];
        }

        return payload.IsEmpty ? blocks : null;
    }

    /// <summary>Appends the block, filled with random bytes to whole cipher blocks and at least one more.</summary>
    public void WriteTo(MemoryStream payload)
    {
        var filled = ((Value.Length + CipherBlock - 1) / CipherBlock * CipherBlock) + CipherBlock;
        Span<byte> header = stackalloc byte[HeaderSize];
        BinaryPrimitives.WriteUInt64BigEndian(header, Tag);
        BinaryPrimitives.WriteUInt32BigEndian(header[8..], (uint)filled);
        BinaryPrimitives.WriteUInt32BigEndian(header[12..], (uint)Value.Length);
        payload.Write(header);
        payload.Write(Value.Span);
        payload.Write(RandomNumberGenerator.GetBytes(filled - Value.Length));
    }
}

using System.Buffers.Binary;
using System.Security.Cryptography;

namespace MediaPlatform.TestKit;

/// <summary>Bytes of any length that never repeat and cost no memory: each 8 bytes hold their own scrambled position.</summary>
public sealed class Pattern(long length) : Stream
{
    private long _offset;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => _offset;
        set => _offset = value;
    }

    public static byte[] Bytes(long offset, int count)
    {
        var bytes = new byte[count];
        Fill(offset, bytes);
        return bytes;
    }

    public static string Sha256(long length)
    {
        using var all = new Pattern(length);
        return Convert.ToHexString(SHA256.HashData(all));
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var part = buffer[..(int)Math.Min(buffer.Length, length - _offset)];
        Fill(_offset, part);
        _offset += part.Length;
        return part.Length;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

    public override long Seek(long offset, SeekOrigin origin) => _offset = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => _offset + offset,
        _ => length + offset,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private static void Fill(long offset, Span<byte> bytes)
    {
        Span<byte> word = stackalloc byte[8];
        while (bytes.Length > 0)
        {
            var within = (int)(offset % 8);
            BinaryPrimitives.WriteUInt64LittleEndian(word, ((ulong)(offset / 8) + 1) * 0x9E37_79B9_7F4A_7C15);
            var count = Math.Min(8 - within, bytes.Length);
            word.Slice(within, count).CopyTo(bytes);
            bytes = bytes[count..];
            offset += count;
        }
    }
}

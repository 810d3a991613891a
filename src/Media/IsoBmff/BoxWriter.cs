using System.Buffers.Binary;
using System.Text;

namespace MediaPlatform.Media.IsoBmff;

/// <summary>Writes big-endian box fields into a span that the caller sized beforehand.</summary>
public ref struct BoxWriter
{
    /// <summary>Bytes of size and type.</summary>
    public const int BoxHeaderSize = 8;

    /// <summary>Bytes of size, type, version and flags.</summary>
    public const int FullBoxHeaderSize = 12;

    private readonly Span<byte> _buffer;
    private int _position;

    public BoxWriter(Span<byte> buffer) => _buffer = buffer;

    /// <summary>Bytes written so far.</summary>
    public readonly int Position => _position;

    public void UInt8(byte value) => Take(1)[0] = value;

    public void UInt16(ushort value) => BinaryPrimitives.WriteUInt16BigEndian(Take(2), value);

    public void Int16(short value) => BinaryPrimitives.WriteInt16BigEndian(Take(2), value);

    public void UInt24(uint value)
    {
        var bytes = Take(3);
        bytes[0] = (byte)(value >> 16);
        bytes[1] = (byte)(value >> 8);
        bytes[2] = (byte)value;
    }

    public void UInt32(uint value) => BinaryPrimitives.WriteUInt32BigEndian(Take(4), value);

    public void Int32(int value) => BinaryPrimitives.WriteInt32BigEndian(Take(4), value);

    public void UInt64(ulong value) => BinaryPrimitives.WriteUInt64BigEndian(Take(8), value);

    public void FourCC(FourCC value) => UInt32(value.Value);

    public void Bytes(scoped ReadOnlySpan<byte> bytes) => bytes.CopyTo(Take(bytes.Length));

    public void Zeros(int count) => Take(count).Clear();

    /// <summary>UTF-8 followed by a zero byte.</summary>
    public void NullTerminatedString(string text)
    {
        _position += Encoding.UTF8.GetBytes(text, _buffer[_position..]);
        UInt8(0);
    }

    public void BoxHeader(FourCC type, int size)
    {
        UInt32((uint)size);
        FourCC(type);
    }

    public void FullBoxHeader(FourCC type, int size, byte version, uint flags)
    {
        BoxHeader(type, size);
        UInt32(((uint)version << 24) | flags);
    }

    /// <summary>Starts a box whose size is filled in by <see cref="End"/>.</summary>
    public int Begin(FourCC type)
    {
        var start = _position;
        BoxHeader(type, 0);
        return start;
    }

    /// <summary>Starts a full box whose size is filled in by <see cref="End"/>.</summary>
    public int Begin(FourCC type, byte version, uint flags)
    {
        var start = _position;
        FullBoxHeader(type, 0, version, flags);
        return start;
    }

    /// <summary>Fills in the size of the box started at <paramref name="start"/>.</summary>
    public readonly void End(int start) =>
        BinaryPrimitives.WriteUInt32BigEndian(_buffer[start..], (uint)(_position - start));

    /// <summary>Overwrites two bytes written earlier.</summary>
    public readonly void PatchUInt16(int position, ushort value) => BinaryPrimitives.WriteUInt16BigEndian(_buffer[position..], value);

    public void Box<T>(in T box)
        where T : struct, IBox<T> => box.Write(ref this);

    private Span<byte> Take(int count)
    {
        var bytes = _buffer.Slice(_position, count);
        _position += count;
        return bytes;
    }
}

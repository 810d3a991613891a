using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace MediaPlatform.Media.IsoBmff;

/// <summary>
/// Reads big-endian fields of one box body. Every read is checked against the bytes that are there; running out
/// throws <see cref="InvalidMediaException"/> with the path of the box.
/// </summary>
public ref struct BoxReader
{
    private readonly ReadOnlySpan<byte> _body;
    private readonly FourCC _type;
    private readonly BoxPath _path;
    private readonly long _bodyOffset;
    private int _position;

    /// <param name="type">Type of the box, for error messages.</param>
    /// <param name="body">Bytes after the box header.</param>
    /// <param name="parentPath">Path of the boxes around it.</param>
    /// <param name="bodyOffset">File position of the first body byte, or -1.</param>
    public BoxReader(FourCC type, ReadOnlySpan<byte> body, BoxPath parentPath = default, long bodyOffset = -1)
    {
        _type = type;
        _body = body;
        _path = parentPath.Append(type);
        _bodyOffset = bodyOffset;
    }

    /// <summary>Bytes not read yet.</summary>
    public readonly int Remaining => _body.Length - _position;

    /// <summary>Bytes read so far.</summary>
    public readonly int Position => _position;

    public readonly FourCC Type => _type;

    /// <summary>Path of this box from the root.</summary>
    public readonly BoxPath Path => _path;

    public byte UInt8() => Take(1)[0];

    public ushort UInt16() => BinaryPrimitives.ReadUInt16BigEndian(Take(2));

    public short Int16() => BinaryPrimitives.ReadInt16BigEndian(Take(2));

    public uint UInt24()
    {
        var bytes = Take(3);
        return ((uint)bytes[0] << 16) | ((uint)bytes[1] << 8) | bytes[2];
    }

    public uint UInt32() => BinaryPrimitives.ReadUInt32BigEndian(Take(4));

    public int Int32() => BinaryPrimitives.ReadInt32BigEndian(Take(4));

    public ulong UInt64() => BinaryPrimitives.ReadUInt64BigEndian(Take(8));

    public long Int64() => BinaryPrimitives.ReadInt64BigEndian(Take(8));

    public FourCC FourCC() => new(UInt32());

    /// <summary>Reads as many u32 fields as there is room for.</summary>
    public void UInt32s(Span<uint> values)
    {
        var bytes = Take(checked(values.Length * sizeof(uint)));
        bytes.CopyTo(MemoryMarshal.AsBytes(values));
        if (BitConverter.IsLittleEndian)
        {
            BinaryPrimitives.ReverseEndianness(values, values);
        }
    }

    /// <summary>The version and flags of a full box, ISO/IEC 14496-12 4.2.</summary>
    public (byte Version, uint Flags) VersionAndFlags()
    {
        var word = UInt32();
        return ((byte)(word >> 24), word & 0xFFFFFF);
    }

    public ReadOnlySpan<byte> Bytes(int count) => Take(count);

    /// <summary>Everything that is left.</summary>
    public ReadOnlySpan<byte> Rest() => Take(Remaining);

    public void Skip(int count) => Take(count);

    /// <summary>UTF-8 up to a zero byte or the end of the box.</summary>
    public string NullTerminatedString()
    {
        var rest = _body[_position..];
        var end = rest.IndexOf((byte)0);
        var text = Encoding.UTF8.GetString(end < 0 ? rest : rest[..end]);
        _position += end < 0 ? rest.Length : end + 1;
        return text;
    }

    /// <summary>Checks a declared number of entries against the bytes left, before anything is allocated for them.</summary>
    public readonly int Count(uint declared, int entrySize)
    {
        if (declared > (uint)(entrySize > 0 ? Remaining / entrySize : int.MaxValue))
        {
            throw Error($"{declared} entries of {entrySize} bytes are declared but {Remaining} bytes are left");
        }

        return (int)declared;
    }

    /// <summary>Moves to the next child box; false at the end. A few stray bytes at the end are tolerated.</summary>
    public bool TryReadChild(out BoxReader child)
    {
        // QuickTime closes some containers with a 32-bit zero; anything shorter than a header is padding.
        if (Remaining < 8)
        {
            _position = _body.Length;
            child = default;
            return false;
        }

        var start = _position;
        long size = UInt32();
        var type = FourCC();
        if (size == 1)
        {
            size = (long)Math.Min(UInt64(), long.MaxValue);
        }
        else if (size == 0)
        {
            size = _body.Length - start;
        }

        var headerSize = _position - start;
        if (size < headerSize || size > _body.Length - start)
        {
            throw Error($"Child {type} declares {size} bytes but {_body.Length - start} are left", start);
        }

        var body = _body.Slice(_position, (int)size - headerSize);
        child = new BoxReader(type, body, _path, _bodyOffset < 0 ? -1 : _bodyOffset + _position);
        _position = start + (int)size;
        return true;
    }

    /// <summary>Finds the first child of a type among those not read yet, without moving.</summary>
    public readonly bool TryFind(FourCC type, out BoxReader child)
    {
        var copy = this;
        while (copy.TryReadChild(out child))
        {
            if (child.Type == type)
            {
                return true;
            }
        }

        child = default;
        return false;
    }

    /// <summary>Finds the first child of a type or throws.</summary>
    public readonly BoxReader Find(FourCC type) =>
        TryFind(type, out var child) ? child : throw Error($"Child {type} is missing");

    /// <summary>An error that names this box and the current position.</summary>
    public readonly InvalidMediaException Error(string message) => Error(message, _position);

    /// <summary>All bytes of the box body, read or not.</summary>
    public readonly ReadOnlySpan<byte> Body => _body;

    private readonly InvalidMediaException Error(string message, int position) =>
        new(message, _path.ToString(), _bodyOffset < 0 ? -1 : _bodyOffset + position);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ReadOnlySpan<byte> Take(int count)
    {
        if ((uint)count > (uint)(_body.Length - _position))
        {
            throw Error($"{count} bytes are needed but {Remaining} are left");
        }

        var bytes = _body.Slice(_position, count);
        _position += count;
        return bytes;
    }
}

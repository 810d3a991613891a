using MediaPlatform.Media.IsoBmff;

namespace MediaPlatform.Media.Codecs;

/// <summary>ES descriptor of an <c>esds</c> box, ISO/IEC 14496-1 7.2.6.5.</summary>
/// <param name="ObjectTypePosition">Bytes from the start of the box's body to the object type.</param>
internal sealed record ElementaryStreamDescriptor(byte ObjectType, int ObjectTypePosition, ReadOnlyMemory<byte> SpecificInfo)
{
    private const byte TagElementaryStream = 3;
    private const byte TagDecoderConfig = 4;
    private const byte TagSpecificInfo = 5;

    /// <param name="body">Bytes of the esds box after its header.</param>
    public static ElementaryStreamDescriptor Parse(ReadOnlyMemory<byte> body)
    {
        var reader = new BoxReader(FourCC.Esds, body.Span);
        reader.VersionAndFlags();
        Expect(ref reader, TagElementaryStream);
        reader.Skip(2);
        var flags = reader.UInt8();
        reader.Skip((flags & 0x80) != 0 ? 2 : 0);
        reader.Skip((flags & 0x40) != 0 ? reader.UInt8() : 0);
        reader.Skip((flags & 0x20) != 0 ? 2 : 0);
        Expect(ref reader, TagDecoderConfig);
        var position = reader.Position;
        var objectType = reader.UInt8();
        reader.Skip(12);
        if (reader.Remaining < 2 || reader.UInt8() != TagSpecificInfo)
        {
            return new ElementaryStreamDescriptor(objectType, position, default);
        }

        var length = Math.Min(Length(ref reader), reader.Remaining);
        return new ElementaryStreamDescriptor(objectType, position, body.Slice(reader.Position, length));
    }

    private static void Expect(ref BoxReader reader, byte tag)
    {
        if (reader.UInt8() != tag)
        {
            throw reader.Error($"Descriptor {tag} is missing");
        }

        Length(ref reader);
    }

    private static int Length(ref BoxReader reader)
    {
        var length = 0;
        for (var i = 0; i < 4; i++)
        {
            var value = reader.UInt8();
            length = (length << 7) | (value & 0x7F);
            if ((value & 0x80) == 0)
            {
                break;
            }
        }

        return length;
    }
}

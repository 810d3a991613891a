using MediaPlatform.Media.IsoBmff;

namespace MediaPlatform.Media.TimedMetadata;

/// <summary>What a splice_info_section does (SCTE 35 9.6).</summary>
public enum SpliceKind
{
    /// <summary>Anything but leaving and coming back, or not to be read.</summary>
    Other,

    /// <summary>Leaves the programme, for advertisements.</summary>
    Out,

    /// <summary>Comes back to it.</summary>
    In,
}

/// <summary>The little of a splice_info_section that says which of them belong together.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="EventId">Identifier of the splice or segmentation event; that of leaving and of coming back are the same.</param>
public readonly record struct Splice(SpliceKind Kind, uint EventId)
{
    private const byte TableId = 0xFC;
    private const byte SpliceInsert = 0x05;
    private const byte TimeSignal = 0x06;
    private const byte SegmentationDescriptor = 0x02;

    /// <summary>Reads a section; whatever cannot be read is of another kind.</summary>
    public static Splice Of(ReadOnlySpan<byte> section)
    {
        try
        {
            return Read(section);
        }
        catch (InvalidMediaException)
        {
            return default;
        }
    }

    private static Splice Read(ReadOnlySpan<byte> section)
    {
        var reader = new BoxReader(new FourCC("scte"), section);
        if (reader.UInt8() != TableId)
        {
            return default;
        }

        reader.Skip(3); // section_length, protocol_version
        var isEncrypted = (reader.UInt8() & 0x80) != 0;
        reader.Skip(5); // pts_adjustment, cw_index
        var lengths = reader.UInt24(); // tier, splice_command_length
        var command = reader.UInt8();
        if (isEncrypted || command is not (SpliceInsert or TimeSignal))
        {
            return default;
        }

        if (command == SpliceInsert)
        {
            var id = reader.UInt32();
            var isCancelled = (reader.UInt8() & 0x80) != 0;
            return isCancelled ? new(SpliceKind.Other, id) : new((reader.UInt8() & 0x80) != 0 ? SpliceKind.Out : SpliceKind.In, id);
        }

        // A length of all ones was written by old encoders, and says nothing; a time is five bytes when it is given, else one.
        var start = reader.Position;
        var hasTime = (reader.UInt8() & 0x80) != 0;
        var length = (int)(lengths & 0xFFF);
        reader.Skip((length == 0xFFF ? hasTime ? 5 : 1 : length) - (reader.Position - start));
        return Segmentation(ref reader);
    }

    // The first descriptor that leaves or comes back speaks for the section.
    private static Splice Segmentation(ref BoxReader reader)
    {
        int left = reader.UInt16();
        while (left >= 2)
        {
            var (tag, length) = (reader.UInt8(), reader.UInt8());
            var body = new BoxReader(new FourCC("desc"), reader.Bytes(length));
            left -= 2 + length;
            if (tag == SegmentationDescriptor && Segmentation(body) is { Kind: not SpliceKind.Other } found)
            {
                return found;
            }
        }

        return default;
    }

    private static Splice Segmentation(BoxReader descriptor)
    {
        descriptor.Skip(4); // "CUEI"
        var id = descriptor.UInt32();
        if ((descriptor.UInt8() & 0x80) != 0)
        {
            return default; // cancelled
        }

        var flags = descriptor.UInt8();
        if ((flags & 0x80) == 0)
        {
            descriptor.Skip(6 * descriptor.UInt8()); // components
        }

        if ((flags & 0x40) != 0)
        {
            descriptor.Skip(5); // segmentation_duration
        }

        descriptor.Skip(1); // segmentation_upid_type
        descriptor.Skip(descriptor.UInt8());
        return new(KindOf(descriptor.UInt8()), id);
    }

    // Breaks, advertisements, placement opportunities, overlays and blocks of them begin with an even type and end with the odd one behind it (SCTE 35 table 23).
    private static SpliceKind KindOf(byte type) => type switch
    {
        0x22 or 0x30 or 0x32 or 0x34 or 0x36 or 0x38 or 0x3A or 0x44 or 0x46 => SpliceKind.Out,
        0x23 or 0x31 or 0x33 or 0x35 or 0x37 or 0x39 or 0x3B or 0x45 or 0x47 => SpliceKind.In,
        _ => SpliceKind.Other,
    };
}

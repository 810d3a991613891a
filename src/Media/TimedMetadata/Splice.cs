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

/// <summary>The little of a splice_info_section that says what belongs together.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="EventId">Identifier of the splice or segmentation event; that of leaving and of coming back are the same.</param>
/// <param name="Type">Segmentation type with which such an event begins, because breaks and the advertisements in them may share an identifier; 0 for a splice_insert.</param>
public readonly record struct Splice(SpliceKind Kind, uint EventId, byte Type)
{
    private const byte TableId = 0xFC;
    private const byte SpliceInsert = 0x05;
    private const byte TimeSignal = 0x06;
    private const byte SegmentationDescriptor = 0x02;
    private const uint CueIdentifier = 0x43554549; // "CUEI"

    /// <summary>The splices of a section, several where one advertisement follows another; what cannot be read is none.</summary>
    public static IReadOnlyList<Splice> Of(ReadOnlySpan<byte> section)
    {
        var found = new List<Splice>();
        try
        {
            Read(section, found);
        }
        catch (InvalidMediaException)
        {
            // What stands before the damage holds.
        }

        return found;
    }

    private static void Read(ReadOnlySpan<byte> section, List<Splice> found)
    {
        var reader = new BoxReader(new FourCC("scte"), section);
        if (reader.UInt8() != TableId)
        {
            return;
        }

        reader.Skip(3); // section_length, protocol_version
        var isEncrypted = (reader.UInt8() & 0x80) != 0;
        reader.Skip(5); // pts_adjustment, cw_index
        var length = (int)(reader.UInt24() & 0xFFF); // tier, splice_command_length
        var command = reader.UInt8();
        if (isEncrypted)
        {
            return;
        }

        if (command == SpliceInsert)
        {
            ReadInsert(ref reader, found);
        }
        else if (command == TimeSignal)
        {
            ReadSignal(ref reader, length, found);
        }
    }

    private static void ReadInsert(ref BoxReader reader, List<Splice> found)
    {
        var id = reader.UInt32();
        var isCancelled = (reader.UInt8() & 0x80) != 0;
        if (!isCancelled)
        {
            found.Add(new((reader.UInt8() & 0x80) != 0 ? SpliceKind.Out : SpliceKind.In, id, 0));
        }
    }

    private static void ReadSignal(ref BoxReader reader, int length, List<Splice> found)
    {
        // A length of all ones was written by old encoders, and says nothing; a time is five bytes when it is given, else one.
        var start = reader.Position;
        var hasTime = (reader.UInt8() & 0x80) != 0;
        reader.Skip((length == 0xFFF ? hasTime ? 5 : 1 : length) - (reader.Position - start));
        int left = reader.UInt16();
        while (left >= 2)
        {
            var (tag, size) = (reader.UInt8(), reader.UInt8());
            var body = new BoxReader(new FourCC("desc"), reader.Bytes(size));
            left -= 2 + size;
            if (tag == SegmentationDescriptor && Segmentation(body) is { Kind: not SpliceKind.Other } splice)
            {
                found.Add(splice);
            }
        }
    }

    private static Splice Segmentation(BoxReader descriptor)
    {
        // Tags mean something else in descriptors of others.
        if (descriptor.UInt32() != CueIdentifier)
        {
            return default;
        }

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
        var type = descriptor.UInt8();
        return new(KindOf(type), id, (byte)(type & ~1));
    }

    // Breaks, advertisements, placement opportunities, overlays and blocks of them begin with an even type and end with the odd one behind it (SCTE 35 table 23).
    private static SpliceKind KindOf(byte type) => type switch
    {
        0x22 or 0x30 or 0x32 or 0x34 or 0x36 or 0x38 or 0x3A or 0x44 or 0x46 => SpliceKind.Out,
        0x23 or 0x31 or 0x33 or 0x35 or 0x37 or 0x39 or 0x3B or 0x45 or 0x47 => SpliceKind.In,
        _ => SpliceKind.Other,
    };
}

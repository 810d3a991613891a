using System.Buffers.Binary;

namespace MediaPlatform.TestKit;

/// <summary>Takes the parameter sets out of the sample entry of a file that has them with its key frames too, and names the entry as ISO/IEC 14496-15 5.3.2 asks.</summary>
public static class InBandFile
{
    private const int HeaderSize = 8;

    /// <summary>Bytes of a VisualSampleEntry from its type to its first child, ISO/IEC 14496-12 12.1.3.2.</summary>
    private const int EntryFields = 4 + 78;

    /// <param name="file">An MP4 file with one H.264 or HEVC track; sizes of boxes stay, since a free box takes the place of the sets.</param>
    /// <param name="isBare">Leaves the profile and the picture size out of the entry as well.</param>
    public static byte[] Strip(byte[] file, bool isBare)
    {
        var stripped = (byte[])file.Clone();
        var isAvc = file.AsSpan().IndexOf("avcC"u8) > 0;
        var record = file.AsSpan().IndexOf(isAvc ? "avcC"u8 : "hvcC"u8) - 4;
        var entry = stripped.AsSpan(record - EntryFields);
        (isAvc ? "avc3"u8 : "hev1"u8).CopyTo(entry);
        var box = stripped.AsSpan(record, BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(record)));
        // Without sets the records have 7 and 23 bytes.
        var kept = HeaderSize + (isAvc ? 7 : 23);
        BinaryPrimitives.WriteInt32BigEndian(box, kept);
        (box[kept - 1], box[kept - 2]) = (0, isAvc ? (byte)0xE0 : box[kept - 2]);
        box[kept..].Clear();
        BinaryPrimitives.WriteInt32BigEndian(box[kept..], box.Length - kept);
        "free"u8.CopyTo(box[(kept + 4)..]);
        if (isBare)
        {
            box.Slice(HeaderSize + 1, isAvc ? 3 : 12).Clear();
            entry.Slice(4 + 24, 4).Clear();
        }

        return stripped;
    }
}

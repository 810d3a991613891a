using MediaPlatform.Media.IsoBmff;

namespace MediaPlatform.Media.Encryption.Pssh;

/// <summary>Protection System Specific Header, ISO/IEC 23001-7 8.1. Child of moov.</summary>
public static class PsshBox
{
    /// <summary>Version 0: data of one protection system.</summary>
    public static byte[] Write(Guid system, ReadOnlySpan<byte> data)
    {
        var box = new byte[BoxWriter.FullBoxHeaderSize + 16 + 4 + data.Length];
        var writer = new BoxWriter(box);
        writer.FullBoxHeader(FourCC.Pssh, box.Length, 0, 0);
        writer.Bytes(system.ToByteArray(bigEndian: true));
        writer.UInt32((uint)data.Length);
        writer.Bytes(data);
        return box;
    }

    /// <summary>Version 1 of the common system: key ids and no data.</summary>
    public static byte[] WriteCommon(IReadOnlyCollection<Guid> keyIds)
    {
        ArgumentNullException.ThrowIfNull(keyIds);
        var box = new byte[BoxWriter.FullBoxHeaderSize + 16 + 4 + (16 * keyIds.Count) + 4];
        var writer = new BoxWriter(box);
        writer.FullBoxHeader(FourCC.Pssh, box.Length, 1, 0);
        writer.Bytes(ProtectionSystems.Common.ToByteArray(bigEndian: true));
        writer.UInt32((uint)keyIds.Count);
        foreach (var id in keyIds)
        {
            writer.Bytes(id.ToByteArray(bigEndian: true));
        }

        writer.UInt32(0);
        return box;
    }
}

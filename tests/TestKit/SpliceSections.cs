using System.Buffers.Binary;

namespace MediaPlatform.TestKit;

/// <summary>Sections of SCTE 35 as far as anybody here reads them; their checksum is zero.</summary>
public static class SpliceSections
{
    /// <summary>A splice_insert without a time, SCTE 35 9.7.3.</summary>
    public static byte[] Insert(uint id, bool isOut) => Section(0x05, [.. Number(id), 0x7F, (byte)(isOut ? 0xDF : 0x5F), 0, 0, 0, 0], []);

    /// <summary>A time_signal without a time and with a segmentation descriptor for each pair, SCTE 35 9.7.4 and 10.3.3.</summary>
    public static byte[] Signal(params (uint Id, byte Type)[] segmentations) =>
        Section(0x06, [0x7F], [.. segmentations.SelectMany(one => Descriptor(one.Id, one.Type))]);

    private static byte[] Descriptor(uint id, byte type) =>
        [0x02, 15, (byte)'C', (byte)'U', (byte)'E', (byte)'I', .. Number(id), 0x7F, 0xBF, 0, 0, type, 0, 0];

    private static byte[] Section(byte command, byte[] body, byte[] descriptors) =>
    [
        0xFC, 0x30, (byte)(17 + body.Length + descriptors.Length), 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xF0, (byte)body.Length, command, .. body,
        (byte)(descriptors.Length >> 8), (byte)descriptors.Length, .. descriptors, 0, 0, 0, 0,
    ];

    private static byte[] Number(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }
}

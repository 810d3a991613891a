using System.Buffers.Binary;

namespace MediaPlatform.Media.TransportStream;

/// <summary>PES packet header with timestamps, ISO/IEC 13818-1 2.4.3.6.</summary>
internal static class PesHeader
{
    public const int MaxSize = 19 + 32;
    private const int Fixed = 9;
    private const int TimestampSize = 5;

    public static int Size(bool withDts) => Fixed + (withDts ? 2 : 1) * TimestampSize;

    /// <param name="destination">Room for the header.</param>
    /// <param name="streamId">0xE0 video, 0xC0 audio, 0xBD private stream 1.</param>
    /// <param name="payload">Bytes that follow, or -1 to leave the length open (video only).</param>
    /// <param name="unit">Times and stuffing.</param>
    public static void Write(Span<byte> destination, byte streamId, int payload, in TsUnit unit)
    {
        var withDts = unit.Pts != unit.Dts;
        var size = unit.PesHeaderSize;
        BinaryPrimitives.WriteUInt32BigEndian(destination, 0x00000100u | streamId);
        var length = payload < 0 ? 0 : size - 6 + payload;
        BinaryPrimitives.WriteUInt16BigEndian(destination[4..], (ushort)(length > ushort.MaxValue ? 0 : length));
        destination[6] = 0x84;
        destination[7] = (byte)(withDts ? 0xC0 : 0x80);
        destination[8] = (byte)(size - Fixed);
        WriteTimestamp(destination[9..], withDts ? 3 : 2, unit.Pts);
        if (withDts)
        {
            WriteTimestamp(destination[14..], 1, unit.Dts);
        }

        destination[(size - unit.Stuffing)..size].Fill(0xFF);
    }

    private static void WriteTimestamp(Span<byte> bytes, int prefix, long ticks)
    {
        var time = (ulong)ticks & 0x1_FFFF_FFFF;
        bytes[0] = (byte)((prefix << 4) | (int)((time >> 29) & 0xE) | 1);
        bytes[1] = (byte)(time >> 22);
        bytes[2] = (byte)((time >> 14) | 1);
        bytes[3] = (byte)(time >> 7);
        bytes[4] = (byte)((time << 1) | 1);
    }
}

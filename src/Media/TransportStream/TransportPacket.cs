using System.Buffers.Binary;

namespace MediaPlatform.Media.TransportStream;

/// <summary>MPEG-2 transport packets, ISO/IEC 13818-1 2.4.3.</summary>
internal static class TransportPacket
{
    public const int Size = 188;
    public const int HeaderSize = 4;
    public const int PayloadSize = Size - HeaderSize;

    /// <summary>Bytes that an adaptation field with a clock reference takes.</summary>
    public const int ClockFieldSize = 8;

    private const byte RandomAccess = 0x40;
    private const byte HasClock = 0x10;

    public static void WriteHeader(Span<byte> packet, int pid, bool start, bool adaptation, bool payload, int counter) =>
        BinaryPrimitives.WriteUInt32BigEndian(packet, Header(pid, start, adaptation, payload, counter));

    public static uint Header(int pid, bool start, bool adaptation, bool payload, int counter) =>
        0x47000000u | (start ? 0x400000u : 0) | ((uint)pid << 8) | (adaptation ? 0x20u : 0) | (payload ? 0x10u : 0) | (uint)(counter & 15);

    /// <summary>Writes an adaptation field of exactly <paramref name="size"/> bytes, stuffed as needed.</summary>
    public static void WriteAdaptation(Span<byte> field, int size, bool randomAccess, long? clock)
    {
        field[0] = (byte)(size - 1);
        if (size == 1)
        {
            return;
        }

        field[1] = (byte)((randomAccess ? RandomAccess : 0) | (clock is null ? 0 : HasClock));
        var used = 2;
        if (clock is { } ticks)
        {
            WriteClock(field[2..], ticks);
            used = ClockFieldSize;
        }

        field[used..size].Fill(0xFF);
    }

    /// <summary>Program clock reference, 33 bits of 90 kHz; the 27 MHz extension is zero.</summary>
    private static void WriteClock(Span<byte> bytes, long ticks)
    {
        var clock = (ulong)ticks & 0x1_FFFF_FFFF;
        bytes[0] = (byte)(clock >> 25);
        bytes[1] = (byte)(clock >> 17);
        bytes[2] = (byte)(clock >> 9);
        bytes[3] = (byte)(clock >> 1);
        bytes[4] = (byte)((clock << 7) | 0x7E);
        bytes[5] = 0;
    }
}

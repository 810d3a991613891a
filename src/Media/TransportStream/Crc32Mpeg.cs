namespace MediaPlatform.Media.TransportStream;

/// <summary>CRC of program tables, ISO/IEC 13818-1 annex A.</summary>
internal static class Crc32Mpeg
{
    private const uint Polynomial = 0x04C11DB7;

    public static uint Compute(ReadOnlySpan<byte> bytes)
    {
        var crc = 0xFFFFFFFFu;
        foreach (var value in bytes)
        {
            crc ^= (uint)value << 24;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 0x80000000) != 0 ? (crc << 1) ^ Polynomial : crc << 1;
            }
        }

        return crc;
    }
}

namespace MediaPlatform.Media.Codecs.Aac;

/// <summary>
/// program_config_element, ISO/IEC 14496-3 table 4.2: which elements of a frame are which speakers, for layouts that have no number of
/// their own (channel configuration 0), such as 5.1 with side speakers.
/// </summary>
internal static class ProgramConfigElement
{
    private const uint ElementId = 5;
    private const int ChannelBits = 5;
    private const int OtherBits = 4;

    // Fifteen elements of each kind are fewer than this.
    private const int MaxSize = 64;

    /// <summary>Steps over the element and the comment behind it.</summary>
    /// <param name="bits">Stands at the element, which counts its bytes from the front of the data.</param>
    /// <returns>Channels that it declares, and its bits up to the comment.</returns>
    public static (int Channels, int Length) Skip(ref BitReader bits)
    {
        var start = bits.Position;
        bits.Skip(4 + 2 + 4);
        var (front, side, back) = ((int)bits.Bits(4), (int)bits.Bits(4), (int)bits.Bits(4));
        var (low, associated, coupling) = ((int)bits.Bits(2), (int)bits.Bits(3), (int)bits.Bits(4));
        bits.Skip(bits.Flag() ? 4 : 0);
        bits.Skip(bits.Flag() ? 4 : 0);
        bits.Skip(bits.Flag() ? 3 : 0);
        var channels = low;
        for (var i = 0; i < front + side + back; i++)
        {
            channels += bits.Flag() ? 2 : 1;
            bits.Skip(ChannelBits - 1);
        }

        bits.Skip(((low + associated) * OtherBits) + (coupling * ChannelBits));
        var length = bits.Position - start;
        bits.Skip(-bits.Position & 7);
        bits.Skip((int)bits.Bits(8) * 8);
        return (channels, length);
    }

    /// <summary>
    /// The element as it stands at the front of a raw data block: ADTS has no other place for it (ISO/IEC 14496-3 1.A.3.2). Without the
    /// comment, which is for nobody. Empty when the stream has none.
    /// </summary>
    public static byte[] InFrame(AudioSpecificConfig config, ReadOnlySpan<byte> bytes)
    {
        if (config.ProgramConfig is not { Length: > 0 } place)
        {
            return [];
        }

        var bits = new BitReader(bytes);
        bits.Skip((int)place.Offset);
        Span<byte> element = stackalloc byte[MaxSize];
        var at = Put(element, 0, ElementId, 3);
        for (var i = 0; i < place.Length; i++)
        {
            at = Put(element, at, bits.Bits(1), 1);
        }

        // Up to the next whole byte, and a comment of no length.
        return element[..(((at + 7) >> 3) + 1)].ToArray();
    }

    private static int Put(Span<byte> bytes, int at, uint value, int count)
    {
        for (var bit = count - 1; bit >= 0; bit--, at++)
        {
            bytes[at >> 3] |= (byte)(((value >> bit) & 1) << (7 - (at & 7)));
        }

        return at;
    }
}

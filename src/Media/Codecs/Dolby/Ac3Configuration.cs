namespace MediaPlatform.Media.Codecs.Dolby;

/// <summary>AC-3 specific box, ETSI TS 102 366 F.4 (<c>dac3</c>).</summary>
internal sealed record Ac3Configuration(int SamplingRate, int Channels)
{
    private static readonly int[] Rates = [48000, 44100, 32000];
    private static readonly int[] ModeChannels = [2, 1, 2, 3, 3, 4, 4, 5];

    public static Ac3Configuration Parse(ReadOnlySpan<byte> body)
    {
        var bits = new BitReader(body);
        var code = (int)bits.Bits(2);
        bits.Skip(5 + 3);
        var mode = (int)bits.Bits(3);
        var lowFrequency = bits.Flag();
        return new Ac3Configuration(code < Rates.Length ? Rates[code] : 48000, ModeChannels[mode] + (lowFrequency ? 1 : 0));
    }
}

namespace MediaPlatform.Media.Codecs.Dolby;

/// <summary>
/// E-AC-3 specific box, ETSI TS 102 366 F.6 (<c>dec3</c>), with the JOC extension of ETSI TS 103 420 that marks Dolby
/// Atmos.
/// </summary>
internal sealed record Eac3Configuration(
    int DataRateKbps, int SamplingRate, int Channels, uint ChannelMask, bool IsJoc, int JocComplexity)
{
    // Speaker positions of WAVEFORMATEXTENSIBLE, as Smooth Streaming prints them.
    private const uint Left = 1, Right = 2, Centre = 4, LowFrequency = 8, BackLeft = 0x10, BackRight = 0x20,
        LeftOfCentre = 0x40, RightOfCentre = 0x80, BackCentre = 0x100, SideLeft = 0x200, SideRight = 0x400,
        TopCentre = 0x800, TopFrontLeft = 0x1000, TopFrontCentre = 0x2000, TopFrontRight = 0x4000;

    private static readonly uint[] ModeMasks =
    [
        Left | Right, Centre, Left | Right, Left | Right | Centre, Left | Right | BackCentre,
        Left | Right | Centre | BackCentre, Left | Right | BackLeft | BackRight, Left | Right | Centre | BackLeft | BackRight,
    ];

    private static readonly int[] Rates = [48000, 44100, 32000];

    public static Eac3Configuration Parse(ReadOnlySpan<byte> body)
    {
        var bits = new BitReader(body);
        var rate = (int)bits.Bits(13);
        var substreams = (int)bits.Bits(3) + 1;
        var (samplingRate, mask) = (48000, 0u);
        for (var i = 0; i < substreams; i++)
        {
            var rateCode = (int)bits.Bits(2);
            bits.Skip(5 + 1 + 1 + 3);
            var mode = (int)bits.Bits(3);
            var lowFrequency = bits.Flag();
            bits.Skip(3);
            var dependent = bits.Bits(4);
            var locations = dependent > 0 ? bits.Bits(9) : 0;
            bits.Skip(dependent > 0 ? 0 : 1);
            if (i == 0)
            {
                samplingRate = rateCode < Rates.Length ? Rates[rateCode] : 48000;
                mask = ModeMasks[mode] | (lowFrequency ? LowFrequency : 0) | Locations(locations);
            }
        }

        var joc = bits.Remaining >= 16 && (bits.Bits(8) & 1) != 0;
        return new Eac3Configuration(
            rate, samplingRate, System.Numerics.BitOperations.PopCount(mask), mask, joc, joc ? (int)bits.Bits(8) : 0);
    }

    /// <summary>Channel locations of dependent substreams, ETSI TS 102 366 table F.6.1.</summary>
    private static uint Locations(uint bits) =>
        ((bits & 0x001) != 0 ? LeftOfCentre | RightOfCentre : 0)
        | ((bits & 0x002) != 0 ? BackLeft | BackRight | SideLeft | SideRight : 0)
        | ((bits & 0x004) != 0 ? BackCentre : 0)
        | ((bits & 0x008) != 0 ? TopCentre : 0)
        | ((bits & 0x010) != 0 ? SideLeft | SideRight : 0)
        | ((bits & 0x020) != 0 ? LeftOfCentre | RightOfCentre : 0)
        | ((bits & 0x040) != 0 ? TopFrontLeft | TopFrontRight : 0)
        | ((bits & 0x080) != 0 ? TopFrontCentre : 0)
        | ((bits & 0x100) != 0 ? LowFrequency : 0);
}

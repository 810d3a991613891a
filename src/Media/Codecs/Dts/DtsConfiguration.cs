using System.Numerics;
using MediaPlatform.Media.IsoBmff;

namespace MediaPlatform.Media.Codecs.Dts;

/// <summary>DTS specific box, ETSI TS 102 114 annex E (<c>ddts</c>).</summary>
internal sealed record DtsConfiguration(int SamplingRate, int Channels, int MaxBitrate, int AverageBitrate, int SampleDepth, int FrameSamples)
{
    // Bits of ChannelLayout that stand for a pair of speakers, ETSI TS 102 114 table 7-10.
    private const uint Pairs = 0xAE66;

    public static DtsConfiguration Parse(ReadOnlySpan<byte> body)
    {
        var reader = new BoxReader(FourCC.Ddts, body);
        var (rate, max, average) = (reader.UInt32(), reader.UInt32(), reader.UInt32());
        var depth = reader.UInt8();
        var bits = new BitReader(reader.Rest());
        var frame = 512 << (int)bits.Bits(2);
        bits.Skip(5 + 1 + 6 + 14 + 1 + 3);
        var layout = bits.Bits(16);
        var channels = BitOperations.PopCount(layout) + BitOperations.PopCount(layout & Pairs);
        return new DtsConfiguration((int)rate, channels, (int)max, (int)average, depth, frame);
    }
}

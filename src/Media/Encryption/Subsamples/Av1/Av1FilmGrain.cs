using MediaPlatform.Media.Codecs;

namespace MediaPlatform.Media.Encryption.Subsamples.Av1;

/// <summary>Film grain parameters, AV1 specification 5.9.30: the last part of a frame header, of no use here but for its length.</summary>
internal static class Av1FilmGrain
{
    public static void Skip(ref BitReader bits, Av1Sequence sequence, bool isInter)
    {
        if (!bits.Flag())
        {
            return;
        }

        bits.Skip(16);
        if (isInter && !bits.Flag())
        {
            bits.Skip(3);
            return;
        }

        var luma = SkipPoints(ref bits);
        var isFromLuma = !sequence.IsMonochrome && bits.Flag();
        var hasChroma = !sequence.IsMonochrome && !isFromLuma && !(sequence.IsSubsampledTwice && luma == 0);
        var blue = hasChroma ? SkipPoints(ref bits) : 0;
        var red = hasChroma ? SkipPoints(ref bits) : 0;
        bits.Skip(2);
        var lag = (int)bits.Bits(2);
        var positions = 2 * lag * (lag + 1);
        bits.Skip(luma > 0 ? positions * 8 : 0);
        var chromaPositions = positions + (luma > 0 ? 1 : 0);
        bits.Skip(isFromLuma || blue > 0 ? chromaPositions * 8 : 0);
        bits.Skip(isFromLuma || red > 0 ? chromaPositions * 8 : 0);
        bits.Skip(4);
        bits.Skip((blue > 0 ? 25 : 0) + (red > 0 ? 25 : 0) + 2);
    }

    private static int SkipPoints(ref BitReader bits)
    {
        var points = (int)bits.Bits(4);
        bits.Skip(points * 16);
        return points;
    }
}

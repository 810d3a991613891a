using MediaPlatform.Media.Codecs;

namespace MediaPlatform.Media.Encryption.Subsamples.Av1;

/// <summary>Segmentation parameters, AV1 specification 5.9.14.</summary>
internal static class Av1Segments
{
    public const int Count = 8;
    private static readonly int[] s_bits = [8, 6, 6, 6, 6, 3, 0, 0];
    private const int SignedFeatures = 5;

    /// <summary>Reads the parameters.</summary>
    /// <param name="bits">Stands before <c>segmentation_enabled</c>.</param>
    /// <param name="hasPrimary">Whether the frame goes on from the state of another.</param>
    /// <param name="before">The quantizer changes of that one.</param>
    /// <returns>The quantizer change of each segment; null where it has none.</returns>
    public static int?[] Read(ref BitReader bits, bool hasPrimary, int?[] before)
    {
        if (!bits.Flag())
        {
            return new int?[Count];
        }

        if (hasPrimary)
        {
            if (bits.Flag())
            {
                bits.Skip(1);
            }

            if (!bits.Flag())
            {
                return before;
            }
        }

        var quantizers = new int?[Count];
        for (var segment = 0; segment < Count; segment++)
        {
            for (var feature = 0; feature < s_bits.Length; feature++)
            {
                if (bits.Flag())
                {
                    var value = feature < SignedFeatures ? Av1Codes.Signed(ref bits, 1 + s_bits[feature]) : (int)bits.Bits(s_bits[feature]);
                    quantizers[segment] = feature == 0 ? value : quantizers[segment];
                }
            }
        }

        return quantizers;
    }
}

using MediaPlatform.Media.Codecs;

namespace MediaPlatform.Media.Encryption.Subsamples.Av1;

/// <summary>Global motion parameters, AV1 specification 5.9.24 and 5.9.25: how long they are depends on those of an earlier frame.</summary>
internal static class Av1GlobalMotion
{
    private const int References = 7;
    private const int Parameters = 6;
    private const int PrecisionBits = 16;

    private enum Kind
    {
        Identity,
        Translation,
        RotationZoom,
        Affine,
    }

    /// <summary>No motion.</summary>
    public static readonly int[] Default = [.. Enumerable.Range(0, References * Parameters).Select(i => IsDiagonal(i % Parameters) ? 1 << PrecisionBits : 0)];

    /// <summary>Reads the parameters of all references of an inter frame.</summary>
    public static int[] Read(ref BitReader bits, int[] before, bool isPrecise)
    {
        var motion = (int[])Default.Clone();
        for (var reference = 0; reference < References; reference++)
        {
            var kind = !bits.Flag() ? Kind.Identity : bits.Flag() ? Kind.RotationZoom : bits.Flag() ? Kind.Translation : Kind.Affine;
            var now = motion.AsSpan(reference * Parameters, Parameters);
            var earlier = before.AsSpan(reference * Parameters, Parameters);
            if (kind >= Kind.RotationZoom)
            {
                now[2] = Parameter(ref bits, kind, 2, earlier[2], isPrecise);
                now[3] = Parameter(ref bits, kind, 3, earlier[3], isPrecise);
                now[4] = kind == Kind.Affine ? Parameter(ref bits, kind, 4, earlier[4], isPrecise) : -now[3];
                now[5] = kind == Kind.Affine ? Parameter(ref bits, kind, 5, earlier[5], isPrecise) : now[2];
            }

            if (kind >= Kind.Translation)
            {
                now[0] = Parameter(ref bits, kind, 0, earlier[0], isPrecise);
                now[1] = Parameter(ref bits, kind, 1, earlier[1], isPrecise);
            }
        }

        return motion;
    }

    private static int Parameter(ref BitReader bits, Kind kind, int index, int before, bool isPrecise)
    {
        var coarse = isPrecise ? 0 : 1;
        var (range, precision) = index >= 2 ? (12, 15) : kind == Kind.Translation ? (9 - coarse, 3 - coarse) : (12, 6);
        var shift = PrecisionBits - precision;
        var (round, offset) = IsDiagonal(index) ? (1 << PrecisionBits, 1 << precision) : (0, 0);
        return (Av1Codes.Near(ref bits, -(1 << range), (1 << range) + 1, (before >> shift) - offset) << shift) + round;
    }

    private static bool IsDiagonal(int index) => index % 3 == 2;
}

using System.Globalization;

namespace MediaPlatform.Encoder;

/// <summary>Width and height of a picture in square pixels.</summary>
internal readonly record struct PictureSize(int Width, int Height)
{
    public bool IsPortrait => Height > Width;

    public long Pixels => (long)Width * Height;

    public PictureSize Turned => new(Height, Width);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Width}x{Height}");

    /// <summary>The largest size of the same shape that fits into a box, never larger than this one; sides are even.</summary>
    public PictureSize FitInto(PictureSize box)
    {
        var scale = Math.Min(1.0, Math.Min((double)box.Width / Width, (double)box.Height / Height));
        return new PictureSize(Nearest(Width * scale, Math.Min(Width, box.Width)), Nearest(Height * scale, Math.Min(Height, box.Height)));
    }

    /// <summary>4:2:0 needs even sides: the largest even number not above, at least 2. A hair below a whole number counts as the number.</summary>
    public static int Even(double side) => Math.Max(2, (int)Math.Floor((side / 2) + 1e-6) * 2);

    private static int Nearest(double side, int limit) => Math.Min(Even(limit), Math.Max(2, (int)Math.Round(side / 2, MidpointRounding.AwayFromZero) * 2));
}

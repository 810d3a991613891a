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
        return new PictureSize(Even(Width * scale), Even(Height * scale));
    }

    /// <summary>4:2:0 needs even sides; the nearest even number not below 2.</summary>
    public static int Even(double side) => Math.Max(2, (int)Math.Round(side / 2, MidpointRounding.ToZero) * 2);
}

using System.Globalization;
using MediaPlatform.Data.Transforms.Presets;
using MediaPlatform.Encoder.Probing;

namespace MediaPlatform.Encoder.Presets;

/// <summary>Sizes of pictures: what filters leave of the source, and how layers ask for it.</summary>
internal static class PictureGeometry
{
    private const int LargestSide = 16384;

    /// <summary>Displayed size after cropping and turning.</summary>
    public static PictureSize AfterFilters(ProbedVideo track, Filters filters)
    {
        var turn = filters.Rotation ?? Rotation.Auto;
        var size = turn == Rotation.Auto ? track.DisplaySize : (track with { Rotation = 0 }).DisplaySize;
        if (CropOf(size, filters.Crop) is { } crop) size = crop.Size;
        return turn is Rotation.Rotate90 or Rotation.Rotate270 ? size.Turned : size;
    }

    /// <summary>The part to keep of a picture, or null when all of it.</summary>
    public static (PictureSize Size, int Left, int Top)? CropOf(PictureSize picture, Rectangle? crop)
    {
        if (crop is null) return null;
        var left = Length(crop.Left, picture.Width) ?? 0;
        var top = Length(crop.Top, picture.Height) ?? 0;
        var width = Length(crop.Width, picture.Width) ?? picture.Width - left;
        var height = Length(crop.Height, picture.Height) ?? picture.Height - top;
        if (width < 2 || height < 2) throw JobErrors.Unsupported($"The crop rectangle leaves nothing of the picture of {picture}.");
        var size = new PictureSize(PictureSize.Even(width), PictureSize.Even(height));
        if (left < 0 || top < 0 || left + size.Width > picture.Width || top + size.Height > picture.Height)
        {
            throw JobErrors.Unsupported($"The crop rectangle lies outside of the picture of {picture}.");
        }

        return (size, left, top);
    }

    /// <summary>Size of a layer, and the part of it that the source fills when bars surround it.</summary>
    public static (PictureSize Size, PictureSize? Content) Fit(PictureSize source, Layer layer, StretchMode mode)
    {
        var width = Length(layer.Width, source.Width);
        var height = Length(layer.Height, source.Height);
        if (width is null && height is null) return (Even(source), null);
        var aspect = (double)source.Width / source.Height;
        var box = new PictureSize(
            Checked(width ?? (int)Math.Round(height!.Value * aspect)), Checked(height ?? (int)Math.Round(width!.Value / aspect)));
        switch (mode)
        {
            case StretchMode.None:
                return (Even(box), null);
            case StretchMode.AutoFit:
                var inside = Inside(source, box);
                return (Even(box), inside == Even(box) ? null : inside);
            default:
                // The box of a landscape layer is turned for a portrait source, so that it becomes no small picture inside.
                return (Inside(source, source.IsPortrait && !box.IsPortrait ? box.Turned : box), null);
        }
    }

    /// <summary>Reads pixels ("640") or percent ("50%"); null when not given.</summary>
    public static int? Length(string? text, int whole)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        var percent = text.EndsWith('%');
        if (!double.TryParse(percent ? text[..^1] : text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number) || number < 0)
        {
            throw JobErrors.Unsupported($"'{text}' is neither a number of pixels nor a percentage.");
        }

        var pixels = percent ? whole * number / 100 : number;
        return pixels <= LargestSide ? (int)Math.Round(pixels) : throw JobErrors.Unsupported($"A side of {text} is too large.");
    }

    private static int Checked(int side) => side is >= 2 and <= LargestSide ? side : throw JobErrors.Unsupported($"A side of {side} pixels cannot be encoded.");

    private static PictureSize Even(PictureSize size) => new(PictureSize.Even(size.Width), PictureSize.Even(size.Height));

    private static PictureSize Inside(PictureSize source, PictureSize box)
    {
        var scale = Math.Min((double)box.Width / source.Width, (double)box.Height / source.Height);
        var larger = new PictureSize((int)Math.Ceiling(source.Width * Math.Max(1, scale)), (int)Math.Ceiling(source.Height * Math.Max(1, scale)));
        return larger.FitInto(box);
    }
}

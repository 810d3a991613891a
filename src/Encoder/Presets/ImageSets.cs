using System.Globalization;
using System.Xml;
using MediaPlatform.Data.Transforms.Presets;

namespace MediaPlatform.Encoder.Presets;

/// <summary>The still pictures that the codecs of a preset ask for.</summary>
internal static class ImageSets
{
    private const int MostPictures = 10_000;
    private const int LargestSpriteSide = 65_535;

    public static IReadOnlyList<ImageRecipe> Of(StandardEncoderPreset preset, PictureSize picture, SourceMedia source) =>
        [.. preset.Codecs.OfType<Image>().SelectMany(image => Layers(preset, image, picture, source))];

    private static IEnumerable<ImageRecipe> Layers(StandardEncoderPreset preset, Image image, PictureSize picture, SourceMedia source)
    {
        var times = Times(image, source.Duration, source.Video!.FrameRate.Value, out var step);
        var best = IsBest(image);
        return image switch
        {
            JpgImage jpg => jpg.Layers.Select(layer => Sprite(jpg, new ImageRecipe
            {
                Pattern = PatternOf<JpgFormat>(preset),
                Extension = "jpg",
                Label = layer.Label ?? "",
                Size = Fit(layer).Size,
                Content = Fit(layer).Content,
                Quality = layer.Quality ?? 70,
                Times = times,
                Best = best,
                Step = step,
            })),
            PngImage png => png.Layers.Select(layer => new ImageRecipe
            {
                Pattern = PatternOf<PngFormat>(preset),
                Extension = "png",
                Label = layer.Label ?? "",
                Size = Fit(layer).Size,
                Content = Fit(layer).Content,
                Times = times,
                Best = best,
                Step = step,
            }),
            _ => throw JobErrors.Unsupported($"Image codec {image.GetType().Name} is not supported."),
        };

        (PictureSize Size, PictureSize? Content) Fit(Layer layer) => PictureGeometry.Fit(picture, layer, image.StretchMode ?? StretchMode.AutoSize);
    }

    private static ImageRecipe Sprite(JpgImage image, ImageRecipe recipe)
    {
        if (image.SpriteColumn is not > 0) return recipe;
        var columns = Math.Min(image.SpriteColumn.Value, recipe.Times.Count);
        var rows = (recipe.Times.Count + columns - 1) / columns;
        if (columns * recipe.Size.Width > LargestSpriteSide || rows * recipe.Size.Height > LargestSpriteSide)
        {
            throw JobErrors.Unsupported($"A sprite of {columns} columns and {rows} rows of {recipe.Size} is larger than a JPEG can be.");
        }

        return recipe with { SpriteColumns = columns };
    }

    private static string PatternOf<TFormat>(StandardEncoderPreset preset)
        where TFormat : ImageFormat =>
        preset.Formats.OfType<TFormat>().FirstOrDefault()?.FilenamePattern ?? throw JobErrors.Unsupported($"The preset makes images but has no {typeof(TFormat).Name}.");

    private static List<double> Times(Image image, double duration, double frameRate, out double step)
    {
        step = 0;
        if (IsBest(image)) return [0];
        var start = Position(image.Start, duration, frameRate) ?? 0;
        if (start >= duration) throw JobErrors.Unsupported("The first image lies behind the end of the input.");
        step = Position(image.Step ?? "10%", duration, frameRate) ?? 0;
        var range = image.Range?.Trim() == "1" ? 0 : Position(image.Range ?? "100%", duration, frameRate) ?? 0;
        var end = Math.Min(start + range, duration - (1 / frameRate));
        if (step <= 0 || range <= 0) return [start];
        if ((end - start) / step > MostPictures) throw JobErrors.Unsupported($"The preset makes more than {MostPictures} images.");
        var times = new List<double>();
        for (var index = 0; start + (index * step) <= end + 1e-9 || index == 0; index++) times.Add(start + (index * step));
        return times;
    }

    private static bool IsBest(Image image) => string.Equals(image.Start, "{Best}", StringComparison.OrdinalIgnoreCase);

    /// <summary>Seconds of an ISO 8601 time, a frame number or a percentage.</summary>
    internal static double? Position(string? text, double duration, double frameRate)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        var mistake = JobErrors.Unsupported($"'{text}' is neither a time, a frame number nor a percentage.");
        if (text.StartsWith('P'))
        {
            try
            {
                return XmlConvert.ToTimeSpan(text).TotalSeconds;
            }
            catch (FormatException)
            {
                throw mistake;
            }
        }

        var percent = text.EndsWith('%');
        if (!double.TryParse(percent ? text[..^1] : text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || number < 0) throw mistake;
        return percent ? duration * number / 100 : number / frameRate;
    }
}

using System.Globalization;
using MediaPlatform.Data.Transforms.Presets;
using MediaPlatform.Encoder.Ffmpeg;
using MediaPlatform.Encoder.Presets;

namespace MediaPlatform.Encoder.Plans;

/// <summary>Plans still pictures: one short process per picture that seeks to its time, and one that joins a sprite.</summary>
internal static class ImagePlanner
{
    public static (IReadOnlyList<EncodeTask> Tasks, IReadOnlyList<PlannedFile> Files) Plan(
        ImageRecipe image, int set, Recipe recipe, SourceMedia source, EncoderOptions options)
    {
        var tasks = new List<EncodeTask>();
        var names = new List<string>();
        for (var index = 0; index < image.Times.Count; index++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"i{set}_{index + 1:D6}.{image.Extension}");
            names.Add(name);
            tasks.Add(Picture(image, name, image.Times[index], recipe, source, options));
        }

        if (image.SpriteColumns == 0) return (tasks, [.. names.Select((name, index) => FileOf(image, name, index + 1, source))]);
        var sprite = string.Create(CultureInfo.InvariantCulture, $"sprite{set}.jpg");
        tasks.Add(Join(image, set, sprite, tasks, options));
        return (tasks, [FileOf(image, sprite, 1, source) with { Sprite = image }]);
    }

    private static EncodeTask Picture(ImageRecipe image, string name, double time, Recipe recipe, SourceMedia source, EncoderOptions options)
    {
        var video = source.Video!;
        var frames = image.Best ? Math.Min(source.Duration, 5) : 1 / video.FrameRate.Value;
        var at = source with { Files = [source.Files[video.File]], Start = source.Start + time, End = source.Start + time + frames, Duration = Math.Max(frames, 0.5) };
        var arguments = InputArguments.Begin(options);
        InputArguments.Add(arguments, at, options, recipe.Filters.Rotation);
        var filters = VideoFilters.Still(at, recipe.Filters, image);
        arguments.Option("map", string.Create(CultureInfo.InvariantCulture, $"0:{video.Track.StreamIndex}")).Option("vf", filters).Option("frames:v", 1);
        if (image.Extension == "jpg") arguments.Option("q:v", JpegScale(image.Quality));
        InputArguments.NoMetadata(arguments);
        arguments.Option("update", 1).Option("f", "image2").Add(name);
        return new EncodeTask { Id = name, Arguments = arguments.ToList(), Duration = TimeSpan.FromSeconds(1) };
    }

    private static EncodeTask Join(ImageRecipe image, int set, string sprite, List<EncodeTask> pictures, EncoderOptions options)
    {
        var rows = (image.Times.Count + image.SpriteColumns - 1) / image.SpriteColumns;
        var arguments = InputArguments.Begin(options)
            .Add("-protocol_whitelist", "file", "-f", "image2", "-framerate", "1", "-i", string.Create(CultureInfo.InvariantCulture, $"i{set}_%06d.jpg"))
            .Option("vf", string.Create(CultureInfo.InvariantCulture, $"tile={image.SpriteColumns}x{rows}"))
            .Option("frames:v", 1).Option("q:v", JpegScale(image.Quality)).Option("update", 1).Option("f", "image2").Add(sprite);
        return new EncodeTask { Id = sprite, Needs = [.. pictures.Select(task => task.Id)], Arguments = arguments.ToList(), Duration = TimeSpan.FromSeconds(1) };
    }

    private static PlannedFile FileOf(ImageRecipe image, string name, int index, SourceMedia source) => new()
    {
        WorkName = name,
        Pattern = image.Pattern,
        Kind = PlannedFileKind.Image,
        Sources = [source.Files[source.Video!.File].Name],
        Macros = new Dictionary<string, string>
        {
            ["basename"] = FileNamePattern.Basename(source.Name, copies: false),
            ["extension"] = "." + image.Extension,
            ["label"] = image.Label,
            ["index"] = index.ToString("D6", CultureInfo.InvariantCulture),
            ["resolution"] = image.Size.ToString(),
            ["codec"] = image.Extension,
        },
    };

    // ffmpeg counts from 2 (best) to 31.
    private static int JpegScale(int quality) => (int)Math.Round(31 - (Math.Clamp(quality, 0, 100) * 29 / 100.0));
}

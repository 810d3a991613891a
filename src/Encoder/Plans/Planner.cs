using System.Globalization;
using MediaPlatform.Data.Transforms.Presets;
using MediaPlatform.Encoder.Presets;

namespace MediaPlatform.Encoder.Plans;

/// <summary>Makes the plan of a recipe.</summary>
internal static class Planner
{
    public static EncodePlan Plan(Recipe recipe, SourceMedia source, EncoderOptions options)
    {
        if (recipe.Copy is not null) return CopyPlanner.Plan(recipe.Copy, source, options);
        var files = recipe.Files.Select((file, index) => FileOf(recipe, file, index, source)).ToList();
        var tasks = new List<EncodeTask>();
        if (files.Count > 0) tasks.Add(EncodePlanner.Task(recipe, source, files, options) with { Weight = 20 });
        for (var index = 0; index < recipe.Images.Count; index++)
        {
            var (imageTasks, imageFiles) = ImagePlanner.Plan(recipe.Images[index], index, recipe, source, options);
            tasks.AddRange(imageTasks);
            files.AddRange(imageFiles);
        }

        return new EncodePlan { Tasks = tasks, Files = files };
    }

    private static PlannedFile FileOf(Recipe recipe, FileRecipe file, int index, SourceMedia source)
    {
        var video = file.Video is { } videoIndex ? recipe.Videos[videoIndex] : null;
        var audios = file.Audios.Select(audio => recipe.Audios[audio]).ToList();
        var extension = file.Container == FileContainer.Mp4 ? ".mp4" : ".ts";
        return new PlannedFile
        {
            WorkName = string.Create(CultureInfo.InvariantCulture, $"f{index}{extension}"),
            Pattern = file.Pattern,
            Kind = file.Container == FileContainer.Mp4 ? PlannedFileKind.Mp4 : PlannedFileKind.TransportStream,
            Video = video,
            Audios = audios,
            Sources = [source.Files[source.Video?.File ?? source.Sounds[audios[0].Sound].File].Name],
            Macros = MacrosOf(recipe, video, file, extension, source),
        };
    }

    private static Dictionary<string, string> MacrosOf(Recipe recipe, VideoRendition? video, FileRecipe file, string extension, SourceMedia source)
    {
        var audio = file.Audios.Count > 0 ? recipe.Audios[file.Audios[0]] : null;
        var values = new Dictionary<string, string>
        {
            ["basename"] = FileNamePattern.Basename(source.Name, copies: false),
            ["extension"] = extension,
            ["label"] = string.IsNullOrEmpty(video?.Label) ? audio?.Label ?? "" : video.Label,
            ["bitrate"] = Kilobits(video?.Bitrate ?? audio?.Bitrate ?? 0),
            ["codec"] = video is null ? CodecOf(audio) : video.Codec.ToString(),
            ["resolution"] = video?.Size.ToString() ?? "",
        };
        if (audio is null) return values;
        values["audiostream"] = string.Create(CultureInfo.InvariantCulture, $"Audio{file.Audios[0] + 1}");
        values["audiocodec"] = CodecOf(audio);
        values["audiobitrate"] = Kilobits(audio.Bitrate);
        // Only a set of several languages needs them in its names.
        values["language"] = recipe.Audios.Select(other => other.Language).Distinct().Count() > 1 ? audio.Language + "_" : "";
        return values;
    }

    private static string CodecOf(AudioRendition? audio) => audio?.Codec == AudioCodec.Ac3 ? "AC3" : "AAC";

    private static string Kilobits(int bits) => (bits / 1000).ToString(CultureInfo.InvariantCulture);
}

using System.Globalization;
using MediaPlatform.Data.Transforms.Presets;
using MediaPlatform.Encoder.Ffmpeg;
using MediaPlatform.Encoder.Presets;

namespace MediaPlatform.Encoder.Plans;

/// <summary>
/// Plans the one ffmpeg process that decodes a source once and makes all its renditions:
/// <code>
/// input -> shared filters -> split -> scale -> x264 -> v0.mp4
///                                  -> scale -> x264 -> v1.mp4
///       -> resample, pad to the picture -> aac -> a0.mp4
/// </code>
/// </summary>
internal static class EncodePlanner
{
    public static EncodeTask Task(Recipe recipe, SourceMedia source, IReadOnlyList<PlannedFile> files, EncoderOptions options)
    {
        var arguments = InputArguments.Begin(options);
        InputArguments.Add(arguments, source, options, recipe.Filters.Rotation);
        var graph = new List<string>();
        if (recipe.Videos.Count > 0) graph.AddRange(Pictures(recipe, source));
        graph.AddRange(Sounds(recipe, source));
        arguments.Option("filter_complex", string.Join(';', graph));
        for (var index = 0; index < recipe.Files.Count; index++) AddFile(arguments, recipe, recipe.Files[index], files[index], options);
        return new EncodeTask { Id = "encode", Arguments = arguments.ToList(), Duration = TimeSpan.FromSeconds(source.Duration) };
    }

    // A stream that goes into several files is encoded for each of them; labels of the graph can be used only once.
    private static IEnumerable<string> Pictures(Recipe recipe, SourceMedia source)
    {
        int[] uses = [.. recipe.Files.Where(file => file.Video is not null).Select(file => file.Video!.Value)];
        if (uses.Length == 0) yield break;
        var videos = uses.Select(use => recipe.Videos[use]).ToList();
        var rates = videos.Select(video => video.FrameRate).Distinct().ToList();
        if (rates.Count > 1) throw JobErrors.Unsupported("All layers of a preset must have one frame rate.");

        var shared = VideoFilters.Shared(source, recipe.Filters, rates[0], keepHdr: videos.All(video => video.PixelFormat == "yuv420p10le"));
        var input = string.Create(CultureInfo.InvariantCulture, $"[{source.Video!.File}:{source.Video.Track.StreamIndex}]");
        var outputs = string.Concat(videos.Select((_, index) => string.Create(CultureInfo.InvariantCulture, $"[s{index}]")));
        yield return string.Create(CultureInfo.InvariantCulture, $"{input}{shared},split={videos.Count}{outputs}");
        for (var index = 0; index < videos.Count; index++)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"[s{index}]{VideoFilters.Scale(videos[index], source.Video.Track)}[v{index}]");
        }
    }

    private static IEnumerable<string> Sounds(Recipe recipe, SourceMedia source)
    {
        for (var index = 0; index < recipe.Audios.Count; index++)
        {
            var uses = recipe.Files.Count(file => file.Audios.Contains(index));
            if (uses == 0) continue;
            var audio = recipe.Audios[index];
            var chain = AudioFilters.Chain(audio, source.Sounds[audio.Sound], source, withPicture: recipe.Videos.Count > 0);
            var outputs = string.Concat(Enumerable.Range(0, uses).Select(use => string.Create(CultureInfo.InvariantCulture, $"[a{index}_{use}]")));
            yield return string.Create(CultureInfo.InvariantCulture, $"{chain},asplit={uses}{outputs}");
        }
    }

    private static void AddFile(ArgumentList arguments, Recipe recipe, FileRecipe file, PlannedFile planned, EncoderOptions options)
    {
        var place = recipe.Files.TakeWhile(other => other != file).ToList();
        if (file.Video is { } videoIndex)
        {
            arguments.Option("map", string.Create(CultureInfo.InvariantCulture, $"[v{place.Count(other => other.Video is not null)}]"));
            var video = recipe.Videos[videoIndex];
            VideoArguments.Add(arguments, video, options);
            if (file.Container == FileContainer.Mp4) arguments.Option("video_track_timescale", FrameRates.Timescale(video.FrameRate));
        }

        for (var index = 0; index < file.Audios.Count; index++)
        {
            var audio = file.Audios[index];
            arguments.Option("map", string.Create(CultureInfo.InvariantCulture, $"[a{audio}_{place.Count(other => other.Audios.Contains(audio))}]"));
            AddAudio(arguments, recipe.Audios[audio], index);
        }

        InputArguments.NoMetadata(arguments);
        if (file.Container == FileContainer.Mp4) arguments.Option("movflags", "+faststart+negative_cts_offsets").Option("f", "mp4");
        else arguments.Option("f", "mpegts");
        arguments.Add(planned.WorkName);
    }

    private static void AddAudio(ArgumentList arguments, AudioRendition audio, int index)
    {
        var stream = string.Create(CultureInfo.InvariantCulture, $"a:{index}");
        arguments.Option("c:" + stream, audio.Codec == AudioCodec.Aac ? "aac" : "ac3").Option("b:" + stream, audio.Bitrate);
        arguments.Option("metadata:s:" + stream, "language=" + audio.Language);
    }
}

using System.Globalization;
using MediaPlatform.Encoder.Ffmpeg;
using MediaPlatform.Encoder.Presets;
using MediaPlatform.Encoder.Probing;

namespace MediaPlatform.Encoder.Plans;

/// <summary>Plans stream copies: every video and every distinct sound of the source, encoded by nobody.</summary>
internal static class CopyPlanner
{
    private static readonly string[] StreamableVideo = ["h264", "hevc"];

    private sealed record CopiedStream(int File, int Stream, ProbedVideo? Video, ProbedAudio? Audio);

    public static EncodePlan Plan(CopyRecipe recipe, SourceMedia source, EncoderOptions options)
    {
        var videos = source.Files.SelectMany((file, index) => file.Probe.Videos.Select(track => new CopiedStream(index, track.StreamIndex, Streamable(track), null))).ToList();
        var audios = DistinctSounds(source);
        List<List<CopiedStream>> groups = recipe.Interleaved && videos.Count > 0
            ? [.. videos.Select(video => new List<CopiedStream>([video, .. audios]))]
            : [.. videos.Concat(audios).Select(stream => new List<CopiedStream>([stream]))];

        var arguments = InputArguments.Begin(options);
        InputArguments.Add(arguments, source, options);
        var files = groups.Select((group, index) => FileOf(recipe, group, index, source)).ToList();
        for (var index = 0; index < groups.Count; index++) AddFile(arguments, groups[index], files[index]);
        var task = new EncodeTask { Id = "copy", Arguments = arguments.ToList(), Duration = TimeSpan.FromSeconds(source.Duration) };
        return new EncodePlan { Tasks = [task], Files = files };
    }

    // Files of one asset often carry the same sound each; a sound that an earlier file has is not taken again.
    private static List<CopiedStream> DistinctSounds(SourceMedia source)
    {
        var taken = new List<CopiedStream>();
        for (var file = 0; file < source.Files.Count; file++)
        {
            var known = taken.Select(stream => KeyOf(stream.Audio!)).ToHashSet();
            taken.AddRange(source.Files[file].Probe.Audios.Where(track => !known.Contains(KeyOf(track)))
                .Select(track => new CopiedStream(file, track.StreamIndex, null, Streamable(track))));
        }

        return taken;

        static (string, int, int, string, long) KeyOf(ProbedAudio track) => (track.Codec, track.Channels, track.SampleRate, track.Language, track.BitRate / 8000);
    }

    private static void AddFile(ArgumentList arguments, List<CopiedStream> group, PlannedFile file)
    {
        foreach (var stream in group) arguments.Option("map", string.Create(CultureInfo.InvariantCulture, $"{stream.File}:{stream.Stream}"));
        arguments.Option("c", "copy");
        if (group.Any(stream => stream.Video?.Codec == "hevc")) arguments.Option("tag:v", "hvc1");
        InputArguments.NoMetadata(arguments);
        var languages = group.Where(stream => stream.Audio is not null).Select(stream => stream.Audio!.Language).ToList();
        for (var index = 0; index < languages.Count; index++)
        {
            arguments.Option(string.Create(CultureInfo.InvariantCulture, $"metadata:s:a:{index}"), "language=" + languages[index]);
        }

        arguments.Option("movflags", "+faststart+negative_cts_offsets").Option("f", "mp4").Add(file.WorkName);
    }

    private static PlannedFile FileOf(CopyRecipe recipe, List<CopiedStream> group, int index, SourceMedia source)
    {
        var video = group.Select(stream => stream.Video).FirstOrDefault(track => track is not null);
        var audio = group.Select(stream => stream.Audio).FirstOrDefault(track => track is not null);
        var builtIn = video is not null ? "{Basename}_{Resolution}_{MeasuredBitrate}{Extension}" : "{Basename}_{AudioCodec}_{Language}{MeasuredBitrate}{Extension}";
        return new PlannedFile
        {
            WorkName = string.Create(CultureInfo.InvariantCulture, $"f{index}.mp4"),
            Pattern = recipe.Pattern ?? builtIn,
            Kind = PlannedFileKind.Mp4,
            Sources = [source.Files[group[0].File].Name],
            Macros = new Dictionary<string, string>
            {
                ["basename"] = FileNamePattern.Basename(source.Files[group[0].File].Name, copies: true),
                ["extension"] = ".mp4",
                ["resolution"] = video is null ? "" : new PictureSize(video.Width, video.Height).ToString(),
                ["codec"] = (video?.Codec ?? audio?.Codec ?? "").ToUpperInvariant(),
                ["bitrate"] = ((video?.BitRate ?? audio?.BitRate ?? 0) / 1000).ToString(CultureInfo.InvariantCulture),
                ["audiocodec"] = (audio?.Codec ?? "").ToUpperInvariant(),
                ["language"] = audio is null or { Language: "und" } ? "" : audio.Language + "_",
            },
        };
    }

    private static ProbedVideo Streamable(ProbedVideo track) => StreamableVideo.Contains(track.Codec)
        ? track
        : throw JobErrors.Unsupported($"Video of the codec '{track.Codec}' cannot be streamed from MP4 as it is; encode it instead.");

    private static ProbedAudio Streamable(ProbedAudio track) => track.Codec == "aac"
        ? track
        : throw JobErrors.Unsupported($"Sound of the codec '{track.Codec}' cannot be streamed as it is; encode it instead.");
}

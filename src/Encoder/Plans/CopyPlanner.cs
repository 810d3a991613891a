using System.Globalization;
using MediaPlatform.Data.Transforms.Presets;
using MediaPlatform.Encoder.Ffmpeg;
using MediaPlatform.Encoder.Presets;
using MediaPlatform.Encoder.Probing;

namespace MediaPlatform.Encoder.Plans;

/// <summary>Plans stream copies: every video and every distinct sound of the source, encoded by nobody.</summary>
internal static class CopyPlanner
{
    private static readonly string[] StreamableVideo = ["h264", "hevc"];

    private sealed record CopiedStream(int File, int Stream, ProbedVideo? Video, ProbedAudio? Audio);

    private sealed record Group(IReadOnlyList<CopiedStream> Streams, string Label);

    public static EncodePlan Plan(CopyRecipe recipe, SourceMedia source, EncoderOptions options)
    {
        var groups = Groups(recipe, source);
        if (groups.Count == 0) throw JobErrors.Unsupported("Nothing of what the preset copies is in the input.");
        var arguments = InputArguments.Begin(options);
        InputArguments.Add(arguments, source, options);
        var files = groups.Select((group, index) => FileOf(recipe, group, index, source)).ToList();
        for (var index = 0; index < groups.Count; index++) AddFile(arguments, groups[index].Streams, files[index]);
        var task = new EncodeTask { Id = "copy", Arguments = arguments.ToList(), Duration = TimeSpan.FromSeconds(source.Duration) };
        return new EncodePlan { Tasks = [task], Files = files };
    }

    // Only what is copied must be of a kind that can be.
    private static List<Group> Groups(CopyRecipe recipe, SourceMedia source)
    {
        var pictures = new Lazy<List<CopiedStream>>(() => PicturesOf(source));
        var sounds = new Lazy<List<CopiedStream>>(() => SoundsOf(source));
        if (recipe.Files is null) return [.. pictures.Value.Concat(sounds.Value).Select(stream => new Group([stream], ""))];
        return [.. recipe.Files.SelectMany(file =>
        {
            IReadOnlyList<CopiedStream> heard = file.Sounds ? sounds.Value : [];
            if (file.Picture && pictures.Value.Count > 0) return pictures.Value.Select(picture => new Group([picture, .. heard], file.Label));
            return heard.Count > 0 ? [new Group(heard, file.Label)] : [];
        })];
    }

    private static List<CopiedStream> PicturesOf(SourceMedia source)
    {
        var pictures = source.ChosenPictures ?? [.. source.Files.SelectMany((file, index) => file.Probe.Videos.Select(track => (index, track)))];
        return [.. pictures.Select(entry => new CopiedStream(entry.File, entry.Track.StreamIndex, Streamable(entry.Track), null))];
    }

    private static List<CopiedStream> SoundsOf(SourceMedia source)
    {
        if (source.ChosenSounds is not { } sounds) return DistinctSounds(source);
        if (sounds.Any(sound => sound.Layout is not null)) throw JobErrors.Unsupported("Tracks that are copied cannot be joined by channel mappings.");
        return [.. sounds.Select(sound => new CopiedStream(sound.File, sound.Tracks[0].StreamIndex, null, Streamable(sound.Tracks[0])))];
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

    private static void AddFile(ArgumentList arguments, IReadOnlyList<CopiedStream> group, PlannedFile file)
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

    private static PlannedFile FileOf(CopyRecipe recipe, Group group, int index, SourceMedia source)
    {
        var video = group.Streams.Select(stream => stream.Video).FirstOrDefault(track => track is not null);
        var audio = group.Streams.Select(stream => stream.Audio).FirstOrDefault(track => track is not null);
        var builtIn = video is not null ? "{Basename}_{Resolution}_{MeasuredBitrate}{Extension}" : "{Basename}_{AudioCodec}_{Language}{MeasuredBitrate}{Extension}";
        return new PlannedFile
        {
            WorkName = string.Create(CultureInfo.InvariantCulture, $"f{index}.mp4"),
            Pattern = recipe.Pattern ?? builtIn,
            Kind = PlannedFileKind.Mp4,
            Sources = [source.Files[group.Streams[0].File].Name],
            Macros = new Dictionary<string, string>
            {
                ["basename"] = FileNamePattern.Basename(source.Files[group.Streams[0].File].Name, copies: true),
                ["extension"] = ".mp4",
                ["label"] = group.Label,
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

using MediaPlatform.Data.Transforms.Presets;

namespace MediaPlatform.Encoder.Presets;

/// <summary>What a custom preset means for a source.</summary>
internal static class StandardRecipes
{
    public static Recipe For(StandardEncoderPreset preset, SourceMedia source)
    {
        if (preset.Codecs.Count == 0 || preset.Formats.Count == 0) throw JobErrors.Unsupported("The preset has no codecs or no formats.");
        if (preset.Filters?.Overlays is { Count: > 0 } overlays)
        {
            throw JobErrors.Unsupported($"The job has no input labelled '{overlays[0].InputLabel}' for an overlay: jobs with several inputs are not supported.");
        }
        if (preset.Codecs.Any(codec => codec is CopyVideo or CopyAudio)) return Copied(preset);

        var filters = preset.Filters ?? new Filters();
        var picture = source.Video is null ? (PictureSize?)null : PictureGeometry.AfterFilters(source.Video.Track, filters);
        List<VideoRendition> videos = picture is { } size ? [.. preset.Codecs.SelectMany(codec => VideoLayers.Of(codec, size, source.Video!.FrameRate))] : [];
        var audios = AudioTracks.Of(preset.Codecs, source);
        var recipe = new Recipe
        {
            Videos = videos,
            Audios = audios,
            Filters = filters,
            Images = picture is { } shape ? ImageSets.Of(preset, shape, source) : [],
            Files = [.. preset.Formats.OfType<MultiBitrateFormat>().SelectMany(format => FilesOf(format, videos, audios))],
        };
        if (recipe.Files.Count == 0 && recipe.Images.Count == 0) throw JobErrors.Unsupported("Nothing of what the preset makes is in the input.");
        return recipe;
    }

    private static Recipe Copied(StandardEncoderPreset preset)
    {
        if (preset.Codecs.Any(codec => codec is not (CopyVideo or CopyAudio)))
        {
            throw JobErrors.Unsupported("A preset that copies streams and also encodes others is not supported.");
        }

        return preset.Formats is [Mp4Format format]
            ? new Recipe { Copy = new CopyRecipe(format.FilenamePattern, [.. CopiedFiles(preset.Codecs, format)]) }
            : throw JobErrors.Unsupported("Streams are copied into one Mp4Format only.");
    }

    private static IEnumerable<CopiedFile> CopiedFiles(IReadOnlyList<Codec> codecs, Mp4Format format)
    {
        if (format.OutputFiles.Count == 0) return [Copied(codecs)];
        return format.OutputFiles.Select(file => Copied([.. codecs.Where(codec => Names(file, codec.Label ?? ""))]));
    }

    private static CopiedFile Copied(IReadOnlyList<Codec> codecs)
    {
        var picture = codecs.FirstOrDefault(codec => codec is CopyVideo);
        var sound = codecs.FirstOrDefault(codec => codec is CopyAudio);
        return new CopiedFile(picture is not null, sound is not null, (string.IsNullOrEmpty(picture?.Label) ? sound?.Label : picture.Label) ?? "");
    }

    private static IEnumerable<FileRecipe> FilesOf(MultiBitrateFormat format, List<VideoRendition> videos, List<AudioRendition> audios)
    {
        var container = format switch
        {
            Mp4Format => FileContainer.Mp4,
            TransportStreamFormat => FileContainer.TransportStream,
            _ => throw JobErrors.Unsupported($"The format {format.GetType().Name} is not supported."),
        };
        if (format.OutputFiles.Count > 0)
        {
            return format.OutputFiles.Select(file => Labelled(format, container, file, videos, audios)).Where(file => file.Video is not null || file.Audios.Count > 0);
        }

        int[] allAudio = [.. Enumerable.Range(0, audios.Count)];
        if (videos.Count == 0) return audios.Count == 0 ? [] : [new FileRecipe(format.FilenamePattern, container, null, allAudio)];
        return videos.Select((_, index) => new FileRecipe(format.FilenamePattern, container, index, allAudio));
    }

    private static FileRecipe Labelled(
        MultiBitrateFormat format, FileContainer container, OutputFile file, List<VideoRendition> videos, List<AudioRendition> audios)
    {
        int[] chosen = [.. Enumerable.Range(0, videos.Count).Where(index => Names(file, videos[index].Label))];
        if (chosen.Length > 1) throw JobErrors.Unsupported($"An output file holds one video layer, but the labels {string.Join(", ", file.Labels)} name {chosen.Length}.");
        return new FileRecipe(
            format.FilenamePattern, container, chosen.Length == 1 ? chosen[0] : null,
            [.. Enumerable.Range(0, audios.Count).Where(index => Names(file, audios[index].Label))]);
    }

    // As the API compares labels when it checks that each of them is there.
    private static bool Names(OutputFile file, string label) => file.Labels.Contains(label, StringComparer.OrdinalIgnoreCase);
}

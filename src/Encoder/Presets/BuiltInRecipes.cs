using MediaPlatform.Data.Transforms.Presets;

namespace MediaPlatform.Encoder.Presets;

/// <summary>What the built-in presets mean for a source.</summary>
internal static class BuiltInRecipes
{
    private const string LadderName = "{Basename}_{Resolution}_{Bitrate}{Extension}";
    private const string MeasuredLadderName = "{Basename}_{Resolution}_{MeasuredBitrate}{Extension}";
    private const string AudioName = "{Basename}_{AudioCodec}_{Language}{AudioBitrate}{Extension}";

    // HEVC needs about half of the bits of H.264; the published single-bitrate presets stand in this relation.
    private const double HevcShare = 0.55;

    public static Recipe For(BuiltInStandardEncoderPreset preset, SourceMedia source)
    {
        if (!BuiltInPresetNames.TryGetCanonical(preset.PresetName, out var name)) throw JobErrors.Unsupported($"There is no preset '{preset.PresetName}'.");
        var complexity = preset.Configurations?.Complexity ?? EncoderComplexity.Balanced;
        return name switch
        {
            "AdaptiveStreaming" => Ladder(source, Adaptive(source, 1080), VideoCodec.H264, complexity, MeasuredLadderName),
            "H265AdaptiveStreaming" => Ladder(source, Adaptive(source, 2160, HevcShare), VideoCodec.H265, complexity, MeasuredLadderName),
            "H264MultipleBitrate1080p" => Fixed(source, FixedLadders.H264MultipleBitrate1080p, complexity),
            "H264MultipleBitrate720p" => Fixed(source, FixedLadders.H264MultipleBitrate720p, complexity),
            "H264MultipleBitrateSD" => Fixed(source, FixedLadders.H264MultipleBitrateSd, complexity),
            "H264SingleBitrateSD" => Single(source, new(new(848, 480), 2200), VideoCodec.H264, complexity),
            "H264SingleBitrate720p" => Single(source, new(new(1280, 720), 4500), VideoCodec.H264, complexity),
            "H264SingleBitrate1080p" => Single(source, new(new(1920, 1080), 6750), VideoCodec.H264, complexity),
            "H265SingleBitrate720p" => Single(source, new(new(1280, 720), 1800), VideoCodec.H265, complexity),
            "H265SingleBitrate1080p" => Single(source, new(new(1920, 1080), 3500), VideoCodec.H265, complexity),
            "H265SingleBitrate4K" => Single(source, new(new(3840, 2160), 9500), VideoCodec.H265, complexity),
            "AACGoodQualityAudio" => SoundOnly(source, AudioCodec.Aac),
            "DDGoodQualityAudio" => SoundOnly(source, AudioCodec.Ac3),
            "CopyAllBitrateNonInterleaved" => new Recipe { Copy = new CopyRecipe(Pattern: null, Files: null) },
            "saasCopyCodec" => new Recipe { Copy = new CopyRecipe(Pattern: null, Files: null) },
            _ => throw JobErrors.Unsupported($"The preset '{name}' is not available on this installation."),
        };
    }

    private static IReadOnlyList<LadderRung> Adaptive(SourceMedia source, int maxHeight, double share = 1) => source.Video is null
        ? []
        : [.. AdaptiveLadder.For(source.Video.Track.DisplaySize, source.Video.FrameRate.Value, source.Video.Track.BitRate, maxHeight)
            .Select(rung => rung with { Kbps = (int)(rung.Kbps * share) })];

    private static Recipe Fixed(SourceMedia source, IReadOnlyList<LadderRung> ladder, EncoderComplexity complexity) =>
        Ladder(source, source.Video is null ? [] : FixedLadders.Fit(ladder, source.Video.Track.DisplaySize), VideoCodec.H264, complexity, LadderName);

    private static Recipe Ladder(SourceMedia source, IReadOnlyList<LadderRung> rungs, VideoCodec codec, EncoderComplexity complexity, string pattern)
    {
        var audios = Languages(source, AudioCodec.Aac, 128_000);
        return new Recipe
        {
            Videos = [.. rungs.Select(rung => Rendition(source, rung, codec, complexity))],
            Audios = audios,
            Files =
            [
                .. rungs.Select((_, index) => new FileRecipe(pattern, FileContainer.Mp4, index, [])),
                .. audios.Select((_, index) => new FileRecipe(AudioName, FileContainer.Mp4, null, [index])),
            ],
        };
    }

    private static Recipe Single(SourceMedia source, LadderRung rung, VideoCodec codec, EncoderComplexity complexity)
    {
        if (source.Video is null) return SoundOnly(source, AudioCodec.Aac, 128_000);
        var fitted = FixedLadders.Fit([rung], source.Video.Track.DisplaySize)[0];
        var audios = Languages(source, AudioCodec.Aac, 128_000);
        return new Recipe
        {
            Videos = [Rendition(source, fitted, codec, complexity) with { SceneCuts = true }],
            Audios = audios,
            Files = [new FileRecipe(LadderName, FileContainer.Mp4, 0, [.. Enumerable.Range(0, audios.Count)])],
        };
    }

    private static Recipe SoundOnly(SourceMedia source, AudioCodec codec, int bitrate = 192_000)
    {
        var audios = Languages(source, codec, bitrate);
        if (audios.Count == 0) throw JobErrors.Unsupported("The preset makes sound, but the input has none.");
        return new Recipe { Audios = audios, Files = [.. audios.Select((_, index) => new FileRecipe(AudioName, FileContainer.Mp4, null, [index]))] };
    }

    private static VideoRendition Rendition(SourceMedia source, LadderRung rung, VideoCodec codec, EncoderComplexity complexity) => new()
    {
        Codec = codec,
        Size = rung.Size,
        Bitrate = rung.Kbps * 1000,
        MaxBitrate = rung.Kbps * 1000,
        FrameRate = source.Video!.FrameRate,
        Complexity = complexity,
        BFrames = 3,
        ReferenceFrames = 3,
        Profile = codec == VideoCodec.H264 ? "high" : "main",
    };

    // One stereo track per language, in the order of the source.
    private static List<AudioRendition> Languages(SourceMedia source, AudioCodec codec, int bitrate) =>
        [.. source.Sounds.Select((sound, index) => new AudioRendition { Codec = codec, Bitrate = bitrate, Sound = index, Language = sound.Language })
            .DistinctBy(rendition => rendition.Language)];
}

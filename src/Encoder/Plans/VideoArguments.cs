using System.Globalization;
using MediaPlatform.Data.Transforms.Presets;
using MediaPlatform.Encoder.Ffmpeg;
using MediaPlatform.Encoder.Presets;

namespace MediaPlatform.Encoder.Plans;

/// <summary>Encoder options of one video rendition.</summary>
internal static class VideoArguments
{
    public static void Add(ArgumentList arguments, VideoRendition video, EncoderOptions options)
    {
        // Frames come out of the fps filter: none is repeated or dropped behind it.
        arguments.Option("fps_mode:v", "passthrough");
        if (video.Codec == VideoCodec.H265) AddH265(arguments, video, options);
        else AddH264(arguments, video, options);
        if (options.Threads > 0) arguments.Option("threads:v", options.Threads);
    }

    private static void AddH264(ArgumentList arguments, VideoRendition video, EncoderOptions options)
    {
        arguments.Option("c:v", "libx264").Option("preset", PresetOf(video.Complexity, options)).Option("profile:v", video.Profile);
        if (video.Level.Length > 0) arguments.Option("level:v", video.Level);
        AddRate(arguments, video);
        arguments.Option("g", video.GopFrames);
        // Cuts at scene changes would fall on other frames in every rung.
        if (!video.SceneCuts) arguments.Option("keyint_min", video.GopFrames).Option("sc_threshold", 0);
        var baseline = video.Profile == "baseline";
        if (baseline) arguments.Option("bf", 0);
        else if (video.BFrames is { } frames) arguments.Option("bf", frames);
        if (!baseline && video.BFrames is not 0) arguments.Option("b_strategy", video.AdaptiveBFrames ? 1 : 0);
        if (video.ReferenceFrames is { } references) arguments.Option("refs", references);
        if (video.Slices > 0) arguments.Option("slices", video.Slices);
        if (video.Cavlc || baseline) arguments.Option("coder", "0");
    }

    private static void AddH265(ArgumentList arguments, VideoRendition video, EncoderOptions options)
    {
        arguments.Option("c:v", "libx265").Option("tag:v", "hvc1").Option("preset", PresetOf(video.Complexity, options)).Option("profile:v", video.Profile);
        AddRate(arguments, video);
        var gop = video.GopFrames.ToString(CultureInfo.InvariantCulture);
        var settings = new List<string> { "log-level=error", $"keyint={gop}", "open-gop=0" };
        if (!video.SceneCuts) settings.AddRange([$"min-keyint={gop}", "scenecut=0"]);
        if (video.Level.Length > 0) settings.Add("level-idc=" + video.Level);
        if (video.BFrames is { } frames) settings.Add(string.Create(CultureInfo.InvariantCulture, $"bframes={frames}"));
        if (!video.AdaptiveBFrames) settings.Add("b-adapt=0");
        if (video.ReferenceFrames is { } references) settings.Add(string.Create(CultureInfo.InvariantCulture, $"ref={references}"));
        if (video.Slices > 0) settings.Add(string.Create(CultureInfo.InvariantCulture, $"slices={video.Slices}"));
        arguments.Option("x265-params", string.Join(':', settings));
    }

    private static void AddRate(ArgumentList arguments, VideoRendition video)
    {
        var seconds = Math.Clamp(video.BufferWindow.TotalSeconds, 0.1, 100);
        if (video.RateControl == RateControlMode.CRF) arguments.Option("crf", video.Crf);
        else arguments.Option("b:v", video.Bitrate);
        if (video.RateControl == RateControlMode.CBR) arguments.Option("minrate", video.Bitrate).Option("maxrate", video.Bitrate);
        else if (video.MaxBitrate > 0) arguments.Option("maxrate", video.MaxBitrate);
        if (video.MaxBitrate > 0) arguments.Option("bufsize", Math.Min(int.MaxValue, (long)(video.MaxBitrate * seconds)));
    }

    private static string PresetOf(EncoderComplexity complexity, EncoderOptions options) => complexity switch
    {
        EncoderComplexity.Speed => options.SpeedPreset,
        EncoderComplexity.Quality => options.QualityPreset,
        _ => options.BalancedPreset,
    };
}

using MediaPlatform.Data.Transforms.Presets;

namespace MediaPlatform.Encoder.Presets;

/// <summary>The video streams that the codecs of a preset ask for.</summary>
internal static class VideoLayers
{
    private const int DefaultWindowSeconds = 5;

    private const int FastestRate = 300;

    public static IEnumerable<VideoRendition> Of(Codec codec, PictureSize source, Rational sourceRate) => codec switch
    {
        H264Video video => [.. video.Layers.Select((layer, index) => H264(video, layer, index, source, sourceRate))],
        H265Video video => [.. video.Layers.Select((layer, index) => H265(video, layer, index, source, sourceRate))],
        Image or Audio => [],
        _ => throw JobErrors.Unsupported($"Codec {codec.GetType().Name} is not supported."),
    };

    private static VideoRendition H264(H264Video video, H264Layer layer, int index, PictureSize source, Rational sourceRate)
    {
        var mode = video.RateControlMode ?? RateControlMode.ABR;
        if (mode != RateControlMode.CRF && layer.Bitrate is null or <= 0) throw JobErrors.Unsupported("A layer has no bitrate.");
        return Common(video, layer, layer.BufferWindow, index, source, sourceRate) with
        {
            Codec = VideoCodec.H264,
            RateControl = mode,
            Crf = layer.Crf ?? 23,
            Complexity = video.Complexity ?? EncoderComplexity.Balanced,
            SceneCuts = SceneCuts(video.SceneChangeDetection, video.Layers.Count),
            Level = LevelOf(layer.Level),
            ReferenceFrames = layer.ReferenceFrames,
            Cavlc = layer.EntropyMode == EntropyMode.Cavlc,
            Profile = layer.Profile switch
            {
                H264Profile.Baseline => "baseline",
                H264Profile.Main => "main",
                H264Profile.High422 => "high422",
                H264Profile.High444 => "high444",
                _ => "high",
            },
            PixelFormat = layer.Profile switch
            {
                H264Profile.High422 => "yuv422p",
                H264Profile.High444 => "yuv444p",
                _ => "yuv420p",
            },
        };
    }

    private static VideoRendition H265(H265Video video, H265Layer layer, int index, PictureSize source, Rational sourceRate) =>
        Common(video, layer, layer.BufferWindow, index, source, sourceRate) with
        {
            Codec = VideoCodec.H265,
            RateControl = layer.Bitrate is > 0 ? RateControlMode.ABR : RateControlMode.CRF,
            Crf = layer.Crf ?? 28,
            Complexity = video.Complexity ?? EncoderComplexity.Balanced,
            SceneCuts = SceneCuts(video.SceneChangeDetection, video.Layers.Count),
            Level = LevelOf(layer.Level),
            ReferenceFrames = layer.ReferenceFrames,
            Profile = layer.Profile == H265Profile.Main10 ? "main10" : "main",
            PixelFormat = layer.Profile == H265Profile.Main10 ? "yuv420p10le" : "yuv420p",
        };

    private static VideoRendition Common(Video video, VideoLayer layer, TimeSpan? window, int index, PictureSize source, Rational sourceRate)
    {
        if (video.SyncMode is VideoSyncMode.Passthrough or VideoSyncMode.Vfr)
        {
            throw JobErrors.Unsupported($"Sync mode {video.SyncMode} is not supported; use Auto or Cfr.");
        }

        var interval = video.KeyFrameInterval ?? TimeSpan.FromSeconds(2);
        if (interval < TimeSpan.FromSeconds(0.5) || interval > TimeSpan.FromSeconds(20)) throw JobErrors.Unsupported("The key frame interval lies outside of 0.5 to 20 seconds.");
        var (size, content) = PictureGeometry.Fit(source, layer, video.StretchMode ?? StretchMode.AutoSize);
        var bitrate = layer.Bitrate ?? 0;
        var rate = RateOf(layer.FrameRate);
        return new VideoRendition
        {
            Label = (string.IsNullOrEmpty(layer.Label) ? video.Label : layer.Label) ?? "",
            Size = size,
            Content = content,
            Bitrate = bitrate,
            MaxBitrate = layer.MaxBitrate is > 0 ? layer.MaxBitrate.Value : bitrate,
            BufferWindow = window ?? TimeSpan.FromSeconds(DefaultWindowSeconds),
            FrameRate = rate.IsKnown ? rate : sourceRate,
            KeyFrameInterval = interval,
            BFrames = layer.BFrames,
            AdaptiveBFrames = layer.AdaptiveBFrame ?? true,
            Slices = layer.Slices ?? 0,
        };
    }

    // "0/1" stands for the rate of the source.
    private static Rational RateOf(string? text)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Trim() is "0" or "0/1") return default;
        var rate = Rational.Parse(text);
        return rate.IsKnown && rate.Value <= FastestRate ? rate : throw JobErrors.Unsupported($"'{text}' is no frame rate of at most {FastestRate} frames per second.");
    }

    private static bool SceneCuts(bool? wanted, int layers) => wanted is true && layers > 1
        ? throw JobErrors.Unsupported("Scene change detection needs a single layer: key frames of several layers would not line up.")
        : wanted is true;

    private static string LevelOf(string? level) => level is null || level.Equals("auto", StringComparison.OrdinalIgnoreCase) ? "" : level;
}

namespace MediaPlatform.Data.Transforms.Presets;

/// <summary>Which insights a video analyzer extracts.</summary>
public enum AnalyzerInsights
{
    /// <summary>Sound only; fails without an audio track.</summary>
    AudioInsightsOnly,

    /// <summary>Picture only; fails without a video track.</summary>
    VideoInsightsOnly,

    /// <summary>Everything the input allows.</summary>
    AllInsights,
}

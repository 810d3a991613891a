namespace MediaPlatform.Data.Transforms.Presets;

/// <summary>Analysis of sound and picture.</summary>
public sealed record VideoAnalyzerPreset : AudioAnalyzerPreset
{
    /// <summary>Which insights are wanted.</summary>
    public AnalyzerInsights? InsightsToExtract { get; init; }
}

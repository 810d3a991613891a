namespace MediaPlatform.Data.Transforms.Presets;

/// <summary>How much an audio analyzer looks for.</summary>
public enum AnalyzerMode
{
    /// <summary>Everything the preset offers.</summary>
    Standard,

    /// <summary>Transcript only.</summary>
    Basic,
}

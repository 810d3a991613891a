namespace MediaPlatform.Data.Transforms.Presets;

/// <summary>Analysis of sound.</summary>
public record AudioAnalyzerPreset : Preset
{
    /// <summary>Language of the speech, BCP-47.</summary>
    public string? AudioLanguage { get; init; }

    /// <summary>How much is looked for.</summary>
    public AnalyzerMode? Mode { get; init; }

    /// <summary>Free options; unknown ones are ignored.</summary>
    public IReadOnlyDictionary<string, string>? ExperimentalOptions { get; init; }
}

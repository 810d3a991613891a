namespace MediaPlatform.Data.Transforms.Presets;

/// <summary>Finds and hides faces.</summary>
public sealed record FaceDetectorPreset : Preset
{
    /// <summary>Resolution of the analysis.</summary>
    public FaceAnalysisResolution? Resolution { get; init; }

    /// <summary>Passes to run.</summary>
    public FaceRedactorMode? Mode { get; init; }

    /// <summary>How a face is hidden.</summary>
    public FaceBlurType? BlurType { get; init; }

    /// <summary>Free options; unknown ones are ignored.</summary>
    public IReadOnlyDictionary<string, string>? ExperimentalOptions { get; init; }
}

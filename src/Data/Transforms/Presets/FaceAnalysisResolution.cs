namespace MediaPlatform.Data.Transforms.Presets;

/// <summary>Resolution at which faces are looked for.</summary>
public enum FaceAnalysisResolution
{
    /// <summary>As the input.</summary>
    SourceResolution,

    /// <summary>Scaled down to standard definition.</summary>
    StandardDefinition,
}

namespace MediaPlatform.Data.Transforms.Presets;

/// <summary>Passes of a face detector.</summary>
public enum FaceRedactorMode
{
    /// <summary>Writes annotations only.</summary>
    Analyze,

    /// <summary>Blurs from given annotations.</summary>
    Redact,

    /// <summary>Both in one pass.</summary>
    Combined,
}

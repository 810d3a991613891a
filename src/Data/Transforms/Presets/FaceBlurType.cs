namespace MediaPlatform.Data.Transforms.Presets;

/// <summary>How a face is hidden.</summary>
public enum FaceBlurType
{
    /// <summary>A box is drawn.</summary>
    Box,

    /// <summary>Low blur.</summary>
    Low,

    /// <summary>Medium blur.</summary>
    Med,

    /// <summary>High blur.</summary>
    High,

    /// <summary>Black out.</summary>
    Black,
}

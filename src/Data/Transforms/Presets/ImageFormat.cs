namespace MediaPlatform.Data.Transforms.Presets;

/// <summary>Picture files.</summary>
public record ImageFormat : Format;

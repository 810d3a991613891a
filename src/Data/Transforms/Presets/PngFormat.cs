namespace MediaPlatform.Data.Transforms.Presets;

/// <summary>PNG files.</summary>
public sealed record PngFormat : ImageFormat;

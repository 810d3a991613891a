namespace MediaPlatform.Data.Transforms.Presets;

/// <summary>JPEG files.</summary>
public sealed record JpgFormat : ImageFormat;

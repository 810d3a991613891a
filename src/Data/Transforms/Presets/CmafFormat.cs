namespace MediaPlatform.Data.Transforms.Presets;

/// <summary>CMAF files; API version 2022-05-01-preview only.</summary>
public sealed record CmafFormat : MultiBitrateFormat;

namespace MediaPlatform.Data.Transforms.Presets;

/// <summary>MPEG transport streams.</summary>
public sealed record TransportStreamFormat : MultiBitrateFormat;

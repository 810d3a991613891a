namespace MediaPlatform.Data.Transforms.Presets;

/// <summary>MP4 files.</summary>
public sealed record Mp4Format : MultiBitrateFormat;

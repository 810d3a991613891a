namespace MediaPlatform.Data.Transforms.Presets;

/// <summary>One PNG size.</summary>
public sealed record PngLayer : Layer;

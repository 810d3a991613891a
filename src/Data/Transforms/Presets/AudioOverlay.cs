namespace MediaPlatform.Data.Transforms.Presets;

/// <summary>A sound mixed into the input.</summary>
public sealed record AudioOverlay : Overlay;

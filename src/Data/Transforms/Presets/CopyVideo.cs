namespace MediaPlatform.Data.Transforms.Presets;

/// <summary>Video copied from the input.</summary>
public sealed record CopyVideo : Codec;

namespace MediaPlatform.Data.Transforms.Presets;

/// <summary>Audio copied from the input.</summary>
public sealed record CopyAudio : Codec;

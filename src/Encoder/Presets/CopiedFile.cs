namespace MediaPlatform.Encoder.Presets;

/// <summary>A kind of file that copied streams make: one for each picture, or one for all sounds when it holds no picture.</summary>
/// <param name="Label">Label of what is copied.</param>
internal sealed record CopiedFile(bool Picture, bool Sounds, string Label);

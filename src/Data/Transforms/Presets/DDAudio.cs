namespace MediaPlatform.Data.Transforms.Presets;

/// <summary>Dolby Digital (AC-3) audio.</summary>
public sealed record DDAudio : Audio;

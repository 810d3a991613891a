namespace MediaPlatform.Data.Transforms.Presets;

/// <summary>A preset known by its name; see <see cref="BuiltInPresetNames"/>.</summary>
public sealed record BuiltInStandardEncoderPreset : Preset
{
    /// <summary>Name of the preset, an open set; case does not matter.</summary>
    public string PresetName { get; init; } = "";

    /// <summary>Bounds for the content-aware presets.</summary>
    public PresetConfigurations? Configurations { get; init; }
}

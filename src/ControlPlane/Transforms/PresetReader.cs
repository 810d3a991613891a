using System.Text.Json;
using System.Text.Json.Nodes;
using MediaPlatform.ControlPlane.Arm.Bodies;
using MediaPlatform.Data;
using MediaPlatform.Data.Transforms.Presets;

namespace MediaPlatform.ControlPlane.Transforms;

/// <summary>Reads and checks a preset, and hands it back in the contract's own form.</summary>
internal static class PresetReader
{
    /// <summary>Null when the preset is missing or wrong; the mistakes say why.</summary>
    public static Preset? Read(BodyReader output, string name)
    {
        if (output.Object(name) is not { } json)
        {
            if (!output.Has(name))
            {
                output.Missing(name);
            }

            return null;
        }

        return Polymorphic.Read<Preset>(json, PresetTypes(json)) is { } preset && Check(preset, json) ? Canonical(preset) : null;
    }

    // Names of presets are accepted in any letter case and given back in the contract's.
    private static Preset Canonical(Preset preset) =>
        preset is BuiltInStandardEncoderPreset named && BuiltInPresetNames.TryGetCanonical(named.PresetName, out var name) ? named with { PresetName = name } : preset;

    private static string PresetTypes(BodyReader json) => $"The preset type '{json.Text(ContractJson.TypeProperty, 100)}' of '{json.PathOf(ContractJson.TypeProperty)}' is not known.";

    private static bool Check(Preset preset, BodyReader json)
    {
        switch (preset)
        {
            case BuiltInStandardEncoderPreset named when !BuiltInPresetNames.TryGetCanonical(named.PresetName, out _):
                json.Wrong("presetName", $"The preset name '{named.PresetName}' is not known.");
                return false;
            case StandardEncoderPreset standard:
                return new StandardPresetRules(json).Check(standard);
            default:
                return true;
        }
    }
}

using MediaPlatform.Data.Transforms.Presets;

namespace MediaPlatform.Encoder.Presets;

/// <summary>Turns any preset into a recipe for a source, or says why it cannot be followed.</summary>
internal static class Recipes
{
    public static Recipe For(Preset preset, SourceMedia source) => preset switch
    {
        BuiltInStandardEncoderPreset builtIn => BuiltInRecipes.For(builtIn, source),
        StandardEncoderPreset standard => StandardRecipes.For(standard, source),
        _ => throw JobErrors.Unsupported($"This installation has no engine for {preset.GetType().Name}."),
    };
}

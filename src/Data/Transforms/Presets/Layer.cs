using System.Text.Json.Serialization;
using MediaPlatform.Data.Json;

namespace MediaPlatform.Data.Transforms.Presets;

/// <summary>Size of one output.</summary>
public abstract record Layer
{
    /// <summary>Width in pixels or percent.</summary>
    [JsonConverter(typeof(TextOrNumberConverter))]
    public string? Width { get; init; }

    /// <summary>Height in pixels or percent.</summary>
    [JsonConverter(typeof(TextOrNumberConverter))]
    public string? Height { get; init; }

    /// <summary>Name by which output files refer to it.</summary>
    public string? Label { get; init; }
}

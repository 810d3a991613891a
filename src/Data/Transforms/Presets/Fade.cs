using System.Text.Json.Serialization;
using MediaPlatform.Data.Json;

namespace MediaPlatform.Data.Transforms.Presets;

/// <summary>A fade from or to a colour.</summary>
public sealed record Fade
{
    /// <summary>Length: ISO 8601, frames, or percent.</summary>
    [JsonConverter(typeof(TextOrNumberConverter))]
    public string? Duration { get; init; }

    /// <summary>CSS colour name, rgb(r,g,b), #RRGGBB or 0xRRGGBB.</summary>
    public string FadeColor { get; init; } = "";

    /// <summary>Begin: ISO 8601, frame number or percent; the start when absent.</summary>
    [JsonConverter(typeof(TextOrNumberConverter))]
    public string? Start { get; init; }
}

using System.Text.Json.Serialization;
using MediaPlatform.Data.Json;

namespace MediaPlatform.Data.Transforms.Presets;

/// <summary>Still pictures of the input.</summary>
public record Image : Video
{
    /// <summary>Time of the first: ISO 8601, frame number, percent, or {Best}.</summary>
    [JsonConverter(typeof(TextOrNumberConverter))]
    public string? Start { get; init; }

    /// <summary>Distance: ISO 8601, frames or percent.</summary>
    [JsonConverter(typeof(TextOrNumberConverter))]
    public string? Step { get; init; }

    /// <summary>Where to stop, relative to the start: ISO 8601, frames or percent.</summary>
    [JsonConverter(typeof(TextOrNumberConverter))]
    public string? Range { get; init; }
}

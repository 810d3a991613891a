using System.Text.Json.Serialization;
using MediaPlatform.Data.Json;

namespace MediaPlatform.Data.Transforms.Presets;

/// <summary>Part of a picture; each member in pixels ("16") or percent ("10%").</summary>
public sealed record Rectangle
{
    /// <summary>Distance from the left edge.</summary>
    [JsonConverter(typeof(TextOrNumberConverter))]
    public string? Left { get; init; }

    /// <summary>Distance from the top edge.</summary>
    [JsonConverter(typeof(TextOrNumberConverter))]
    public string? Top { get; init; }

    /// <summary>Width.</summary>
    [JsonConverter(typeof(TextOrNumberConverter))]
    public string? Width { get; init; }

    /// <summary>Height.</summary>
    [JsonConverter(typeof(TextOrNumberConverter))]
    public string? Height { get; init; }
}

using System.Text.Json.Serialization;
using MediaPlatform.Data.Json;

namespace MediaPlatform.Data.Transforms.Presets;

/// <summary>One HEVC rendition.</summary>
public sealed record H265Layer : VideoLayer
{
    /// <summary>Profile.</summary>
    public H265Profile? Profile { get; init; }

    /// <summary>Level such as 4.1, or auto.</summary>
    [JsonConverter(typeof(TextOrNumberConverter))]
    public string? Level { get; init; }

    /// <summary>Length of the rate buffer, 0.1 to 100 s; 5 s when absent.</summary>
    public TimeSpan? BufferWindow { get; init; }

    /// <summary>Quality, 0 to 51; used when no bitrate is given.</summary>
    public float? Crf { get; init; }

    /// <summary>Number of reference frames.</summary>
    public int? ReferenceFrames { get; init; }
}

using System.Text.Json.Serialization;
using MediaPlatform.Data.Json;

namespace MediaPlatform.Data.Transforms.Presets;

/// <summary>One H.264 rendition.</summary>
public sealed record H264Layer : VideoLayer
{
    /// <summary>Profile.</summary>
    public H264Profile? Profile { get; init; }

    /// <summary>Level such as 3.1, or auto.</summary>
    [JsonConverter(typeof(TextOrNumberConverter))]
    public string? Level { get; init; }

    /// <summary>Length of the rate buffer, 0.1 to 100 s; 5 s when absent.</summary>
    public TimeSpan? BufferWindow { get; init; }

    /// <summary>Quality in CRF mode, 0 to 51; 23 when absent.</summary>
    public float? Crf { get; init; }

    /// <summary>Number of reference frames.</summary>
    public int? ReferenceFrames { get; init; }

    /// <summary>Entropy coding.</summary>
    public EntropyMode? EntropyMode { get; init; }
}

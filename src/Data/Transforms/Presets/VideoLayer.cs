using System.Text.Json.Serialization;
using MediaPlatform.Data.Json;

namespace MediaPlatform.Data.Transforms.Presets;

/// <summary>One rendition of a video.</summary>
public abstract record VideoLayer : Layer
{
    /// <summary>Average bits per second.</summary>
    public int? Bitrate { get; init; }

    /// <summary>Greatest bits per second over the buffer window; the average when absent.</summary>
    public int? MaxBitrate { get; init; }

    /// <summary>Number of B-frames; chosen by the encoder when absent.</summary>
    public int? BFrames { get; init; }

    /// <summary>Frames per second as M/N or a number; that of the input when absent or 0/1.</summary>
    [JsonConverter(typeof(TextOrNumberConverter))]
    public string? FrameRate { get; init; }

    /// <summary>Slices per frame; 0 is the default of one.</summary>
    public int? Slices { get; init; }

    /// <summary>Whether the number of B-frames adapts; on when absent.</summary>
    public bool? AdaptiveBFrame { get; init; }
}

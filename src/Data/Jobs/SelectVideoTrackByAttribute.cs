using System.Text.Json.Serialization;
using MediaPlatform.Data.Json;

namespace MediaPlatform.Data.Jobs;

/// <summary>Video tracks by an attribute.</summary>
public sealed record SelectVideoTrackByAttribute : VideoTrackDescriptor
{
    /// <summary>The attribute.</summary>
    public TrackAttribute Attribute { get; init; }

    /// <summary>Which are taken.</summary>
    public AttributeFilter Filter { get; init; }

    /// <summary>Value for ValueEquals.</summary>
    [JsonConverter(typeof(TextOrNumberConverter))]
    public string? FilterValue { get; init; }
}

using System.Text.Json.Serialization;

namespace MediaPlatform.Data.Transforms.Presets;

/// <summary>Something laid over the input.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = ContractJson.TypeProperty)]
[JsonDerivedType(typeof(AudioOverlay), ContractJson.TypePrefix + nameof(AudioOverlay))]
[JsonDerivedType(typeof(VideoOverlay), ContractJson.TypePrefix + nameof(VideoOverlay))]
public abstract record Overlay
{
    /// <summary>Label of the job input that holds it.</summary>
    public string InputLabel { get; init; } = "";

    /// <summary>Begin on the timeline of the main input.</summary>
    public TimeSpan? Start { get; init; }

    /// <summary>End on the timeline of the main input; as long as its media when absent.</summary>
    public TimeSpan? End { get; init; }

    /// <summary>Length of its fade in.</summary>
    public TimeSpan? FadeInDuration { get; init; }

    /// <summary>Length of its fade out.</summary>
    public TimeSpan? FadeOutDuration { get; init; }

    /// <summary>Gain of its sound, 0 to 1.</summary>
    public double? AudioGainLevel { get; init; }
}

namespace MediaPlatform.Data.Transforms.Presets;

/// <summary>AAC audio.</summary>
public sealed record AacAudio : Audio
{
    /// <summary>Profile; low complexity when absent.</summary>
    public AacAudioProfile? Profile { get; init; }
}

namespace MediaPlatform.Data.Transforms.Presets;

/// <summary>AAC profile of an <see cref="AacAudio"/> output.</summary>
public enum AacAudioProfile
{
    /// <summary>Low complexity.</summary>
    AacLc,

    /// <summary>High efficiency, with spectral band replication.</summary>
    HeAacV1,

    /// <summary>High efficiency with parametric stereo.</summary>
    HeAacV2,
}

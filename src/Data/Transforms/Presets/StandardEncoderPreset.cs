namespace MediaPlatform.Data.Transforms.Presets;

/// <summary>A custom preset: codecs, formats and filters.</summary>
public sealed record StandardEncoderPreset : Preset
{
    /// <summary>Free options; unknown ones are ignored.</summary>
    public IReadOnlyDictionary<string, string>? ExperimentalOptions { get; init; }

    /// <summary>What happens to the decoded input before it is encoded.</summary>
    public Filters? Filters { get; init; }

    /// <summary>Streams to make.</summary>
    public IReadOnlyList<Codec> Codecs { get; init; } = [];

    /// <summary>Files to put them in.</summary>
    public IReadOnlyList<Format> Formats { get; init; } = [];
}

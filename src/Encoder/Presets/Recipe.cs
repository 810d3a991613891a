using MediaPlatform.Data.Transforms.Presets;

namespace MediaPlatform.Encoder.Presets;

/// <summary>What a preset means for one source: a list of streams and files.</summary>
internal sealed record Recipe
{
    public IReadOnlyList<VideoRendition> Videos { get; init; } = [];

    public IReadOnlyList<AudioRendition> Audios { get; init; } = [];

    public IReadOnlyList<FileRecipe> Files { get; init; } = [];

    public IReadOnlyList<ImageRecipe> Images { get; init; } = [];

    public Filters Filters { get; init; } = new();

    /// <summary>Streams are copied, none is encoded.</summary>
    public CopyRecipe? Copy { get; init; }
}

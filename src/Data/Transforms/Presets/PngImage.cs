namespace MediaPlatform.Data.Transforms.Presets;

/// <summary>PNG pictures.</summary>
public sealed record PngImage : Image
{
    /// <summary>Sizes to make.</summary>
    public IReadOnlyList<PngLayer> Layers { get; init; } = [];
}

namespace MediaPlatform.Data.Transforms.Presets;

/// <summary>JPEG pictures or a sprite of them.</summary>
public sealed record JpgImage : Image
{
    /// <summary>Sizes to make.</summary>
    public IReadOnlyList<JpgLayer> Layers { get; init; } = [];

    /// <summary>Columns of a sprite; single pictures when absent.</summary>
    public int? SpriteColumn { get; init; }
}

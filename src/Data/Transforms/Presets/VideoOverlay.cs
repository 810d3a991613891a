namespace MediaPlatform.Data.Transforms.Presets;

/// <summary>A picture or video laid over the input.</summary>
public sealed record VideoOverlay : Overlay
{
    /// <summary>Where it stands; the whole picture when absent.</summary>
    public Rectangle? Position { get; init; }

    /// <summary>0 transparent to 1 opaque.</summary>
    public double? Opacity { get; init; }

    /// <summary>Part of the overlay that is used.</summary>
    public Rectangle? CropRectangle { get; init; }
}
